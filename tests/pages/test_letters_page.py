"""A round's page: questions to print, letters for a list, and slips for codes just made."""

from datetime import UTC, datetime

import pytest

from surveys.paper.shelf import shelf
from surveys.rounds import open_round

NOW = datetime.now(UTC)
PAGE = "surveys.pages.rounds"
PRESS = "Check the list and make the letters"


def button(app, label):
    return next(b for b in app.button if b.label == label)


def links(app):
    return [m.value for m in app.markdown if "/download/" in m.value]


@pytest.fixture
def opened(db, participation):
    return open_round(db, participation, "out_of_borough", now=NOW).id


def test_each_age_group_can_be_printed(open_page, participation, opened):
    app = open_page(PAGE, participation, round=opened)
    assert links(app)[0] == (
        f"[Ages 4 to 7 (PDF)](/download/questionnaire/{opened}/4-7.pdf?language=en)"
    )


def test_a_language_and_large_print_are_in_the_link(open_page, participation, opened):
    app = open_page(PAGE, participation, round=opened)
    app.selectbox(key="paper-language").select("ur").run()
    app.checkbox(key="paper-large").check().run()
    assert links(app)[0].endswith("4-7.pdf?language=ur&size=large)")


def test_a_list_becomes_links_that_only_its_maker_can_use(open_page, participation, opened):
    app = open_page(PAGE, participation, round=opened)
    app.file_uploader[0].upload("list.csv", b"reference,name\nA1,Zo\nA2,\n", "text/csv")
    button(app, PRESS).click().run()
    assert app.title[0].value == "2 codes, one for each child on the list."
    token = links(app)[0].rpartition("/")[2].rstrip(")")
    assert shelf().get(participation.name, token, datetime.now(UTC)).what == "letters"
    assert shelf().get("Somebody Else", token, datetime.now(UTC)) is None


def test_what_is_wrong_with_a_list_is_said_and_nothing_is_made(open_page, participation, opened):
    app = open_page(PAGE, participation, round=opened)
    app.file_uploader[0].upload("list.csv", b"reference\n=A1\nA1\na1\n", "text/csv")
    button(app, PRESS).click().run()
    assert len(app.error) == 2
    assert links(app) == []


def test_without_a_list_the_page_asks_for_it(open_page, participation, opened):
    app = open_page(PAGE, participation, round=opened)
    button(app, PRESS).click().run()
    assert app.error[0].value == "Choose the list first: a CSV file."


def test_a_round_without_names_takes_no_list_and_offers_slips(open_page, db, participation):
    opened = open_round(db, participation, "out_of_borough", now=NOW, mode="none").id
    app = open_page(PAGE, participation, round=opened)
    assert PRESS not in [b.label for b in app.button]
    button(app, "Make the codes").click().run()
    assert [line.partition("]")[0] for line in links(app)] == [
        "[Slips to cut, eight on a page (PDF)",
        "[Questionnaires on paper with the codes (PDF)",
    ]


def test_safeguarding_can_print_questions_and_makes_no_codes(open_page, safeguarding, opened):
    app = open_page(PAGE, safeguarding, round=opened)
    assert len(links(app)) == 3
    assert PRESS not in [b.label for b in app.button]


def test_a_conference_has_its_sheets(open_page, db, participation):
    opened = open_round(db, participation, "conference_consultation", now=NOW, mode="named").id
    app = open_page(PAGE, participation, round=opened)
    sheets = [line.partition(",")[0] for line in links(app) if "/download/sheet/" in line]
    assert sheets == ["[A sheet to draw on", "[An invitation"]


def test_a_conference_invites_those_whose_age_is_known_and_says_who_is_not(
    open_page, db, participation
):
    opened = open_round(db, participation, "conference_consultation", now=NOW, mode="named").id
    app = open_page(PAGE, participation, round=opened)
    app.file_uploader[0].upload("list.csv", b"reference,age\nA,12\nB,\n", "text/csv")
    button(app, PRESS).click().run()
    assert any("Invitations for 12 and over, in English only" in link for link in links(app))
    assert any("1 of an age that the list does not say" in m.value for m in app.markdown)


def test_a_sender_may_say_that_everybody_is_twelve(open_page, db, participation):
    opened = open_round(db, participation, "conference_consultation", now=NOW, mode="named").id
    app = open_page(PAGE, participation, round=opened)
    app.file_uploader[0].upload("list.csv", b"reference\nA\n", "text/csv")
    app.checkbox(key="letters-twelve").check()
    button(app, PRESS).click().run()
    assert any("Invitations for 12 and over" in link for link in links(app))
