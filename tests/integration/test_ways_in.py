"""No thank you, help now, another language, have your say without a code, a shared tablet."""

from datetime import datetime, timedelta

import pytest

from data import comments, concerns, invitations, responses, rounds
from data.database import Database
from surveys.answers import Chosen
from surveys.collect import enter, open_say, place, save
from surveys.collecting.place import SHARED_IDLE
from surveys.invitations import make, not_reached
from surveys.loader import published
from surveys.permissions import Actor
from surveys.rounds import open_round
from surveys.translations import translation_of
from tests.children import Device


@pytest.fixture
def code(db: Database, participation: Actor, now: datetime) -> str:
    opened = open_round(db, participation, "cp_conference", now=now, teams={"Oak": 8})
    return make(db, participation, opened.id, 1, team="Oak", now=now).codes[0]


@pytest.fixture
def child(db: Database, code: str, now: datetime) -> Device:
    return Device(db, enter(db, code, door="light", now=now), now)


def test_no_thank_you_is_kept_and_counted_for_the_team(
    child: Device, db: Database, participation: Actor
) -> None:
    child.go("band:11-17")
    child.go("decline")
    (oak,) = not_reached(db, participation, child.here.round.id)
    assert (child.here.step, oak.declined, oak.offered, oak.started) == ("declined", 1, 1, 0)


def test_a_child_who_thinks_again_is_let_in_by_the_same_code(
    child: Device, db: Database, code: str, now: datetime
) -> None:
    child.go("band:8-10")
    child.go("decline")
    back = Device(db, enter(db, code, door="light", now=now), now)
    assert back.here.step == "notice"
    assert back.to_questions().here.step == "question"


def test_nothing_can_be_answered_after_no_thank_you(child: Device) -> None:
    child.go("band:8-10")
    child.go("decline")
    assert child.go("agree").status == "refused"


def test_an_advocate_asked_for_by_one_tap_is_in_the_queue_at_once(
    child: Device, db: Database
) -> None:
    child.to_questions().answer(keys=["not_sure"])
    child.go("ask:advocate")
    with db.reading() as tx:
        (concern,) = concerns.of_response(tx, child.here.response)
    assert (concern.question, concern.cause) == ("contact", "contact")
    assert child.here.key == "q:contact_how"


def test_after_asking_for_help_the_child_goes_on_where_it_was(child: Device) -> None:
    child.to_questions()
    child.answer(passed="not_answered")
    was = child.here.key
    child.go("ask:contact")
    child.answer(keys=["worker"])
    for question in ("contact_how", "contact_when", "contact_keep_from"):
        assert child.here.key == f"q:{question}"
        child.answer(words="synthetic: after school")
    assert child.here.key == was


def test_help_asked_for_on_the_notice_leads_back_to_the_notice(child: Device) -> None:
    child.go("band:11-17")
    child.go("ask:contact")
    child.answer(keys=["no"])
    assert child.here.step == "notice"


def test_help_can_be_asked_for_from_a_page_that_is_out_of_date(child: Device) -> None:
    child.to_questions()
    message = {"go": "ask:contact", "from": "q:long_gone", "w": "old", "seq": 1}
    assert save(child.db, child.token, message, child.now).place == "q:contact"


def test_a_second_tap_on_advocate_raises_one_concern(child: Device, db: Database) -> None:
    child.to_questions()
    for _ in range(2):
        child.go("ask:advocate")
    with db.reading() as tx:
        assert len(concerns.of_response(tx, child.here.response)) == 1


# --- language and switches --------------------------------------------------------------------


def test_switching_the_language_keeps_the_answers_and_the_place(
    child: Device, db: Database
) -> None:
    child.to_questions()
    child.answer(keys=["not_sure"])
    was = child.here.key
    saved = child.send({"go": "language:pl", "from": "elsewhere"})
    polish = child.here
    assert (saved.status, polish.key, polish.language) == ("saved", was, "pl")
    assert polish.question is not None
    assert polish.question.language == "pl"
    child.go("back")
    assert isinstance(child.here.answer, Chosen)


def test_the_language_and_the_revision_are_kept_with_the_response(
    child: Device, db: Database
) -> None:
    child.send({"go": "language:pl"})
    found = translation_of(published()["cp_conference"], "pl")
    with db.reading() as tx:
        response = responses.get(tx, child.here.response)
    assert response is not None
    assert found is not None
    assert (response.language, response.translation) == ("pl", found.revision)


def test_an_unknown_language_changes_nothing(child: Device) -> None:
    child.send({"go": "language:tlh"})
    assert child.here.language == "en"


