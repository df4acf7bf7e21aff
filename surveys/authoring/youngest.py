"""What children of 4 to 7 are promised: a picture beside every answer, and few of them.

Children under seven answer at the ends of a scale whether it has three points or five, and many do
not read yet (domain notes: Chambers and Johnston 2002). So there are three drawn answers and “not
sure”; only who was there or who should come may be a longer list, since people cannot be left out.
"""

from collections.abc import Iterator
from typing import get_args

from surveys.authoring.examined import Examined, asked
from surveys.authoring.problems import Problem
from surveys.schema import Band, Kind

YOUNGEST: Band = get_args(Band)[0]
MOST_ANSWERS = 3
BESIDES = ("not_sure", "none")
"""Ways to choose none of the answers do not count as one of them."""
WITH_FACES: tuple[Band, ...] = ("4-7", "8-10")
DRAWN_SETS = ("how_often", "how_safe", "how_good", "feeling", "how_often_bad")
"""Sets of answers that have pictures from 8 to 10 too: a face or a measure says more than words."""


def pictures(examined: Examined) -> Iterator[Problem]:
    """Answers that need a picture and have none."""
    drawn = {name for name, table in examined.tables() if _drawn(table.get("options"))}
    for questionnaire, question in asked(examined.survey):
        band = questionnaire.band
        needed = band == YOUNGEST or (band in WITH_FACES and question.id in drawn)
        for option in question.options if needed else ():
            if option.picture is None:
                what, fix = f"It has no picture for {band}.", "Add picture = “…”."
                yield examined.about_answer(question, band, option.label, what, fix)


def _drawn(options: object) -> bool:
    """Whether the answers for 8 to 10 are one of the sets that have pictures."""
    named = options.get(WITH_FACES[-1]) if isinstance(options, dict) else options
    return named in DRAWN_SETS if isinstance(named, str) else False


def few_answers(examined: Examined) -> Iterator[Problem]:
    """More answers than a young child can hold in mind; scales, which they cannot use at all."""
    for questionnaire, question in asked(examined.survey):
        if questionnaire.band != YOUNGEST:
            continue
        if question.kind is Kind.SCALE:
            what, fix = "A scale is too hard for 4-7.", "Ask it with three pictures."
            yield examined.about(question, YOUNGEST, what, fix, key="kind")
        count = sum(option.key not in BESIDES for option in question.options)
        if count > MOST_ANSWERS and not question.ending:
            what = f"{count} answers are too many for 4-7."
            fix = f"Offer {MOST_ANSWERS} and “not sure”; only an end question may offer more."
            yield examined.about(question, YOUNGEST, what, fix, key="options")
