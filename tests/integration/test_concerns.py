"""The safeguarding queue on both databases: every comment once, worries first, nothing lost."""

from datetime import timedelta

import pytest

from data import audit, comments
from data import concerns as kept
from surveys import concerns
from surveys.concerns import ConcernRefused
from surveys.permissions import NotAllowed
from surveys.safeguarding.queue import Reach, decision_log, queue
from tests.hearing import a_round, asked, begin, ids, label, write
from tests.hearing import worded as words_of

PLAIN = {"good": "pizza on fridays", "better": "longer games"}
WORRY = {"rating": "ok", "better": "I DON’T feel safe at home"}


def all_items(db, actor, now):
    first = queue(db, actor, now)
    later = [queue(db, actor, now, page).items for page in range(2, first.pages + 1)]
    return [*first.items, *(item for items in later for item in items)]


def test_every_comment_reaches_the_queue_exactly_once(db, now, safeguarding):
    said = [{"good": f"number {n}", "better": f"more of {n}"} for n in range(17)]
    a_round(db, now, *said, WORRY)
    found = sorted(item.words for item in all_items(db, safeguarding, now))
    assert found == sorted([w for one in said for w in one.values()] + [WORRY["better"]])


def test_a_worry_stands_first_with_the_childs_words_that_matched(db, now, safeguarding):
    a_round(db, now, PLAIN, PLAIN, WORRY)
    found = queue(db, safeguarding, now)
    assert (found.unread, found.first) == (5, 1)
    assert found.items[0].worries[0].words == ("DON’T feel safe",)
    assert found.items[0].asked == asked("better")


def test_words_that_match_nothing_are_still_in_the_queue(db, now, safeguarding):
    a_round(db, now, {"good": "he says i am his favourite"})
    assert words_of(queue(db, safeguarding, now)) == ["he says i am his favourite"]


def test_words_about_staff_are_marked_for_the_designated_officer(db, now, safeguarding):
    a_round(db, now, {"better": "the staff grabbed my arm"})
    item = queue(db, safeguarding, now).items[0]
    assert item.lado
    assert any("LADO" in worry.kind.route for worry in item.worries)


def test_words_that_were_not_sent_come_after_an_hour(db, now, safeguarding):
    round_id = a_round(db, now)
    begin(db, round_id, "better", "i never sent this", now)
    assert words_of(queue(db, safeguarding, now + timedelta(minutes=59))) == []
    late = queue(db, safeguarding, now + timedelta(minutes=60))
    assert words_of(late) == ["i never sent this"]
    assert late.items[0].came == "Not sent: the child stopped before the end."


def test_words_still_being_written_are_left_to_the_child_and_a_wish_for_contact_is_not(
    db, now, safeguarding
):
    response = begin(db, a_round(db, now), "better", "he hits me", now)
    with db.writing() as tx:
        kept.raise_(tx, response, "better", "words", "the child", now)
        assert [one.state for one in kept.of_response(tx, response)] == ["new"]
    assert queue(db, safeguarding, now).items == ()
    with db.writing() as tx:
        kept.raise_(tx, response, "contact", "contact", "the child", now)
    assert [item.causes for item in queue(db, safeguarding, now).items] == [("contact",)]
    assert queue(db, safeguarding, now + timedelta(hours=1)).first == 2


def test_words_that_were_read_leave_the_queue(db, now, safeguarding):
    response = ids(db, a_round(db, now, {"good": "pizza"}))[0]
    concerns.mark_read(db, safeguarding, response, "good", 1, now)
    assert words_of(queue(db, safeguarding, now)) == []


def test_words_written_anew_come_back(db, now, safeguarding):
    response = begin(db, a_round(db, now), "good", "pizza", now - timedelta(hours=3))
    concerns.mark_read(db, safeguarding, response, "good", 1, now)
    write(db, response, "good", "pizza and he hits me", now - timedelta(hours=2))
    assert words_of(queue(db, safeguarding, now)) == ["pizza and he hits me"]


def test_words_changed_while_they_were_read_stay_unread(db, now, safeguarding):
    response = begin(db, a_round(db, now), "good", "pizza", now - timedelta(hours=3))
    write(db, response, "good", "pizza and chips", now - timedelta(hours=2))
    concerns.mark_read(db, safeguarding, response, "good", 1, now)
    assert words_of(queue(db, safeguarding, now)) == ["pizza and chips"]


