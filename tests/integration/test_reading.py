"""Reading what children said on both databases: whole responses, exact wording, noted as read."""

import pytest

from data import audit
from surveys import reading
from surveys.looked import looked
from surveys.permissions import Actor, NotAllowed
from tests.hearing import a_round, asked, begin, ids, label

SAID = {"rating": "good", "good": "the  trampolines\n# and <b>pizza</b>", "better": "$5 and $10"}
REACH = {"contact": "worker", "contact_how": "my name is Test Child"}


def opened(db, actor, response, now):
    return reading.open_response(db, actor, response, now)


def test_a_response_is_read_in_the_order_and_the_exact_words_it_was_asked(db, now, participation):
    response = ids(db, a_round(db, now, SAID))[0]
    lines = opened(db, participation, response, now).lines
    assert [line.question for line in lines] == ["rating", "good", "better"]
    assert lines[1].asked == asked("good")
    assert lines[1].words == SAID["good"]


def test_a_choice_is_read_in_the_words_of_its_option(db, now, participation):
    response = ids(db, a_round(db, now, SAID))[0]
    assert opened(db, participation, response, now).lines[0].answer == label("rating", "good")


def test_how_a_child_can_be_reached_is_left_to_safeguarding(db, now, participation, safeguarding):
    response = ids(db, a_round(db, now, REACH))[0]
    line = opened(db, participation, response, now).lines[-1]
    assert (line.words, bool(line.kept_back)) == (None, True)
    assert opened(db, safeguarding, response, now).lines[-1].words == REACH["contact_how"]


def test_what_was_not_sent_is_not_opened_for_the_participation_team(
    db, now, participation, safeguarding
):
    response = begin(db, a_round(db, now), "good", "pizza", now)
    with pytest.raises(KeyError):
        opened(db, participation, response, now)
    assert opened(db, safeguarding, response, now).lines[0].words == "pizza"


def test_the_list_of_a_round_counts_what_is_unread(db, now, participation):
    round_id = a_round(db, now, SAID, {"rating": "good"})
    first, second = reading.response_lines(db, participation, round_id)
    assert (first.number, first.comments, first.unread) == (1, 2, 2)
    assert (second.number, second.comments, second.unread) == (2, 0, 0)


def test_words_marked_as_read_are_read_for_that_purpose_only(db, now, participation, safeguarding):
    round_id = a_round(db, now, SAID)
    response = ids(db, round_id)[0]
    versions = {"good": 1, "better": 1}
    reading.mark_read(db, participation, response, versions, "participation", now)
    assert reading.response_lines(db, participation, round_id)[0].unread == 0
    assert len(reading.words_to_read(db, safeguarding, None, "safeguarding", now)) == 2
    assert reading.words_to_read(db, participation, round_id, "participation", now) == ()


def test_words_to_read_come_by_round(db, now, participation):
    first, second = a_round(db, now, SAID), a_round(db, now, {"good": "swimming"})
    unread = reading.words_to_read(db, participation, second, "participation", now)
    assert [comment.words for comment in unread] == ["swimming"]
    assert len(reading.words_to_read(db, participation, None, "participation", now)) == 3
    assert len(reading.words_to_read(db, participation, first, "participation", now, limit=1)) == 1


@pytest.mark.parametrize("role", ["board", "administrator"])
def test_nobody_else_reads_words(db, now, request, role):
    person = request.getfixturevalue(role)
    for attempt in (
        lambda: reading.response_lines(db, person, "any"),
        lambda: reading.open_response(db, person, "any", now),
        lambda: reading.words_to_read(db, person, None, "participation", now),
        lambda: reading.mark_read(db, person, "any", {}, "participation", now),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_participation_team_does_not_read_for_safety(db, now, participation):
    with pytest.raises(NotAllowed):
        reading.words_to_read(db, participation, None, "safeguarding", now)


def test_one_reading_is_one_line_of_the_audit_with_a_count_and_no_words(db, now, participation):
    response = ids(db, a_round(db, now, SAID))[0]
    for _ in range(3):
        opened(db, participation, response, now)
    with db.reading() as tx:
        rows = [row for row in audit.listing(tx) if row.act == "read words"]
    assert [(row.subject, row.detail) for row in rows] == [(response, "2 comments")]


def test_a_child_who_only_chose_is_in_the_audit_when_opened(db, now, participation):
    response = ids(db, a_round(db, now, {"rating": "poor"}))[0]
    for _ in range(2):
        opened(db, participation, response, now)
    with db.reading() as tx:
        rows = [row for row in audit.listing(tx) if row.actor == participation.name]
    assert [(r.act, r.subject, r.detail) for r in rows if r.act == "opened answers"] == [
        ("opened answers", response, "without words")
    ]
    (reader,) = looked(db, Actor("Lou Log", frozenset({"auditor"})), now).readers
    assert (reader.name, reader.children) == (participation.name, 1)
