"""Themes on comments: a machine's suggestions and people's decisions, in rows of their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
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


def standing(tx: Transaction, response: str, question: str, theme: str) -> CodingRecord | None:
    """The decision about one theme on one comment, or None; holds the turn for this response."""
    tx.in_turn(f"themes of {response}")
    here = (codings.c.response == response) & (codings.c.question == question)
    row = tx.run(select(codings).where(here, codings.c.theme == theme)).first()
    return CodingRecord(*row) if row else None


def undo(tx: Transaction, response: str, question: str, theme: str) -> None:
    """Take back a decision, so that the theme is undecided again."""
    here = (codings.c.response == response) & (codings.c.question == question)
    tx.run(delete(codings).where(here, codings.c.theme == theme))


def forget(tx: Transaction, response: str, questions: Sequence[str]) -> None:
    """Take away decisions and suggestions about comments whose words are not the same any more."""
    for table in (codings, suggestions):
        here = (table.c.response == response) & table.c.question.in_(questions)
        if questions:
            tx.run(delete(table).where(here))


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


def _in(round_id: str) -> ColumnElement[bool]:
    return responses.c.round == round_id
