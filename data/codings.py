"""Themes on comments: a machine's suggestions and people's decisions, in rows of their own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Join, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from data.clock import stamp
from data.database import Transaction
from data.records import CodingRecord, SuggestionRecord
from data.tables import codings, responses, suggestions


def decide(
    tx: Transaction,
    response: str,
    question: str,
    theme: str,
    decision: str,
    by: str,
    now: datetime,
) -> None:
    """Keep a person's decision about one theme on one comment; a new decision replaces theirs."""
    key = {"response": response, "question": question, "theme": theme}
    values = {"decision": decision, "by": by, "at": stamp(now)}
    upsert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    statement = upsert(codings).values(**key, **values)
    tx.run(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def undo(tx: Transaction, response: str, question: str, theme: str) -> None:
    """Take back a decision, so that the theme is undecided again."""
    here = (codings.c.response == response) & (codings.c.question == question)
    tx.run(delete(codings).where(here, codings.c.theme == theme))


def of_round(tx: Transaction, round_id: str) -> tuple[CodingRecord, ...]:
    """Every decision about a round's comments."""
    query = select(codings).join(responses, responses.c.id == codings.c.response)
    ordered = query.where(responses.c.round == round_id).order_by(codings.c.at)
    return tuple(CodingRecord(*row) for row in tx.run(ordered))


def suggest(tx: Transaction, rows: Iterable[SuggestionRecord]) -> None:
    """Keep suggestions in place of the earlier ones for the same comments."""
    names = SuggestionRecord.__dataclass_fields__
    values = [{name: getattr(row, name) for name in names} for row in rows]
    if not values:
        return
    upsert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    tx.run(upsert(suggestions).on_conflict_do_nothing(), values)


def forget_suggestions(tx: Transaction, round_id: str) -> None:
    """Take away a round's suggestions, before new ones are made."""
    ids = select(responses.c.id).where(responses.c.round == round_id)
    tx.run(delete(suggestions).where(suggestions.c.response.in_(ids)))


def suggestions_of_round(tx: Transaction, round_id: str) -> tuple[SuggestionRecord, ...]:
    """Every suggestion for a round's comments."""
    query = select(suggestions).join(responses, responses.c.id == suggestions.c.response)
    return tuple(SuggestionRecord(*row) for row in tx.run(query.where(_in(round_id))))


def theme_counts(tx: Transaction, round_id: str) -> dict[str, int]:
    """How many submitted comments people gave each theme."""
    query = select(codings.c.theme, func.count()).select_from(_joined(codings))
    given = query.where(_in(round_id), _sent(), codings.c.decision == "given")
    return {row[0]: row[1] for row in tx.run(given.group_by(codings.c.theme))}


def coded_count(tx: Transaction, round_id: str) -> int:
    """How many submitted comments have at least one theme that a person gave."""
    pair = select(codings.c.response, codings.c.question).select_from(_joined(codings))
    given = pair.where(_in(round_id), _sent(), codings.c.decision == "given").distinct()
    return int(tx.run(select(func.count()).select_from(given.subquery())).scalar_one())


def _joined(table: Table) -> Join:
    return table.join(responses, responses.c.id == table.c.response)


def _in(round_id: str) -> ColumnElement[bool]:
    return responses.c.round == round_id


def _sent() -> ColumnElement[bool]:
    return responses.c.state == "submitted"
