"""The route through a questionnaire: a pure function of the questions and the answers."""

from collections.abc import Mapping

from surveys.answers import Answer, keys_of
from surveys.schema import Condition, Question, Questionnaire

Answers = Mapping[str, Answer]


def path(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions this child is asked, in order, given the answers so far.

    An answer counts for routing only while its own question is on the route, so a changed
    mind further up takes everything that hung on it off the route again.
    """
    route: list[Question] = []
    live: dict[str, Answer] = {}
    for question in questionnaire.questions:
        if all(holds(condition, live) for condition in question.when):
            route.append(question)
            if question.id in answers:
                live[question.id] = answers[question.id]
    return tuple(route)


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether `condition` holds for the answers that are on the route."""
    keys = set(keys_of(answers.get(condition.question)))
    wanted = not condition.any_of or bool(keys & set(condition.any_of))
    return wanted and not keys & set(condition.none_of)


def after(route: tuple[Question, ...], question_id: str) -> Question | None:
    """The question that follows on the route; None after the last."""
    return _neighbour(route, question_id, 1)


def before(route: tuple[Question, ...], question_id: str) -> Question | None:
    """The question that comes before on the route; None before the first."""
    return _neighbour(route, question_id, -1)


def _neighbour(route: tuple[Question, ...], question_id: str, step: int) -> Question | None:
    ids = [question.id for question in route]
    if question_id not in ids:
        return None
    index = ids.index(question_id) + step
    return route[index] if 0 <= index < len(route) else None
