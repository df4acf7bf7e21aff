"""A child answers: nothing is lost, nothing is doubled, nothing is shown to the wrong device."""

from datetime import datetime, timedelta

import pytest

from data import concerns, invitations, ledger, responses
from data.clock import moment
from data.database import Database
from surveys.answers import Chosen, Wrote
from surveys.collect import CodeDoesNotWork, enter, leave, place, save
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import close_round, open_round
from tests.children import Device


@pytest.fixture
def codes(db: Database, participation: Actor, now: datetime) -> tuple[str, ...]:
    """Three codes of a round of service feedback with eight eligible."""
    opened = open_round(db, participation, "service_feedback", now=now, teams={"": 8})
    return make(db, participation, opened.id, 3, now=now).codes


@pytest.fixture
def child(db: Database, codes: tuple[str, ...], now: datetime) -> Device:
    """A child who has come in and agreed."""
    return Device(db, enter(db, codes[0], door="streamlit", now=now), now).to_questions()


def other_device(child: Device, code: str) -> Device:
    return Device(child.db, enter(child.db, code, door="light", now=child.now), child.now, "tab-2")


def to_words(child: Device) -> Device:
    while child.here.question is not None and child.here.question.kind != "text":
        child.answer(passed="not_answered")
    return child


def test_a_code_is_read_with_spaces_dashes_and_small_letters(
    db: Database, codes: tuple[str, ...], now: datetime
) -> None:
    typed = f" {codes[0][:4].lower()} - {codes[0][4:]} "
    assert place(db, enter(db, typed, door="streamlit", now=now), now) is not None


@pytest.mark.parametrize("typed", ["", "AAAA2222", "💥" * 500, "' OR 1=1 --"])
def test_a_code_that_nobody_made_does_not_work(
    db: Database, codes: tuple[str, ...], now: datetime, typed: str
) -> None:
    with pytest.raises(CodeDoesNotWork):
        enter(db, typed, door="streamlit", now=now)


def test_a_used_code_a_closed_round_and_an_unknown_code_are_told_apart_by_nobody(
    child: Device, codes: tuple[str, ...], participation: Actor
) -> None:
    child.to_review().send({"go": "send"})
    close_round(child.db, participation, "service_feedback-1", child.now)
    said = set()
    for code in (codes[0], codes[1], "ZZZZ9999"):
        with pytest.raises(CodeDoesNotWork) as refused:
            enter(child.db, code, door="streamlit", now=child.now)
        said.add(repr(refused.value))
    assert len(said) == 1


def test_words_are_kept_while_they_are_typed_and_come_back_after_a_reload(child: Device) -> None:
    to_words(child).answer(go=None, words="I like the")
    child.answer(go=None, words="I like the swings")
    assert child.here.answer == Wrote("I like the swings")


def test_a_second_tap_on_next_moves_once(child: Device) -> None:
    before = child.here
    message = {"question": before.question.id, "passed": "not_answered", "from": before.key}  # type: ignore[union-attr]
    first = save(child.db, child.token, message | {"w": "t", "seq": 1, "go": "next"}, child.now)
    again = save(child.db, child.token, message | {"w": "t", "seq": 1, "go": "next"}, child.now)
    assert (first.moved, again.moved, child.here.number) == (True, False, before.number + 1)


def test_a_late_arrival_never_overwrites_newer_words(child: Device) -> None:
    to_words(child)
    question = child.here.question
    assert question is not None
    for seq, words in ((5, "all of it"), (3, "all")):
        message = {"question": question.id, "words": words, "w": "tab-1", "seq": seq + 100}
        save(child.db, child.token, message, child.now)
    assert child.here.answer == Wrote("all of it")


def test_two_tabs_that_write_different_words_are_told_so(child: Device) -> None:
    to_words(child).answer(go=None, words="from the first tab")
    child.writer, child.seq = "another tab", 0
    conflict = child.answer(go=None, words="from the second", base=0)
    assert (conflict.status, conflict.words) == ("conflict", "from the first tab")
    merged = child.answer(go=None, words="both", base=conflict.version)
    assert merged.status == "saved"


def test_another_device_goes_on_without_being_shown_what_was_said(
    child: Device, codes: tuple[str, ...]
) -> None:
    to_words(child).answer(words="only for my own tablet")
    second = other_device(child, codes[0])
    assert second.here.question != child.here.question or second.here.answer is None
    second.send({"go": "back"})
    assert (second.here.hidden, second.here.answer) == (True, None)
    second.to_review()
    shown = [line.answer for line in second.here.review if line.hidden]
    assert shown == [None]


def test_words_from_two_devices_are_both_kept(child: Device, codes: tuple[str, ...]) -> None:
    to_words(child).answer(words="first")
    second = other_device(child, codes[0])
    second.send({"go": "back"})
    question = second.here.question
    second.answer(words="second")
    with child.db.reading() as tx:
        kept = {a.question: a.words for a in responses.answers(tx, child.here.response)}
    assert kept[question.id] == "first\nsecond"  # type: ignore[union-attr]


