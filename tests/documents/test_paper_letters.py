"""Letters, slips and questionnaires with codes: each child's own, and nobody else's."""

import io
from dataclasses import replace

import pikepdf
import pytest
import segno

from surveys.paper.letters import Where, forms, letters, slips, unsigned
from surveys.paper.printing import printed
from surveys.paper.square import QUIET, square
from tests.documents.papers import batch, child, dark, sizes, texts
from tests.documents.reading import squeezed, structure
from tests.documents.test_hostile import TYPST, WEB

WHERE = Where("https://heard.example.gov.uk", "Sandwell")
ADDRESS = ("12 Long Meadow Lane", "Smethwick", "B66 1AA")


def test_the_square_holds_the_address_with_the_code():
    drawn = letters(batch([child()], codes=["ABCD2345"]), WHERE).letters[0].square
    wanted = segno.make("https://heard.example.gov.uk/s/ABCD2345", error="m", micro=False).matrix
    shifted = {
        (x + QUIET, y + QUIET) for y, row in enumerate(wanted) for x, on in enumerate(row) if on
    }
    assert dark(drawn) == shifted


def test_another_code_is_another_square():
    assert dark(square(WHERE.way_in("ABCD2345"))) != dark(square(WHERE.way_in("ABCD2346")))


def test_three_hundred_letters_are_one_file_with_a_page_each():
    everybody = [child(f"Child {number}", reference=f"Case {number}") for number in range(300)]
    content = letters(batch(everybody), WHERE)
    pages = texts(printed(content))
    assert len(pages) == 300
    assert all(
        squeezed(letter.code) in page and squeezed(letter.hello) in page
        for letter, page in zip(content.letters, pages, strict=True)
    )


def test_a_letter_is_in_the_words_of_the_age_and_the_language():
    young, polish = letters(batch([child(band="4-7"), child(language="pl")]), WHERE).letters
    assert "You don't have to do this. You can skip any of it." in young.paragraphs
    assert polish.language == "pl"
    assert polish.paragraphs[0].startswith("Chcemy wiedzieć")


def test_a_letter_says_until_when_and_when_the_child_will_hear():
    (letter,) = letters(batch([child()]), WHERE).letters
    assert "You can answer until 31 March 2027." in letter.after
    assert "You'll hear what we did by 31 May 2027." in letter.after


def test_a_slip_says_that_nobody_has_to():
    content = slips(batch([child(language="pl")]), WHERE)
    (slip,) = content.slips
    assert squeezed(slip.choice) in texts(printed(content))[0]
    assert slip.choice.startswith("Nie musisz")


def test_staff_are_told_while_nobody_has_said_who_signs():
    assert "HEARD_AUTHORITY" in unsigned("Your council")
    assert unsigned("Sandwell") == ""


def test_what_the_questions_are_called_stands_in_quotation_marks():
    (letter,) = letters(batch([child()]), WHERE).letters
    assert letter.paragraphs[0].endswith("“Living away from your home area”.")


def test_a_letter_does_not_say_the_reference():
    (page,) = texts(printed(letters(batch([child(reference="SECRET-77")]), WHERE)))
    assert "SECRET-77" not in page


@pytest.mark.parametrize("name", ["Aisha", ""])
def test_the_name_stands_above_an_address_and_not_without_one(name):
    with_address, without = (
        letters(batch([child(name, address=address)]), WHERE).letters[0].address
        for address in (ADDRESS, ())
    )
    assert with_address == ((name,) if name else ()) + ADDRESS
    assert without == ()


@pytest.mark.parametrize("language", ["en", "ur", "ar", "pa", "bn"])
@pytest.mark.parametrize("band", ["4-7", "11-17"])
def test_the_longest_letter_stays_on_one_page(language, band):
    address = tuple(f"Line {n} of a long address" for n in range(6))
    longest = child("A Rather Long Name", band=band, language=language, address=address)
    assert len(texts(printed(letters(batch([longest]), WHERE)))) == 1


def test_eight_slips_are_one_page_and_the_ninth_begins_another():
    content = slips(batch([child(reference=f"Case {n}") for n in range(9)]), WHERE)
    pages = texts(printed(content))
    held = [[squeezed(slip.code) in page for slip in content.slips].count(True) for page in pages]
    assert held == [8, 1]


def test_a_slip_tells_staff_whose_it_is():
    (page,) = texts(printed(slips(batch([child(reference="Case 4711")]), WHERE)))
    assert "Case4711" in page


def test_each_childs_questionnaire_has_its_own_code_and_its_own_page_numbers():
    content = forms(batch([child(), child()], survey="service_feedback"), WHERE)
    pages = texts(printed(content))
    first, second = (copy.code for copy in content.papers[0].copies)
    half = len(pages) // 2
    assert squeezed(first) in pages[0]
    assert squeezed(second) in pages[half]
    assert pages[half - 1].endswith(squeezed(f"Page {half} of {half}"))


def test_a_child_who_needs_it_gets_large_print_with_their_own_code():
    content = forms(batch([child(), child(large=True)], survey="service_feedback"), WHERE)
    small_paper, large_paper = content.papers
    assert (small_paper.large, large_paper.large) == (False, True)
    only_large = printed(replace(content, papers=(large_paper,)))
    assert squeezed(large_paper.copies[0].code) in texts(only_large)[0]
    assert min(sizes(only_large)) >= 18


def test_each_childs_questionnaire_ends_with_help_lines_in_its_language():
    (paper,) = forms(batch([child(language="pl")], survey="service_feedback"), WHERE).papers
    assert ("Childline", "Zadzwoń: 0800 1111") in [line[:2] for line in paper.helplines]


@pytest.mark.parametrize("name", [*TYPST, *WEB])
def test_a_name_that_looks_like_code_is_printed_as_typed(name):
    content = letters(batch([child(name)]), WHERE)
    assert squeezed(name) in texts(printed(content))[0]


def test_letters_are_accessible_and_the_square_is_described():
    content = letters(batch([child()]), WHERE)
    with pikepdf.open(io.BytesIO(printed(content))) as pdf:
        described = [str(e.Alt) for e in structure(pdf) if str(e.S) == "/Figure"]
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert "dc:creator" not in about
    assert described == [content.letters[0].how]


def test_what_a_child_reads_in_a_letter_is_large_enough():
    assert min(sizes(printed(letters(batch([child(address=ADDRESS)]), WHERE)))) >= 10
