"""Questionnaires on paper: the same questions as the screen, in the same order, for everybody."""

import io

import pikepdf
import pytest

from surveys.languages import LANGUAGES
from surveys.loader import published
from surveys.paper import typefaces
from surveys.paper.blanks import blank, of_survey
from surveys.paper.pictures import picture
from surveys.paper.printing import printed
from surveys.paper.strings import each_string
from surveys.screens import notice, screens
from tests.documents.papers import (
    EVERY,
    EVERY_TRANSLATED,
    REPRESENTATIVE,
    only,
    papers,
    sizes,
    texts,
)
from tests.documents.reading import squeezed, structure

LARGE_PRINT = 18.0


def in_order(words, text):
    """The words that are not found in the text, each looked for after the one before."""
    at, missing = 0, []
    for word in words:
        found = text.find(squeezed(word), at)
        missing += [word] if found < 0 else []
        at = found + len(squeezed(word)) if found >= 0 else at
    return missing


@pytest.fixture(scope="module")
def made():
    """`made(survey, band)`: the PDF in English, drawn once."""
    kept = {}

    def of(survey, band):
        if (survey, band) not in kept:
            kept[survey, band] = printed(papers(survey, band))
        return kept[survey, band]

    return of


@pytest.mark.parametrize(("survey", "band"), EVERY)
def test_every_question_answer_and_number_is_printed_in_the_order_of_the_screen(made, survey, band):
    questionnaire = published()[survey].questionnaire(band)
    said = []
    for question in questionnaire.questions:
        said += [question.text, question.hint, *(option.label for option in question.options)]
        if question.scale:
            scale = question.scale
            said += [str(n) for n in range(scale.low, scale.high + 1)]
            said += [scale.low_label, scale.high_label]
    assert in_order([questionnaire.title, *said], "".join(texts(made(survey, band)))) == []


@pytest.mark.parametrize(("survey", "band"), EVERY)
def test_no_question_is_parted_from_its_answers(made, survey, band):
    pages = texts(made(survey, band))
    for asked in only(papers(survey, band)).questions:
        block = [asked.text, asked.how, *(c.label for c in asked.choices), asked.rather_not]
        assert any(in_order(block, page) == [] for page in pages), asked.id


@pytest.mark.parametrize(("survey", "band", "language"), REPRESENTATIVE)
def test_beside_each_box_stands_whom_we_have_to_tell(survey, band, language):
    boxes = [asked for asked in only(papers(survey, band, language)).questions if asked.lines]
    assert boxes
    assert [asked.id for asked in boxes if not asked.not_safe] == []
    pages = "".join(texts(printed(papers(survey, band))))
    assert pages.count(squeezed(screens(band).not_safe)) == len(boxes)


def test_the_foot_of_a_page_says_what_the_questions_are_called():
    content = papers("out_of_borough", "4-7")
    foot = squeezed(f"{only(content).title} (2), 4-7")
    pages = texts(printed(content))
    assert [page for page in pages if foot not in page] == []
    assert not any("out_of_borough" in page for page in pages)


def test_the_question_mark_looks_the_other_way_where_the_language_does():
    assert "scale(-1 1)" in picture("not_sure", "rtl")
    assert "scale(-1 1)" not in picture("not_sure") + picture("face_unsure", "rtl")


@pytest.mark.parametrize("mode", ["named", "code", "none"])
def test_what_happens_to_the_answers_is_said_before_question_1(mode):
    content = blank(of_survey("out_of_borough", mode), "11-17", "en")
    first = texts(printed(content))[0]
    of_mode = notice("11-17", mode).paragraphs[2:4]
    assert in_order([*of_mode, only(content).questions[0].text], first) == []


def test_nothing_on_paper_says_that_it_is_saved_while_it_is_written():
    said = only(papers("out_of_borough", "11-17")).notice
    assert not any("save as you go" in paragraph for paragraph in said)
    assert "A person will read every word you wrote." in said


def test_routing_is_said_in_words_once_above_the_questions_that_wait():
    parts = only(papers("cp_conference", "8-10")).parts
    waiting = next(part for part in parts if part.only_if)
    assert waiting.only_if[0].startswith("Only if you said “I was there for all of it / ")
    assert waiting.only_if[0].endswith("in question 4.")
    assert len(waiting.questions) == 2


def test_the_youngest_have_pictures_and_the_oldest_have_none():
    drawn = [c.picture != "" for q in only(papers("cin_start", "4-7")).questions for c in q.choices]
    plain = [c.picture for q in only(papers("cin_start", "11-17")).questions for c in q.choices]
    assert all(drawn)
    assert not any(plain)


def test_help_lines_are_printed_at_the_end():
    last = texts(printed(papers("have_your_say", "11-17")))[-1]
    assert in_order(["Get help now", "Childline", "Ring 0800 1111"], last) == []


def test_each_page_says_which_it_is_of_how_many(made):
    pages = texts(made("cp_conference", "8-10"))
    said = [squeezed(f"Page {n} of {len(pages)}") for n in range(1, len(pages) + 1)]
    assert [words in page for words, page in zip(said, pages, strict=True)] == [True] * len(pages)


def test_large_print_is_18_point_and_more_everywhere():
    assert min(sizes(printed(papers("cin_end", "11-17", large=True)))) >= LARGE_PRINT


@pytest.mark.parametrize("survey", ["cin_end", "have_your_say"])
def test_large_print_asks_the_same_and_parts_no_question_from_its_answers(survey):
    pages = texts(printed(papers(survey, "11-17", large=True)))
    for asked in only(papers(survey, "11-17")).questions:
        block = [asked.text, asked.how, *(c.label for c in asked.choices), asked.rather_not]
        assert any(in_order(block, page) == [] for page in pages), asked.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_typefaces_can_draw_every_sign_of_every_language(language):
    contents = [papers(*of) for of in EVERY_TRANSLATED if of[2] == language]
    assert [c.title for c in contents if each_string(c, typefaces.drawable) != c] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_the_same_questions(language):
    def asked(of):
        return [(q.id, len(q.choices), q.numbers) for q in only(papers(*of)).questions]

    theirs = [of for of in EVERY_TRANSLATED if of[2] == language]
    assert [of for of in theirs if asked(of) != asked((*of[:2], "en"))] == []


@pytest.mark.parametrize(("survey", "band", "language"), REPRESENTATIVE)
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_it_is_accessible_in_every_script(survey, band, language, large):
    with pikepdf.open(io.BytesIO(printed(papers(survey, band, language, large=large)))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == papers(survey, band, language).title


@pytest.mark.ci
@pytest.mark.parametrize(("survey", "band", "language"), EVERY_TRANSLATED)
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_every_questionnaire_can_be_printed(survey, band, language, large):
    assert printed(papers(survey, band, language, large=large)).startswith(b"%PDF")


def test_headings_are_the_title_and_one_for_each_question(made):
    with pikepdf.open(io.BytesIO(made("cp_conference", "8-10"))) as pdf:
        kinds = [str(element.S) for element in structure(pdf)]
    asked = len(only(papers("cp_conference", "8-10")).questions)
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, asked + 2)


def test_every_font_is_embedded_and_ours(made):
    with pikepdf.open(io.BytesIO(printed(papers("out_of_borough", "8-10", "ur")))) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert all("/FontFile3" in f or "/FontFile2" in f for f in inner)
        names = {str(f.FontName).split("+")[1].split("-")[0] for f in inner}
    assert names <= {"Inter", "NotoNastaliqUrdu"}