def test_going_past_a_hidden_answer_leaves_it(child: Device, codes: tuple[str, ...]) -> None:
    to_words(child).answer(words="stay")
    second = other_device(child, codes[0])
    second.send({"go": "back"})
    second.answer(passed="not_answered")
    with child.db.reading() as tx:
        words = [a.words for a in responses.answers(tx, child.here.response) if a.words]
    assert words == ["stay"]


def test_the_same_device_keeps_its_words_when_the_code_is_typed_again(
    child: Device, codes: tuple[str, ...]
) -> None:
    to_words(child).answer(go=None, words="mine")
    again = enter(child.db, codes[0], door="streamlit", now=child.now, token=child.token)
    assert (again, child.here.answer) == (child.token, Wrote("mine"))


def test_sending_twice_counts_once_and_is_thanked_twice(child: Device) -> None:
    child.to_review()
    first, second = child.send({"go": "send"}), child.send({"go": "send"})
    with child.db.reading() as tx:
        sent = responses.of_round(tx, "service_feedback-1")
    assert (first.place, second.place, len(sent)) == ("thanks", "thanks", 1)


def test_every_sent_response_is_in_the_ledger_with_what_was_in_it(child: Device) -> None:
    to_words(child).answer(words="remember this")
    child.to_review().send({"go": "send"})
    (line,) = ledger.read(child.db.settings)
    with child.db.reading() as tx:
        kept = responses.answers(tx, line.response)
    assert line.content == ledger.content_hash(child.db.vault, kept)


def test_words_that_come_after_sending_change_nothing(child: Device) -> None:
    to_words(child)
    question = child.here.question
    child.to_review().send({"go": "send"})
    late = child.send({"question": question.id, "words": "too late", "go": "next"})  # type: ignore[union-attr]
    assert (late.status, late.place) == ("refused", "thanks")


def test_in_mode_none_nothing_ties_a_sent_response_to_its_code(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, mode="none")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="streamlit", now=now), now).to_questions()
    child.to_review().send({"go": "send"})
    with db.reading() as tx:
        (invitation,) = invitations.listing(tx, opened.id)
        (sent,) = responses.of_round(tx, opened.id)
        assert responses.of_invitation(tx, invitation.id) is None
    assert (invitation.state, sent.submitted_at, sent.touched_at) == (
        "used",
        now.date().isoformat(),
        now.date().isoformat(),
    )


def test_a_child_who_left_is_asked_for_the_code_and_nothing_is_lost(
    child: Device, codes: tuple[str, ...]
) -> None:
    to_words(child).answer(words="kept")
    response = child.here.response
    leave(child.db, child.token, child.now)
    assert place(child.db, child.token, child.now) is None
    assert other_device(child, codes[0]).here.response == response


def test_a_message_for_a_question_that_is_not_asked_is_refused(child: Device) -> None:
    refused = child.send({"question": "made_up", "words": "x", "go": "next"})
    assert refused.status == "refused"


def test_an_option_that_does_not_exist_is_refused_and_nothing_moves(child: Device) -> None:
    before = child.here
    refused = child.send({"question": before.question.id, "keys": ["nope"], "go": "next"})  # type: ignore[union-attr]
    assert (refused.status, child.here.key) == ("refused", before.key)


def test_a_round_that_closes_lets_a_child_who_is_answering_finish(
    child: Device, participation: Actor
) -> None:
    close_round(child.db, participation, "service_feedback-1", child.now)
    later = child.now + timedelta(hours=20)
    assert place(child.db, child.token, later) is not None
    assert place(child.db, child.token, moment("2026-12-20")) is None


def test_a_rating_that_raises_a_worry_is_queued_when_it_is_given(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "lac_review", now=now, band="11-17")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="streamlit", now=now), now).to_questions()
    while child.here.question is not None and child.here.question.id != "safe_home":
        child.answer(passed="not_answered")
    question = child.here.question
    assert question is not None
    child.answer(go=None, keys=[question.raises[0]])
    with db.reading() as tx:
        assert [c.question for c in concerns.open_ones(tx)] == ["safe_home"]


def test_answers_off_the_route_are_erased_when_sent(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "have_your_say", now=now, band="11-17")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="streamlit", now=now), now).to_questions()
    first = child.here.question
    assert first is not None
    child.answer(keys=[first.options[0].key])
    to_words(child).answer(words="about the first kind")
    child.send({"go": f"to:{first.id}"})
    child.answer(keys=[first.options[-1].key])
    child.to_review().send({"go": "send"})
    with db.reading() as tx:
        (sent,) = responses.of_round(tx, opened.id)
        kept = {a.question: a for a in responses.answers(tx, sent.id)}
    assert kept[first.id].choice == (first.options[-1].key,)
    assert not [a.words for a in kept.values() if a.words]


def test_a_chosen_answer_is_shown_again_on_the_same_device(child: Device) -> None:
    question = child.here.question
    assert question is not None
    child.answer(keys=[question.options[0].key])
    child.send({"go": "back"})
    assert child.here.answer == Chosen((question.options[0].key,))