def test_a_worry_that_was_only_read_stays_until_somebody_decides(db, now, safeguarding):
    response = ids(db, a_round(db, now, WORRY))[0]
    concerns.mark_read(db, safeguarding, response, "better", 1, now)
    found = queue(db, safeguarding, now)
    assert (found.unread, found.first, found.items[0].state) == (0, 1, "seen")


def test_a_concern_that_was_passed_on_waits_behind_what_nobody_has_read(db, now, safeguarding):
    first = ids(db, a_round(db, now, WORRY, PLAIN))[0]
    pass_on(db, safeguarding, first, now)
    found = queue(db, safeguarding, now)
    assert (found.first, found.passed_on) == (0, 1)
    assert found.items[-1].steps[-1].passed_to == "Duty social worker"
    assert found.items[-1].steps[-1].note == "Rang at ten."
    assert queue(db, safeguarding, now, only_passed_on=True).items == found.items[-1:]


def test_a_closed_concern_has_left_and_its_words_written_anew_open_it_again(db, now, safeguarding):
    response = begin(db, a_round(db, now), "better", "he hits me", now - timedelta(hours=3))
    close(db, safeguarding, response, now)
    assert queue(db, safeguarding, now).items == ()
    write(db, response, "better", "he hits me again", now - timedelta(hours=2))
    concerns.mark_read(db, safeguarding, response, "better", 2, now)
    assert queue(db, safeguarding, now).first == 1


def test_a_page_of_plain_comments_is_marked_at_once_and_a_worry_never(db, now, safeguarding):
    a_round(db, now, PLAIN, WORRY)
    seen = [item.seen for item in queue(db, safeguarding, now).items]
    concerns.mark_plain_read(db, safeguarding, seen, now)
    assert words_of(queue(db, safeguarding, now)) == [WORRY["better"]]


@pytest.mark.parametrize(("passed_to", "note"), [("", "Rang."), ("duty", "  "), ("nobody", "x")])
def test_passing_on_needs_a_person_and_a_note(db, now, safeguarding, passed_to, note):
    response = ids(db, a_round(db, now, WORRY))[0]
    with pytest.raises(ConcernRefused):
        pass_on(db, safeguarding, response, now, passed_to=passed_to, note=note)


@pytest.mark.parametrize("outcome", [" ", "x", "ok, done.", "- - - - - - - - - - -", "1234567890"])
def test_closing_needs_an_outcome_in_words(db, now, safeguarding, outcome):
    response = ids(db, a_round(db, now, WORRY))[0]
    with pytest.raises(ConcernRefused, match="in a few words what came of it"):
        close(db, safeguarding, response, now, outcome=outcome)


def test_whoever_closes_a_concern_owns_what_came_of_it(db, now, safeguarding):
    response = ids(db, a_round(db, now, WORRY))[0]
    close(db, safeguarding, response, now, outcome="A game; told the child.")
    (closed,) = decision_log(db, safeguarding, now)
    assert [(step.by, step.note) for step in closed.steps] == [
        (safeguarding.name, "A game; told the child.")
    ]


def test_a_wish_for_contact_stands_at_the_top_in_the_words_of_its_option(db, now, safeguarding):
    response = ids(db, a_round(db, now, WORRY, {"contact": "urgent"}))[1]
    with db.writing() as tx:
        kept.raise_(tx, response, "contact", "contact", "heard", now)
    item = queue(db, safeguarding, now).items[0]
    assert (item.causes, item.answer) == (("contact",), label("contact", "urgent"))


def test_a_wish_for_contact_comes_with_how_the_child_can_be_reached(db, now, safeguarding):
    reach = {"contact": "worker", "contact_how": "I am Test Child"}
    response = ids(db, a_round(db, now, reach))[0]
    with db.writing() as tx:
        kept.raise_(tx, response, "contact", "contact", "the child", now)
    item = queue(db, safeguarding, now).items[0]
    assert item.reach == (Reach(asked("contact_how"), "I am Test Child"),)


def test_what_was_closed_stays_in_the_log_with_every_step(db, now, safeguarding):
    response = ids(db, a_round(db, now, WORRY))[0]
    pass_on(db, safeguarding, response, now)
    close(db, safeguarding, response, now)
    closed = decision_log(db, safeguarding, now)
    assert [step.state for step in closed[0].steps] == ["passed_on", "closed"]
    assert closed[0].steps[-1].note == "Spoke with the child: about a game."


