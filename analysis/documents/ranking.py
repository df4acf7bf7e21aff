"""Which of several questions stands highest: only figures that may be compared are."""

from collections.abc import Iterable

from analysis.report import QuestionResult


def ranked(questions: Iterable[QuestionResult]) -> tuple[QuestionResult, ...]:
    """The highest top answer first, where they can be compared; the others after, as asked."""
    given = tuple(questions)
    height = {question.id: _height(question, _one_base(given)) for question in given}
    return tuple(sorted(given, key=lambda question: height[question.id], reverse=True))


def lowest(questions: tuple[QuestionResult, ...]) -> QuestionResult | None:
    """The lowest of ranked questions; None where there are not two that differ."""
    heights = [_height(question, _one_base(questions)) for question in questions]
    compared = [place for place, height in enumerate(heights) if height >= 0]
    if not compared or heights[compared[0]] == heights[compared[-1]]:
        return None
    return questions[compared[-1]]


def _one_base(questions: tuple[QuestionResult, ...]) -> bool:
    """Whether counts can be compared: everything stands on the same number of children."""
    return len({(question.base, question.display) for question in questions}) == 1


def _height(question: QuestionResult, one_base: bool) -> int:
    """Percent, or the count on one base; -1 where there is nothing to compare."""
    top = question.top
    if top is None or top.count is None:
        return -1
    if top.percent is not None:
        return top.percent
    return top.count if one_base else -1
