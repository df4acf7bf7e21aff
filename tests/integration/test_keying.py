"""A paper keyed in: kept answer by answer, sent like any other, checked by a second person."""

import pytest

from data import audit, concerns, ledger, responses
from surveys import collect
from surveys.answers import Chosen, Passed, Wrote
from surveys.besides import besides
from surveys.invitations import make
from surveys.keying.drafts import begin, finish, keep, throw_away
from surveys.keying.papers import PaperRefused, desk
from surveys.keying.second import confirm, correct, open_paper, take_up
from surveys.permissions import Actor
from surveys.reading import open_response, response_lines, words_to_read
from surveys.rounds import close_round, open_round, view

ASHA, BEN = (Actor(name, frozenset({"participation"})) for name in ("Asha Rao", "Ben Okafor"))


@pytest.fixture
def round_id(db, now):
    """An open round whose papers carry codes."""
    return open_round(db, ASHA, "service_feedback", now=now, teams={"North": 9}, band="8-10").id


@pytest.fixture
def code(db, round_id, now):
    """The code on one paper."""
    return make(db, ASHA, round_id, 1, team="North", now=now).codes[0]


@pytest.fixture
def start(db, round_id, now):
    """Takes a paper of the round onto somebody's desk; gives its response."""

    def started(code="", who=ASHA, round_id=round_id, language="en"):
        return begin(
            db, who, round_id, code=code, team="North", band="8-10", language=language, now=now
        )

    return started


@pytest.fixture
def saved(db, start, code, now):
    """A paper that Asha keyed in and saved."""
    response = start(code)
    keep(db, ASHA, response, "rating", {"keys": ["good"]}, now)
    keep(db, ASHA, response, "good", {"words": "the  trampolins"}, now)
    finish(db, ASHA, response, now)
    return response


def acts(db):
    with db.reading() as tx:
        return [row.act for row in audit.listing(tx)]


def test_a_paper_counts_like_any_other_and_says_how_it_came(db, participation, saved, now):
    assert view(db, participation, "service_feedback-1").answered == 1
    marks = open_response(db, participation, saved, now).marks
    assert marks.answered == "Answered in English, on paper."
    assert marks.keyed == "Keyed in by Asha Rao, not checked yet."


def test_a_paper_is_in_the_ledger(db, saved):
    assert saved in {line.response for line in ledger.read(db.settings)}


def test_what_is_left_empty_is_kept_as_silence(db, saved):
    with db.reading() as tx:
        kinds = {a.question: a.choice for a in responses.answers(tx, saved) if a.kind == "passed"}
    assert kinds["better"] == ("not_answered",)


def test_what_was_typed_is_there_again_after_a_reload(db, start, code, now):
    response = start(code)
    keep(db, ASHA, response, "good", {"words": "half a sen"}, now)
    assert start(code) == response
    assert open_paper(db, ASHA, response, now).answers["good"] == Wrote("half a sen")


def test_rather_not_to_say_is_told_apart_from_empty(db, start, now):
    response = start()
    keep(db, ASHA, response, "good", {"passed": "preferred_not_to_say"}, now)
    assert open_paper(db, ASHA, response, now).answers["good"] == Passed("preferred_not_to_say")


def test_a_code_is_taken_once(start, saved, code):
    with pytest.raises(PaperRefused, match="have come in already"):
        start(code)


def test_a_code_of_another_round_names_that_round(db, start, code, now):
    other = open_round(db, ASHA, "service_feedback", now=now, title="Spring club").id
    with pytest.raises(PaperRefused, match="Choose that round"):
        start(code, round_id=other)


def test_an_unknown_code_is_said(start):
    with pytest.raises(PaperRefused, match="No paper has this code"):
        start("ABCD2345")


def test_a_closed_round_takes_no_papers(db, start, round_id, now):
    close_round(db, ASHA, round_id, now)
    with pytest.raises(PaperRefused, match="closed"):
        start()


def test_a_paper_without_a_code_has_its_team(db, start, now):
    response = start()
    finish(db, ASHA, response, now)
    assert view(db, ASHA, "service_feedback-1").teams[0].submitted == 1


def test_a_colleague_is_told_who_has_the_paper(start, code):
    start(code)
    with pytest.raises(PaperRefused, match="Asha Rao is keying in"):
        start(code, who=BEN)


