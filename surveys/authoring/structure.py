"""What is wrong with how a survey hangs together: ids, answers, conditions, length."""

from collections import Counter
from collections.abc import Iterator, Mapping

from surveys.authoring.examined import Examined, asked
from surveys.authoring.problems import Problem
from surveys.schema import Band, Condition, Kind, Question, Questionnaire

MOST_QUESTIONS: Mapping[Band, int] = {"4-7": 8, "8-10": 15, "11-17": 25, "18-25": 25}
"""How many questions a band is asked at most, end questions apart."""


def duplicate_ids(examined: Examined) -> Iterator[Problem]:
    """Two questions of one band with the same id."""
    for questionnaire in examined.survey.questionnaires:
        seen: dict[str, str] = {}
        for question in questionnaire.questions:
            if question.id in seen:
                what = f"The id “{question.id}” is used twice."
                fix = "Give one of the two another id."
                again = int(seen[question.id] == question.text)
                band = questionnaire.band
                yield examined.about(question, band, what, fix, key="id", occurrence=again)
            seen[question.id] = question.text


def duplicate_answers(examined: Examined) -> Iterator[Problem]:
    """Two answers of one question with the same key or the same words."""
    for questionnaire, question in asked(examined.survey):
        for part in ("key", "label"):
            counted = Counter(getattr(option, part) for option in question.options)
            for value in [value for value, count in counted.items() if count > 1]:
                what = f"Two answers have the {part} “{value}”."
                fix = f"Change one {part} or take one answer out."
                yield examined.about(question, questionnaire.band, what, fix, key="options")


def no_questions(examined: Examined) -> Iterator[Problem]:
    """A band that has nothing to ask."""
    for questionnaire in examined.survey.questionnaires:
        if not questionnaire.questions:
            fix = (
                f"Give a question words for {questionnaire.band}, or take the band out of “bands”."
            )
            yield examined.problem("Nothing is asked.", fix, key="bands", band=questionnaire.band)


def too_many(examined: Examined) -> Iterator[Problem]:
    """More questions than a band can be asked."""
    for questionnaire in examined.survey.questionnaires:
        count = sum(not question.ending for question in questionnaire.questions)
        most = MOST_QUESTIONS[questionnaire.band]
        if count > most:
            what = f"{count} questions are too many for {questionnaire.band}."
            fix = f"Leave out {count - most}: {most} is the most, end questions apart."
            yield examined.problem(what, fix, key="bands", band=questionnaire.band)


def raised_keys(examined: Examined) -> Iterator[Problem]:
    """A key in a question's own `raises` that no band offers as an answer."""
    for question_id, table in examined.tables("question"):
        bands = [(q, band.band) for band, q in asked(examined.survey) if q.id == question_id]
        offered = {key for question, _ in bands for key in keys_of(question)}
        for key in table.get("raises", ()) if bands else ():
            if key not in offered:
                what = f"“raises” names “{key}”, which is not an answer."
                fix = f"Use one of {', '.join(sorted(offered)) or 'its answers'}."
                yield examined.about(*bands[0], what, fix, key="raises")


def conditions(examined: Examined) -> Iterator[Problem]:
    """Conditions on questions or answers that are not there, and questions nobody can reach."""
    for questionnaire in examined.survey.questionnaires:
        for place, question in enumerate(questionnaire.questions):
            faults = [
                fault
                for condition in question.when
                for fault in _dangling(examined, questionnaire, place, condition)
            ]
            if not faults and not _reachable(questionnaire, question):
                what = "No answers lead here, so this question is never asked."
                faults.append((what, "Change “when” so that its conditions can all hold at once."))
            for what, fix in faults:
                yield examined.about(question, questionnaire.band, what, fix, key="when")


def _dangling(
    examined: Examined, questionnaire: Questionnaire, place: int, condition: Condition
) -> Iterator[tuple[str, str]]:
    """What is wrong with one condition of the question at this place, and how to fix it."""
    ids = [question.id for question in questionnaire.questions]
    if condition.question not in ids:
        what = f"It waits for “{condition.question}”, which is not asked of this band."
        yield what, "Name a question that comes before it, or take the condition out."
        return
    if condition.question not in ids[:place]:
        what = f"It waits for “{condition.question}”, which is not asked before it."
        yield what, "Move this question below the one it waits for."
        return
    anywhere = {
        key
        for _, question in asked(examined.survey)
        if question.id == condition.question
        for key in keys_of(question)
    }
    for key in [*condition.any_of, *condition.none_of]:
        if key not in anywhere:
            what = f"It waits for “{key}”, which is not an answer to “{condition.question}”."
            yield what, f"Use one of {', '.join(sorted(anywhere)) or 'no keys: it is words'}."


def _reachable(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether some set of answers leads to the question.

    Every `any_of` on the way makes its question one that must be answered; a question that only
    has `none_of` can be left empty. The demands on each question are independent of the others.
    """
    demands: dict[str, list[Condition]] = {}
    needed: set[str] = set()
    waiting = list(question.when)
    while waiting:
        condition = waiting.pop()
        demands.setdefault(condition.question, []).append(condition)
        before = questionnaire.question(condition.question)
        if condition.any_of and before is not None and before.id not in needed:
            needed.add(before.id)
            waiting.extend(before.when)
    return all(_can_answer(questionnaire, name, asks) for name, asks in demands.items())


def _can_answer(questionnaire: Questionnaire, name: str, asks: list[Condition]) -> bool:
    wanted = [set(condition.any_of) for condition in asks if condition.any_of]
    question = questionnaire.question(name)
    if question is None or not wanted:
        return question is not None
    allowed = keys_of(question) - {key for condition in asks for key in condition.none_of}
    if question.kind is Kind.CHOICES:
        return all(allowed & keys for keys in wanted)
    return bool(allowed.intersection(*wanted))


def keys_of(question: Question) -> set[str]:
    """The keys that a condition can wait for: option keys, or a scale's numbers as text."""
    scale = question.scale
    numbers = range(scale.low, scale.high + 1) if scale else ()
    return {option.key for option in question.options} | {str(number) for number in numbers}