def test_a_language_chosen_before_the_code_is_spoken_from_the_start(
    db: Database, code: str, now: datetime
) -> None:
    token = enter(db, code, door="light", now=now, language="pl")
    assert Device(db, token, now).here.language == "pl"


def test_switches_belong_to_one_device_and_one_sitting(
    child: Device, db: Database, code: str, now: datetime
) -> None:
    child.send({"go": "looks:quiet,bigger,purple"})
    other = Device(db, enter(db, code, door="light", now=now), now)
    assert (child.here.looks, other.here.looks) == (("bigger", "quiet"), ())


# --- without a code ---------------------------------------------------------------------------


def test_what_comes_without_a_code_is_held_and_safeguarding_reads_it_at_once(
    db: Database, now: datetime
) -> None:
    child = Device(db, open_say(db, door="light", now=now), now).to_questions()
    child.to("what_happened").answer(words="synthetic: the bus was late")
    thanks = child.send_all()
    with db.reading() as tx:
        response = responses.get(tx, thanks.response)
        safeguarding = comments.unread_count(tx, "safeguarding")
        participation = comments.unread_count(tx, "participation")
        counted = rounds.answered(tx)
    assert response is not None
    assert response.state == "held"
    assert (safeguarding, participation, counted) == (1, 0, {})


def test_every_entry_without_a_code_is_of_the_one_round_that_is_always_open(
    db: Database, now: datetime
) -> None:
    for _ in range(3):
        open_say(db, door="light", now=now)
    with db.reading() as tx:
        (record,) = rounds.listing(tx)
    assert (record.survey, record.source, record.mode) == ("have_your_say", "open", "none")


def test_no_codes_are_made_for_the_round_that_is_always_open(
    db: Database, participation: Actor, now: datetime
) -> None:
    token = open_say(db, door="light", now=now)
    opened = Device(db, token, now).here.round
    with db.reading() as tx:
        assert invitations.listing(tx, opened.id) == ()


def test_an_entry_without_a_code_can_be_taken_back_too(db: Database, now: datetime) -> None:
    thanks = Device(db, open_say(db, door="light", now=now), now).to_questions().send_all()
    assert thanks.held
    assert thanks.words


# --- a tablet that many children use ----------------------------------------------------------


def test_a_shared_tablet_forgets_a_child_who_went_away(
    db: Database, code: str, now: datetime
) -> None:
    token = enter(db, code, door="streamlit", now=now, shared=True)
    later = now + SHARED_IDLE + timedelta(seconds=1)
    assert place(db, token, now) is not None
    assert place(db, token, later) is None


def test_still_here_keeps_a_shared_tablet_awake(db: Database, code: str, now: datetime) -> None:
    token = enter(db, code, door="streamlit", now=now, shared=True)
    nearly = now + SHARED_IDLE - timedelta(seconds=1)
    assert save(db, token, {"go": "here"}, nearly).status == "saved"
    assert place(db, token, nearly + timedelta(minutes=1)) is not None


def test_a_childs_own_phone_forgets_nothing(child: Device) -> None:
    assert place(child.db, child.token, child.now + timedelta(hours=5)) is not None


# --- start and end ----------------------------------------------------------------------------


def halves(db: Database, participation: Actor, now: datetime, mode: str) -> tuple[str, str]:
    start = open_round(db, participation, "cin_start", now=now, mode=mode)
    end = open_round(db, participation, "cin_end", now=now, mode=mode)
    made = make(db, participation, start.id, 1, now=now, end_round=end.id)
    return made.codes[0], made.end_codes[0]


@pytest.mark.parametrize("mode", ["code", "named"])
def test_the_end_shows_the_child_their_own_goal_from_the_start(
    db: Database, participation: Actor, now: datetime, mode: str
) -> None:
    start, end = halves(db, participation, now, mode)
    first = Device(db, enter(db, start, door="light", now=now), now).to_questions()
    first.to("goal").answer(words="synthetic: a quiet room")
    first.send_all()
    last = Device(db, enter(db, end, door="light", now=now), now).to_questions().to("goal_score")
    assert last.here.recalled == "synthetic: a quiet room"


def test_a_goal_that_was_taken_back_or_not_sent_is_not_shown(
    db: Database, participation: Actor, now: datetime
) -> None:
    start, end = halves(db, participation, now, "code")
    first = Device(db, enter(db, start, door="light", now=now), now).to_questions()
    first.to("goal").answer(words="synthetic: a quiet room")
    last = Device(db, enter(db, end, door="light", now=now), now).to_questions().to("goal_score")
    assert last.here.recalled is None
