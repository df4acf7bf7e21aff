"""Reading, safeguarding and themes as each role sees them: a child's words exactly as typed."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from data import comments, concerns
from surveys.answers import clean_words
from surveys.pages.safeguarding import URGENT
from tests.hearing import a_round, anywhere_else, asked, ids, words_on

NOW = datetime.now(UTC)
AS_TYPED = [
    "![x](http://example.org/beacon.png)",
    "<b>bold</b> <script>alert(1)</script>",
    "$5 and $10",
    "# x",
    "- [ ] :red[no] :material/home: `code`",
    "one\n\n   two  \tspaces",
    "    indented\n    lines  \n",
    "\u202eright to left\u202c",
    "👩‍👩‍👧 😭",
]
WORRY = "I DON’T feel safe at home"


@pytest.mark.parametrize("words", AS_TYPED)
@pytest.mark.parametrize("name", ["surveys.pages.read", "analysis.pages.coding"])
def test_words_are_shown_to_the_team_exactly_as_typed(open_page, db, participation, name, words):
    a_round(db, NOW, {"good": words})
    app = open_page(name, participation)
    assert words in words_on(app)
    assert words not in anywhere_else(app)


@pytest.mark.parametrize("words", AS_TYPED)
def test_words_are_shown_to_safeguarding_exactly_as_typed(open_page, db, safeguarding, words):
    a_round(db, NOW, {"good": words})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    assert words in words_on(app)
    assert words not in anywhere_else(app)


EMPTY = {
    "surveys.pages.read": "There is no round yet.",
    "analysis.pages.coding": "There is no round yet.",
    "analysis.pages.themes": "There is no round yet.",
}


@pytest.mark.parametrize(("name", "says"), EMPTY.items())
def test_an_empty_page_says_how_to_start(open_page, participation, name, says):
    app = open_page(name, participation)
    assert says in anywhere_else(app)


@pytest.mark.parametrize(("name", "says"), [
    ("surveys.pages.read", "one child at a time, as soon as they are sent"),
    ("analysis.pages.coding", "What children write comes here"),
    ("analysis.pages.themes", "Themes that people give to comments will be counted here."),
])  # fmt: skip
def test_a_round_without_answers_says_what_will_be_here(open_page, db, participation, name, says):
    a_round(db, NOW)
    assert says in anywhere_else(open_page(name, participation))


# --- reading ----------------------------------------------------------------------------------


def test_reading_says_who_did_not_answer(open_page, db, participation):
    a_round(db, NOW, *[{"good": "pizza"}] * 40)
    said = anywhere_else(open_page("surveys.pages.read", participation))
    assert "40 of 300 (13%). What the other 260 think is not known." in said


def test_marking_as_read_goes_on_to_the_next_child(open_page, db, participation):
    a_round(db, NOW, {"good": "pizza"}, {"good": "swimming"})
    app = open_page("surveys.pages.read", participation)
    app.button(key="mark-read").click().run()
    assert words_on(app) == ["swimming"]
    assert app.title[0].value == "1 comment waits to be read."


def test_each_child_says_which_of_how_many_it_is(open_page, db, participation):
    a_round(db, NOW, {"good": "the food"}, {"good": "the trips"})
    app = open_page("surveys.pages.read", participation)
    assert "Child 1 of 2." in anywhere_else(app)
    app.button(key="next-unread").click().run()
    assert "Child 2 of 2." in anywhere_else(app)


def test_a_worried_reader_puts_the_words_at_the_top_of_the_queue(
    open_page, db, participation, safeguarding
):
    response = ids(db, a_round(db, NOW, {"good": "he says i am his favourite"}))[0]
    app = open_page("surveys.pages.read", participation)
    app.button(key=f"worry-{response}-good-button").click().run()
    assert "top of the safeguarding queue" in app.success[0].value
    queue = open_page("surveys.pages.safeguarding", safeguarding)
    assert queue.title[0].value == "Read 1 of 1 first."


def test_how_a_child_can_be_reached_is_not_on_the_teams_page(open_page, db, participation):
    a_round(db, NOW, {"contact": "worker", "contact_how": "CANARY street"})
    app = open_page("surveys.pages.read", participation)
    assert "The safeguarding team has what was written here." in anywhere_else(app)
    assert words_on(app) == []


# --- safeguarding -----------------------------------------------------------------------------


def test_the_queue_says_plainly_that_not_flagged_is_not_safe(open_page, db, safeguarding):
    a_round(db, NOW, {"good": "pizza"})
    said = anywhere_else(open_page("surveys.pages.safeguarding", safeguarding))
    assert "Not flagged does not mean safe." in said
    assert "Comments unread: **1**" in said


def test_a_worry_shows_its_route_and_its_words_before_the_quote(open_page, db, safeguarding):
    a_round(db, NOW, {"good": "pizza", "better": WORRY})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    assert words_on(app)[:2] == ["DON’T feel safe", WORRY]
    assert app.error[0].value.startswith("**Not safe now.** Within the hour\\: duty social worker")


def test_who_asked_for_help_today_comes_first_and_is_said_so(open_page, db, safeguarding):
    round_id = a_round(db, NOW, {"contact": "worker"}, {"contact": "urgent"})
    for response in ids(db, round_id):
        with db.writing() as tx:
            concerns.raise_(tx, response, "contact", "contact", "the child", NOW)
    app = open_page("surveys.pages.safeguarding", safeguarding)
    assert app.error[0].value == URGENT
    assert app.error[1].value == "The child asked for someone to get in touch."


def test_each_answer_says_how_long_ago_it_was_written(open_page, db, safeguarding):
    a_round(db, datetime.now(UTC) - timedelta(minutes=41, seconds=5), {"good": "pizza"})
    assert "41 minutes ago." in anywhere_else(open_page("surveys.pages.safeguarding", safeguarding))


def test_words_about_staff_say_not_to_tell_their_line_manager(open_page, db, safeguarding):
    a_round(db, NOW, {"better": "the driver grabbed my arm"})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    assert any("(LADO), not the line manager" in error.value for error in app.error)
    assert app.selectbox[0].value == "lado"


def test_marking_as_read_takes_a_plain_comment_out_of_the_queue(open_page, db, safeguarding):
    response = ids(db, a_round(db, NOW, {"good": "pizza"}))[0]
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.button(key=f"read-{response}-good").click().run()
    assert app.title[0].value == "Everything has been read."
    with db.reading() as tx:
        assert comments.unread_count(tx, "safeguarding") == 0


def test_passing_on_without_a_note_says_what_is_missing(open_page, db, safeguarding):
    a_round(db, NOW, {"better": WORRY})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.selectbox[0].set_value("duty")
    app.button[1].click().run()
    assert any("Write in the note" in error.value for error in app.error)


def test_what_was_passed_on_stands_with_who_when_and_the_note(open_page, db, safeguarding):
    a_round(db, NOW, {"better": WORRY})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.selectbox[0].set_value("duty")
    app.text_area[0].set_value("Rang at *ten*.")
    app.button[1].click().run()
    assert "Passed on to: Duty social worker. Safeguarding Person" in anywhere_else(app)
    assert "Rang at *ten*." in words_on(app)


def test_the_whole_response_opens_on_request(open_page, db, safeguarding):
    response = ids(db, a_round(db, NOW, {"rating": "good", "good": "pizza", "better": WORRY}))[0]
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.toggle(key=f"all-{response}-better").set_value(True).run()
    assert asked("rating") in anywhere_else(app)


def test_more_than_ten_go_on_another_page(open_page, db, safeguarding):
    a_round(db, NOW, *[{"good": f"number {n}"} for n in range(12)])
    app = open_page("surveys.pages.safeguarding", safeguarding)
    first = words_on(app)
    app.number_input(key="queue-page").set_value(2).run()
    assert len(first) == 10
    assert sorted(first + words_on(app)) == sorted(f"number {n}" for n in range(12))


def test_the_last_page_may_go_while_it_is_read(open_page, db, safeguarding):
    a_round(db, NOW, *[{"good": f"number {n}"} for n in range(22)])
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.number_input(key="queue-page").set_value(3).run()
    app.button(key="mark-plain").click().run()
    assert not app.exception
    assert len(words_on(app)) == 10


def test_only_what_was_passed_on_is_shown_on_request(open_page, db, safeguarding):
    a_round(db, NOW, {"good": "pizza"}, {"better": WORRY})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.selectbox[0].set_value("duty")
    app.text_area[0].set_value("Rang.")
    app.button[1].click().run()
    app.toggle(key="only-passed-on").set_value(True).run()
    assert words_on(app) == ["DON’T feel safe", WORRY, "Rang."]


def test_a_page_of_plain_comments_is_marked_in_one_press(open_page, db, safeguarding):
    a_round(db, NOW, {"good": "pizza"}, {"good": "swimming", "better": WORRY})
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.button(key="mark-plain").click().run()
    assert app.title[0].value == "Read 1 of 1 first."


def test_every_naughty_string_is_shown_as_it_was_typed(open_page, db, safeguarding, cases):
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    words = clean_words("\n".join(strings))[0]
    words = re.sub(r"(?m)^[ \t]+$", "", words)  # spaces alone on a line cannot be seen
    a_round(db, NOW, {"good": words})
    assert words in words_on(open_page("surveys.pages.safeguarding", safeguarding))


def test_a_closed_concern_is_in_the_log_on_request(open_page, db, safeguarding):
    response = ids(db, a_round(db, NOW, {"rating": "good"}))[0]
    with db.writing() as tx:
        concern = concerns.raise_(tx, response, "rating", "rating", "the child", NOW)
        concerns.step(tx, concern, "closed", "Asha Rao", NOW, "", "A game.")
    app = open_page("surveys.pages.safeguarding", safeguarding)
    app.toggle(key="log").set_value(True).run()
    assert "Closed. Asha Rao" in anywhere_else(app)
    assert words_on(app) == ["A game."]


@pytest.mark.parametrize("name", ["surveys.pages.safeguarding", "analysis.pages.coding"])
def test_a_page_refuses_whoever_the_use_case_refuses(db, board, name):
    from importlib import import_module

    with pytest.raises(PermissionError):
        import_module(name).page(db, board)
