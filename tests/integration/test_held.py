"""What came without a code: counted or set aside by a person, and safeguarding reads it at once."""

from datetime import timedelta

import pytest

from analysis.results import report
from data import audit, responses
from surveys import collect
from surveys.held import HeldRefused, bring_back, count_it, listing, set_aside
from surveys.reading import open_response, response_lines
from surveys.safeguarding.queue import queue
from surveys.today import today
from tests.hearing import a_round, begin, worded


@pytest.fixture
def round_id(db, now):
    """A round with one response that came with a code."""
    return a_round(db, now, {"good": "pizza"})


@pytest.fixture
def entry(db, round_id, now):
    """An entry that came without a code, sent a minute ago."""
    response = begin(db, round_id, "good", "the swings", now - timedelta(minutes=1))
    with db.writing() as tx:
        responses.submit(tx, response, now.isoformat(), cut=False, state="held")
    return response


def counted(db, actor, round_id):
    return [line.id for line in response_lines(db, actor, round_id)]


def test_what_is_held_is_not_counted_and_waits(db, participation, round_id, entry, now):
    assert entry not in counted(db, participation, round_id)
    assert [line.id for line in listing(db, participation)] == [entry]


def test_safeguarding_reads_what_is_held_at_once(db, safeguarding, entry, now):
    assert "the swings" in worded(queue(db, safeguarding, now))


def test_safeguarding_still_reads_what_was_set_aside(db, participation, safeguarding, entry, now):
    set_aside(db, participation, entry, "joke", now)
    assert "the swings" in worded(queue(db, safeguarding, now))


def test_counting_it_puts_it_among_the_others_as_read(db, participation, round_id, entry, now):
    versions = {line.question: line.answer_version for line in
                open_response(db, participation, entry, now).lines}  # fmt: skip
    count_it(db, participation, entry, versions, now)
    lines = {line.id: line for line in response_lines(db, participation, round_id)}
    assert lines[entry].unread == 0


def test_what_was_set_aside_can_be_brought_back(db, participation, entry, now):
    set_aside(db, participation, entry, "joke", now)
    assert listing(db, participation) == ()
    bring_back(db, participation, entry, now)
    assert [line.id for line in listing(db, participation)] == [entry]


def test_what_counts_stays(db, participation, entry, now):
    count_it(db, participation, entry, {}, now)
    with pytest.raises(HeldRefused, match="Somebody else has decided"):
        set_aside(db, participation, entry, "joke", now)


def test_setting_aside_needs_a_reason_of_the_list(db, participation, entry, now):
    with pytest.raises(HeldRefused, match="Choose why"):
        set_aside(db, participation, entry, "I do not like it", now)


def test_each_decision_is_in_the_audit_without_words(db, participation, entry, now):
    set_aside(db, participation, entry, "joke", now)
    with db.reading() as tx:
        newest = audit.listing(tx, 1)[0]
    assert (newest.act, newest.subject, newest.detail) == ("set aside", entry, "joke")


def test_today_says_how_many_wait_for_a_look(db, participation, entry, now):
    said = [waiting.sentence for waiting in today(db, participation, now).to_read]
    assert "1 entry came without a code and waits for somebody to look." in said


def test_the_report_says_how_many_were_set_aside(db, participation, round_id, entry, now):
    set_aside(db, participation, entry, "joke", now)
    assert any(line.endswith("set aside by a person: 1. Not counted.")
               for line in report(db, participation, round_id, now).method)  # fmt: skip


def test_what_a_child_says_without_a_code_is_held_until_somebody_counts_it(db, participation, now):
    token = collect.open_say(db, door="light", now=now)
    for go in ("band:8-10", "agree"):
        here = collect.place(db, token, now)
        collect.save(db, token, {"go": go, "from": here.key}, now)
    here = collect.place(db, token, now)
    collect.save(db, token, {"go": "to:review", "from": here.key}, now)
    collect.save(db, token, {"go": "send", "from": "review"}, now)
    count_it(db, participation, listing(db, participation)[0].id, {}, now)
    assert counted(db, participation, here.round.id) == [here.response]
