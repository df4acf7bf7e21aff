"""For a conference: an invitation, a sheet to draw on, and a child's own words on one page."""

import json
from dataclasses import replace

import pytest

from surveys.authoring.readability import grade
from surveys.helplines import Helpline, Helplines, helplines
from surveys.loader import published
from surveys.paper import typefaces
from surveys.paper.drawing_sheet import drawing_sheet
from surveys.paper.invitation import blank_invitation, by_age, invitations, not_checked, wording
from surveys.paper.letters import Where
from surveys.paper.papers import NotPrintable
from surveys.paper.printing import printed
from surveys.paper.statement import Said, Statement, legible
from surveys.paper.strings import printable
from tests.documents.papers import batch, child, texts
from tests.documents.reading import squeezed

CONFERENCE = published()["conference_consultation"]
WHERE = Where("https://heard.example.gov.uk", "Sandwell")


def test_the_invitation_is_one_page_with_the_questions_and_the_code():
    content = invitations(
        batch([child("Aisha", age=12)], survey=CONFERENCE.id, codes=["ABCD2345"]),
        WHERE,
        helplines(),
    )
    (page,) = texts(printed(content))
    said = ("Hello Aisha,", "ABCD-2345", CONFERENCE.questionnaire("11-17").title, "You choose")
    assert [words for words in said if squeezed(words) not in page] == []


@pytest.mark.parametrize("address", ["heard.example.gov.uk", ""])
def test_an_invitation_to_write_a_code_on_says_where_it_is_typed(address):
    (page,) = texts(printed(blank_invitation(CONFERENCE, address, helplines())))
    said = squeezed("Go to heard.example.gov.uk and type in your code.")
    assert (said in page) == bool(address)


def test_only_a_child_who_is_known_to_be_twelve_is_invited():
    everybody = [
        child("Old enough", age=12),
        child("Too young", age=11),
        child("Much too young", band="8-10"),
        child("Who knows"),
        child("Who knows better", band=None),
    ]
    made = batch(everybody, survey=CONFERENCE.id)
    assert [given.child.name for given in by_age(made).invited] == ["Old enough"]
    assert by_age(made).told().startswith("2 under 12: no invitation for them. 2 of an age that")
    said = by_age(replace(made, all_twelve=True))
    assert [given.child.name for given in said.younger] == ["Too young", "Much too young"]


def test_whoever_sends_it_is_told_that_it_is_in_english_only():
    made = batch([child(age=14, language="ur")], survey=CONFERENCE.id)
    assert by_age(made).told() == "1 with another language: the invitation is in English only."


def test_the_invitation_names_the_authoritys_own_advocates():
    own = Helpline("Sandwell Advocacy", "0121 496 0000", "Advocates for children.")
    lines = Helplines(helplines().lines, (own,), "", "")
    (page,) = texts(printed(blank_invitation(CONFERENCE, WHERE.typed, lines)))
    assert squeezed("ring Sandwell Advocacy on 0121 496 0000") in page
    assert "CoramVoice" not in page


def test_without_advocates_of_its_own_the_national_line_is_named():
    (page,) = texts(printed(blank_invitation(CONFERENCE, WHERE.typed, helplines())))
    assert squeezed("ring Coram Voice on 0808 800 5792") in page


def test_the_invitation_is_as_easy_to_read_as_the_questions():
    said = [
        text
        for value in wording().values()
        for text in (value if isinstance(value, list) else [value])
    ]
    whole = [text for text in said if text.endswith((".", "?"))]
    assert [text for text in whole if grade(text) > 8] == []


def test_staff_are_told_while_nobody_has_checked_the_wording():
    assert ("No person has checked" in not_checked()) == (wording()["checked_by"] == "")


@pytest.mark.parametrize("language", ["en", "pl", "ur", "bn"])
def test_the_drawing_sheet_is_one_page_with_three_boxes(language):
    content = drawing_sheet(language)
    assert len(content.boxes) == 3
    assert len(texts(printed(content))) == 1


def test_words_are_printed_as_the_child_wrote_them():
    words = "i dont like it #panic() *when* they shout <b>"
    said = Said("What worries you?", "", (words,), "ltr")
    content = Statement("In my own words", "My meeting", "Aisha K.", (), (said,), (), ())
    (page,) = texts(printed(content))
    assert squeezed(words) in page
    assert squeezed("Aisha K.") in page


def test_a_picture_that_no_typeface_has_is_named():
    assert legible("so sad 😭 ok 👍🏽") == "so sad [loudly crying face] ok [thumbs up sign]"


def test_the_big_list_of_naughty_strings_makes_an_accessible_page_of_words(cases):
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    lines = tuple(line for words in strings for line in legible(printable(words)).splitlines())
    said = Said("What worries you?", "", lines, "ltr")
    pages = texts(printed(Statement("In my own words", "My meeting", "", (), (said,), (), ())))
    assert squeezed("<script>alert(123)</script>") in "".join(pages)


def test_what_cannot_be_drawn_is_said_without_what_is_on_it(monkeypatch):
    monkeypatch.setattr(typefaces, "drawable", lambda text: text)
    said = Said("What worries you?", "", ("nobody may read \U0010fffd this",), "ltr")
    with pytest.raises(NotPrintable) as refused:
        printed(Statement("In my own words", "My meeting", "", (), (said,), (), ()))
    assert "nobody may read" not in str(refused.value)
    assert refused.value.__suppress_context__
