"""Counts of submitted answers: no words and no response ids leave this module."""

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from data.database import Transaction
from data.records import CountRecord, CrossRecord, Totals
from data.tables import answers, responses

_BAND = func.coalesce(responses.c.band, "")


def by_answer(tx: Transaction, round_id: str) -> tuple[CountRecord, ...]:
    """How often each answer was given, by question and band."""
    columns = (answers.c.question, _BAND, answers.c.kind, answers.c.choice, answers.c.number)
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for question, band, kind, choice, number, count in tx.run(_grouped(round_id, *columns)):
        for value in _values(kind, choice, number):
            counted[question, band, kind, value] += count
    return tuple(CountRecord(*key, count) for key, count in sorted(counted.items()))


def answered(tx: Transaction, round_id: str) -> dict[tuple[str, str], int]:
    """How many answered each (question, band): once each, also where several were chosen."""
    given = _grouped(round_id, answers.c.question, _BAND).where(answers.c.kind != "passed")
    return {(question, band): count for question, band, count in tx.run(given)}


def crossed(tx: Transaction, round_id: str, by: str) -> tuple[CrossRecord, ...]:
    """As by_answer, within groups: "band", "team", or the options of the question `by`.

    Responses that did not choose an option of `by` are in no group.
    """
    columns = (answers.c.question, _BAND, answers.c.kind, answers.c.choice, answers.c.number)
    counted: Counter[tuple[str, str, str, str, str]] = Counter()
    for *row, groups, count in tx.run(_by_group(round_id, by, columns)):
        question, band, kind, choice, number = row
        for value in _values(kind, choice, number):
            for group in groups.split("|"):
                counted[question, band, kind, value, group] += count
    return tuple(CrossRecord(*key, count) for key, count in sorted(counted.items()))


def totals(tx: Transaction, round_id: str) -> Totals:
    """Responses begun and sent, and the sent ones by band, door and language."""
    columns = (responses.c.state, _BAND, responses.c.door, responses.c.language)
    query = select(*columns, func.count()).where(responses.c.round == round_id).group_by(*columns)
    states: Counter[str] = Counter()
    bands: Counter[str] = Counter()
    doors: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for state, band, door, language, count in tx.run(query):
        states[state] += count
        if state == "submitted":
            bands[band] += count
            doors[door] += count
            languages[language] += count
    sent = states["submitted"]
    return Totals(states["started"], sent, dict(bands), dict(doors), dict(languages))


def pairs(
    tx: Transaction, start_round: str, end_round: str, question: str
) -> tuple[tuple[str, str], ...]:
    """(start, end) keys of children who answered `question` in both rounds, in no order of theirs.

    A key is an option key or a number as text.
    """
    start = _paired(tx, start_round, question)
    end = _paired(tx, end_round, question)
    return tuple(sorted((start[pair], end[pair]) for pair in start.keys() & end.keys()))


def paired_responses(tx: Transaction, start_round: str, end_round: str) -> int:
    """How many children sent both halves."""
    sets = []
    for round_id in (start_round, end_round):
        query = select(responses.c.pair).where(_sent(round_id), responses.c.pair.is_not(None))
        sets.append(set(tx.run(query).scalars()))
    return len(sets[0] & sets[1])


def _paired(tx: Transaction, round_id: str, question: str) -> dict[str, str]:
    query = (
        select(responses.c.pair, answers.c.kind, answers.c.choice, answers.c.number)
        .join(answers, answers.c.response == responses.c.id)
        .where(_sent(round_id), responses.c.pair.is_not(None), answers.c.question == question)
        .where(answers.c.kind.in_(("chosen", "scaled")))
    )
    return {row.pair: row.choice or str(row.number) for row in tx.run(query)}


def _sent(round_id: str) -> ColumnElement[bool]:
    return (responses.c.round == round_id) & (responses.c.state == "submitted")


def _grouped(round_id: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    joined = select(*columns, func.count()).join(responses, responses.c.id == answers.c.response)
    return joined.where(_sent(round_id)).group_by(*columns)


def _by_group(round_id: str, by: str, columns: tuple[Any, ...]) -> Select[*tuple[Any, ...]]:
    if by == "band":
        return _grouped(round_id, *columns, _BAND)
    if by == "team":
        return _grouped(round_id, *columns, responses.c.team)
    other = answers.alias("other")
    matches = (other.c.response == responses.c.id) & (other.c.question == by)
    query = _grouped(round_id, *columns, other.c.choice)
    return query.join(other, matches).where(other.c.kind == "chosen")


def _values(kind: str, choice: str | None, number: int | None) -> tuple[str, ...]:
    if kind == "scaled":
        return (str(number),)
    return tuple(choice.split("|")) if choice else ("",)