def test_a_paper_goes_on_where_a_child_began_on_a_screen(db, start, code, now):
    token = collect.enter(db, code, door="streamlit", now=now)
    collect.save(db, token, {"go": "agree", "from": "notice"}, now)
    collect.save(db, token, {"question": "good", "words": "my words", "w": "w", "seq": 1}, now)
    response = start(code)
    keep(db, ASHA, response, "good", {"words": "on paper"}, now)
    finish(db, ASHA, response, now)
    words = [line.words for line in open_response(db, ASHA, response, now).lines]
    assert "my words\non paper" in words


def test_a_question_that_the_answers_lead_past_takes_no_answer(db, start, now):
    with pytest.raises(PaperRefused, match="lead past"):
        keep(db, ASHA, start(), "contact_how", {"words": "ring"}, now)


def test_a_worry_on_paper_raises_a_concern(db, start, now):
    response = start()
    keep(db, ASHA, response, "better", {"words": "I dont feel safe at home"}, now)
    with db.reading() as tx:
        assert [c.cause for c in concerns.of_response(tx, response)] == ["words"]


def test_a_paper_thrown_away_leaves_nothing_and_its_code_works_again(db, start, code, now):
    response = start(code)
    keep(db, ASHA, response, "good", {"words": "wrong paper"}, now)
    throw_away(db, ASHA, response, now)
    assert open_paper(db, BEN, start(code, who=BEN), now).answers == {}


def test_a_paper_without_a_code_is_thrown_away_for_good(db, start, now):
    response = start()
    throw_away(db, ASHA, response, now)
    assert desk(db, ASHA, "2026-11-20").begun == ()
    assert view(db, ASHA, "service_feedback-1").started == 0


# --- the second person ------------------------------------------------------------------------


def test_somebody_else_finds_the_paper_to_check(db, saved):
    assert [line.response for line in desk(db, BEN, "2026-11-20").to_check] == [saved]
    assert desk(db, ASHA, "2026-11-20").to_check == ()


def test_nobody_checks_their_own_paper(db, saved, now):
    with pytest.raises(PaperRefused, match="Somebody else has to check it"):
        take_up(db, ASHA, saved, now)


def test_a_correction_is_a_new_version_that_is_unread(db, participation, saved, now):
    take_up(db, BEN, saved, now)
    correct(db, BEN, saved, "good", {"words": "the trampolines"}, now)
    unread = words_to_read(db, participation, None, "participation", now)
    assert [(one.words, one.answer_version) for one in unread] == [("the trampolines", 2)]


def test_a_correction_is_in_the_ledger_anew(db, saved, now):
    before = ledger.read(db.settings)
    take_up(db, BEN, saved, now)
    correct(db, BEN, saved, "rating", {"keys": ["not_good"]}, now)
    assert ledger.read(db.settings) != before


def test_the_second_person_sees_what_was_keyed_in(db, saved, now):
    take_up(db, BEN, saved, now)
    paper = open_paper(db, BEN, saved, now)
    assert paper.answers["rating"] == Chosen(("good",))
    assert "read words" in acts(db)


def test_how_a_child_can_be_reached_is_not_shown_to_the_second_person(db, start, now):
    response = start()
    keep(db, ASHA, response, "contact", {"keys": ["worker"]}, now)
    keep(db, ASHA, response, "contact_how", {"words": "CANARY street"}, now)
    finish(db, ASHA, response, now)
    take_up(db, BEN, response, now)
    paper = open_paper(db, BEN, response, now)
    assert "contact_how" in paper.sealed
    assert "contact_how" not in paper.answers


def test_a_check_is_counted_and_audited_without_words(db, participation, saved, now):
    take_up(db, BEN, saved, now)
    correct(db, BEN, saved, "good", {"words": "CANARY"}, now)
    confirm(db, BEN, saved, now)
    found = besides(db, participation, "service_feedback-1")
    assert (found.keyed, found.checked) == (1, 1)
    with db.reading() as tx:
        rows = audit.listing(tx)
    assert [rows[0].act, rows[1].detail] == ["checked paper", "good"]
    assert "CANARY" not in str(rows)


def test_a_paper_is_checked_once(db, saved, now):
    take_up(db, BEN, saved, now)
    confirm(db, BEN, saved, now)
    with pytest.raises(PaperRefused, match="Ben Okafor has checked"):
        take_up(db, Actor("Cara Lind", frozenset({"participation"})), saved, now)


def test_saving_twice_is_saving_once(db, start, now):
    response = start()
    assert finish(db, ASHA, response, now) == finish(db, ASHA, response, now)
    assert acts(db).count("keyed in paper") == 1


def test_the_paper_counts_among_those_to_read(db, participation, saved):
    assert [line.unread for line in response_lines(db, participation, "service_feedback-1")] == [1]