def test_a_comment_with_a_concern_is_still_one_item(db, now, safeguarding):
    response = ids(db, a_round(db, now, WORRY))[0]
    with db.writing() as tx:
        kept.raise_(tx, response, "better", "words", "heard", now)
    assert len(queue(db, safeguarding, now).items) == 1


def test_a_reader_of_the_team_can_put_words_at_the_top(db, now, safeguarding, participation):
    sent = ids(db, a_round(db, now, PLAIN, {"good": "he says i am his favourite"}))
    concerns.raise_concern(db, participation, sent[1], "good", now)
    found = queue(db, safeguarding, now)
    assert found.first == 1
    assert found.items[0].words == "he says i am his favourite"


@pytest.mark.parametrize("role", ["participation", "board", "administrator"])
def test_nobody_else_opens_the_queue(db, now, request, role):
    with pytest.raises(NotAllowed):
        queue(db, request.getfixturevalue(role), now)


@pytest.mark.parametrize("role", ["participation", "board", "administrator"])
def test_nobody_else_decides_about_a_concern(db, now, request, role):
    person = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        pass_on(db, person, "any", now)
    with pytest.raises(NotAllowed):
        close(db, person, "any", now)
    with pytest.raises(NotAllowed):
        concerns.mark_read(db, person, "any", "better", 1, now)
    with pytest.raises(NotAllowed):
        concerns.mark_plain_read(db, person, [], now)
    with pytest.raises(NotAllowed):
        decision_log(db, person, now)


def test_the_audit_names_the_response_and_the_count_and_never_words(db, now, safeguarding):
    response = ids(db, a_round(db, now, WORRY))[0]
    queue(db, safeguarding, now)
    queue(db, safeguarding, now)
    pass_on(db, safeguarding, response, now)
    with db.reading() as tx:
        rows = [row for row in audit.listing(tx) if row.actor == safeguarding.name]
    assert [(row.act, row.subject) for row in rows] == [
        ("passed on", response),
        ("read words", response),
    ]
    assert "safe" not in "".join(row.detail for row in rows)


def test_a_worrying_rating_and_notes_of_closed_concerns_are_noted_when_looked_at(
    db, now, safeguarding
):
    response = ids(db, a_round(db, now, {"rating": "poor"}))[0]
    with db.writing() as tx:
        kept.raise_(tx, response, "rating", "rating", "heard", now)
    queue(db, safeguarding, now)
    concerns.close(db, safeguarding, response, "rating", 0, outcome="It was a slip.", now=now)
    decision_log(db, safeguarding, now)
    with db.reading() as tx:
        acts = [row.act for row in audit.listing(tx) if row.actor == safeguarding.name]
    assert acts == ["read notes", "closed concern", "opened answers"]


def test_a_note_about_a_child_is_sealed_in_the_database(db, now, safeguarding, settings):
    response = ids(db, a_round(db, now, WORRY))[0]
    pass_on(db, safeguarding, response, now, note="CANARY told the duty worker")
    if db.dialect == "sqlite":
        files = settings.var.glob("heard.db*")
        assert not any(b"CANARY" in file.read_bytes() for file in files)
    with db.reading() as tx:
        assert comments.unread_count(tx, "safeguarding", now=now) == 0


def pass_on(db, actor, response, now, passed_to="duty", note="Rang at ten."):
    concerns.pass_on(db, actor, response, "better", 1, passed_to=passed_to, note=note, now=now)


def close(db, actor, response, now, outcome="Spoke with the child: about a game."):
    concerns.close(db, actor, response, "better", 1, outcome=outcome, now=now)


def test_words_in_another_language_come_before_the_rest(db, now, safeguarding):
    a_round(db, now, {"good": "pizza"}, {"good": "mieszkam daleko", "language": "pl"})
    assert words_of(queue(db, safeguarding, now)) == ["mieszkam daleko", "pizza"]


def test_words_in_another_language_come_after_worries(db, now, safeguarding):
    a_round(db, now, {"good": "mieszkam daleko", "language": "pl"}, WORRY)
    assert words_of(queue(db, safeguarding, now)) == [WORRY["better"], "mieszkam daleko"]


def test_words_in_another_language_are_never_marked_with_the_plain_ones(db, now, safeguarding):
    a_round(db, now, {"good": "mieszkam daleko", "language": "pl"})
    seen = [item.seen for item in queue(db, safeguarding, now).items]
    concerns.mark_plain_read(db, safeguarding, seen, now)
    assert queue(db, safeguarding, now).unread == 1
