"""Between an answer and its row: what is sealed, and what a reader gets where it is damaged."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from data import answer_words
from data.records import AnswerRecord
from data.words import ResponseKey, WordsDamaged

COLUMNS = (
    *("response", "question", "kind", "choice", "number", "words", "kept", "version", "writer"),
    *("seq", "sitting"),
)
_Row = Row[*tuple[Any, ...]]


def values(answer: AnswerRecord, key: ResponseKey | None) -> dict[str, object]:
    """The columns of an answer; one that holds words needs the key."""
    words, kept = None, None
    if key is not None:
        words, kept = answer_words.seal(key, answer.question, answer.words, answer.kept)
    choice = "|".join(answer.choice) if answer.choice else None
    plain = {name: getattr(answer, name) for name in COLUMNS}
    return plain | {"choice": choice, "words": words, "kept": kept}


def is_sealed(row: _Row) -> bool:
    """Whether something in a row is sealed, or must have been."""
    return row.kind == "wrote" or row.words is not None or row.kept is not None


def answer(row: _Row, key: ResponseKey | None) -> AnswerRecord:
    """An answer from its row; raises WordsDamaged. Without a key, words are left unopened: ""."""
    # taken apart at once: every page of a child reads every row, and names cost three times as much
    response, question, kind, choice, number, words, kept, version, writer, seq, sitting = row
    newest, before = "" if kind == "wrote" else None, "" if kept is not None else None
    if key is not None:
        newest, before = answer_words.opened(key, question, kind, words, kept)
    chosen = tuple(choice.split("|")) if choice else ()
    return AnswerRecord(
        response, question, kind, chosen, number, newest, version, writer, seq, sitting, before
    )


def to_read(row: _Row, key: ResponseKey | None) -> AnswerRecord:
    """An answer for a reader: all words together, or `damaged` where they do not open."""
    unopened = answer(row, None)
    if not is_sealed(row):
        return unopened
    try:
        opened = answer(row, key) if key else None
    except WordsDamaged:
        opened = None
    if opened is None:
        return replace(unopened, words=None, kept=None, damaged=True)
    return replace(opened, words=opened.all_words, kept=None)
