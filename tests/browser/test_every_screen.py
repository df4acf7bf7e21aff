"""Every screen of the child's side, in both doors, is there for every eye, ear, finger and key.

What is held is in `looking.py`, how a screen is reached in `scenes.py`. The plain suite takes each
screen once and each kind of question in both doors, with bands and directions of reading by turns;
`-m ci` takes the whole product.
"""

from collections.abc import Callable, Iterator
from itertools import cycle, product

import pytest

from surveys.schema import Band
from tests.browser import looking
from tests.browser.scenes import ANSWERED, ENGLISH_ONLY, QUESTIONS, SCENES, bands_of, doors_of
from tests.browser.stages import Stage

LANGUAGES = ("en", "ur")
_ALWAYS_DRAWN = ("choice", "choices", "choice-answered", "choices-answered")
Case = tuple[str, str, Band, str]


def _all() -> Iterator[Case]:
    for name in SCENES:
        languages = ("en",) if name in ENGLISH_ONLY else LANGUAGES
        yield from (
            (name, door, band, language)
            for door, band, language in product(doors_of(name), bands_of(name), languages)
            if not (band == "4-7" and name in _ALWAYS_DRAWN)  # the youngest always get drawings
        )


def _few(cases: tuple[Case, ...]) -> Iterator[Case]:
    """Each screen in the door, band and language whose turn it is; answers in both doors."""
    turns = cycle((("4-7", "en"), ("11-17", "ur"), ("8-10", "en"), ("18-25", "ur")))
    first = cycle((0, -1))
    for name in (name for name in SCENES if name not in QUESTIONS):
        doors = doors_of(name)
        for door in doors if name in ANSWERED else (doors[next(first)],):
            there, turn = [case for case in cases if case[:2] == (name, door)], next(turns)
            yield next((case for case in there if case[2:] == turn), there[0])


CASES = tuple(_all())
FEW = tuple(sorted(_few(CASES)))
REST = tuple(case for case in CASES if case not in FEW)
"""What only `-m ci` takes: the Streamlit door here, the light door in `test_every_light_screen.py`,
so that two processes share them."""


@pytest.mark.parametrize("case", FEW, ids="-".join)
def test_a_screen_is_there_for_everybody(staged: Callable[..., Stage], case: Case) -> None:
    assert looking.faults(staged(*case).page, case[3]) == []


@pytest.mark.ci
@pytest.mark.parametrize("case", [c for c in REST if c[1] == "streamlit"], ids="-".join)
def test_every_screen_is_there_for_everybody(staged: Callable[..., Stage], case: Case) -> None:
    assert looking.faults(staged(*case).page, case[3]) == []
