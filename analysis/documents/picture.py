"""The one picture: stacked bars of protected figures, a bar a question, drawn for any width.

`chart` chooses the words and the order; `svg` and `png` draw. Only figures that the Report
holds go in: a question with a withheld answer has no bar, as its gap would give the answer away.
"""

from collections.abc import Iterable

from analysis.documents import sentences
from analysis.documents.blocks import Chart, Row, Segment, Tone
from analysis.documents.ranking import lowest
from analysis.report import Bar, QuestionResult


def chart(questions: Iterable[QuestionResult]) -> Chart | None:
    """The picture of these questions in their order, or None where none can be drawn."""
    drawn = [question for question in questions if drawable(question)]
    if not drawn:
        return None
    return Chart(
        title=_title(drawn),
        subtitle="Each bar is every child counted on the right, the top answers first.",
        alt=_alt(drawn),
        rows=tuple(
            Row(question.text, sentences.answered(question), _segments(question))
            for question in drawn
        ),
    )


def drawable(question: QuestionResult) -> bool:
    """Whether the answers stack to one whole bar: none withheld, one answer a child."""
    counts = [bar.count for bar in question.bars]
    if question.kind == "choices" or question.withheld or question.top is None or None in counts:
        return False
    return sum(count or 0 for count in counts) == question.base


def _title(drawn: list[QuestionResult]) -> str:
    if len(drawn) == 1:
        return "How the answers divide"
    last = lowest(tuple(drawn))
    if last is None:
        return "How the answers divide, question by question"
    return f"Top answers: from {_top(drawn[0])} down to {_top(last)}"


def _top(question: QuestionResult) -> str:
    top = question.top
    if top is None:
        return sentences.NO_FIGURE
    return sentences.share(top, question.base) if top.percent is None else f"{top.percent}%"


def _alt(drawn: list[QuestionResult]) -> str:
    bars = (
        f"{sentences.ended(question.text)} {sentences.capital(sentences.answered(question))}: "
        + ", ".join(f"{bar.label} {_figure(bar)}" for bar in question.bars)
        for question in drawn
    )
    return f"Stacked bars, one for each question. {'; '.join(bars)}."


def _figure(bar: Bar) -> str:
    return f"{bar.count:,}" if bar.percent is None else f"{bar.percent}%"


def _segments(question: QuestionResult) -> tuple[Segment, ...]:
    bars = list(question.bars)
    if bars[-1].tone == "positive" and bars[0].tone != "positive":
        bars.reverse()
    tones = [bar.tone for bar in bars]
    worst = max((place for place, tone in enumerate(tones) if tone == "negative"), default=-1)
    return tuple(
        Segment(bar.label, _figure(bar), _size(bar), _tone(tones, place, worst))
        for place, bar in enumerate(bars)
        if bar.count
    )


def _size(bar: Bar) -> int:
    return (bar.count or 0) if bar.percent is None else bar.percent


def _tone(tones: list[str], place: int, worst: int) -> Tone:
    match tones[place]:
        case "positive":
            return "best" if place == tones.index("positive") else "good"
        case "middle":
            return "middle"
        case "negative":
            return "worst" if place == worst else "poor"
        case _:
            return "apart"
