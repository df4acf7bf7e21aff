"""Use case: take in responses from a CSV file, by a map, without ever doubling one.

The whole file is checked before anything is written. Rows are written in short batches, so that
a child who is answering never waits for an import, and become visible together with the last. An
import that was cut off leaves rows that nobody sees; the next one takes them away and starts anew.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data import audit, concerns, responses, rounds
from data.database import Database, Transaction
from data.records import AnswerRecord, ResponseRecord, RoundRecord
from surveys.answers import Answer, Wrote
from surveys.collecting.kept import record_of
from surveys.concerns import raised_by
from surveys.days import in_words
from surveys.grants import within, within_plan
from surveys.importing.map_loader import load_map
from surveys.importing.maps import ImportMap
from surveys.importing.rows import CheckedRows, ImportedRow, check_rows
from surveys.importing.sheet import BadRow, read_sheet
from surveys.loader import published
from surveys.permissions import Actor, require
from surveys.rounds import RoundRefused, known, open_round, survey_of
from surveys.schema import Survey

BATCH_S = 0.1
"""Aim for one batch; twice as long would be felt by a child who is answering."""
_FIRST_BATCH, _LARGEST_BATCH = 50, 1_000

Progress = Callable[[int, int], None]
"""Told how many rows are written, of how many."""


class RowsRefused(ValueError):
    """Rows of the file do not fit; nothing was written. `bad` lists them all."""

    def __init__(self, bad: tuple[BadRow, ...]) -> None:
        """Keep every row; the message only counts them."""
        super().__init__(f"{len(bad):,} places in the file do not fit. Nothing was taken in.")
        self.bad = bad


class ImportCutOff(RuntimeError):
    """Another import wrote into the same round meanwhile; nothing became visible."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the round, and how many rows were new, known already or left out.

    `notes` are sentences about what was read in a way that a person should know of.
    """

    round: str
    added: int
    known: int
    left_out: tuple[BadRow, ...]
    notes: tuple[str, ...]


def import_responses(
    db: Database,
    actor: Actor,
    survey: str,
    file: Path,
    map_file: Path,
    *,
    now: datetime,
    round_id: str | None = None,
    skip_bad: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Imported:
    """Take in a file's rows; into a new round, or with `round_id` into one that is there.

    Raises MapProblems, FileRefused, RowsRefused (unless `skip_bad`) or RoundRefused before
    anything is written. Without `round_id` a key is known when any round of the survey has it,
    with it when this round has it.
    """
    require(actor, "import responses")
    within(db, actor, round_id)
    if round_id is None:
        within_plan(db, actor, survey)
    definition = _definition(db, actor, survey, round_id)
    rules = load_map(map_file, definition)
    read = (file, rules.encoding, rules.delimiter, rules.columns)
    sheet = read_sheet(*read, guarded=rules.guarded)
    checked = check_rows(sheet, rules, now.date())
    if checked.bad and not skip_bad:
        raise RowsRefused(checked.bad)
    keyed = [(_source_key(db, row.key), row) for row in checked.good]
    there = _known_keys(db, survey, round_id)
    new = [(key, row) for key, row in keyed if key not in there]
    into = round_id or _holder(db, survey, {key for key, _ in keyed} & there)
    if new:
        record = _round(db, actor, definition, rules, checked, round_id, now)
        _write(db, actor, record, rules, new, now, progress)
        into = record.id
    known_rows = len(keyed) - len(new)
    return Imported(into, len(new), known_rows, checked.bad, notes(checked, rules))


def notes(checked: CheckedRows, rules: ImportMap) -> tuple[str, ...]:
    """What was read in a way that a person should know of, one sentence each."""
    said = []
    first, *others = [one.said for one in rules.dates]
    for other in others:
        lines = [row.line for row in checked.good if row.date_said == other]
        if lines:
            said.append(
                f"Dates that do not fit {first} and were read as {other}: {len(lines):,}, the "
                f"first on line {lines[0]}. Dates that fit both were read as {first}."
            )
    cleaned = [row for row in checked.good if row.removed]
    if cleaned:
        removed = sum(row.removed for row in cleaned)
        where = ", ".join(str(row.line) for row in cleaned[:5])
        said.append(f"Control characters taken out of words: {removed:,} (line {where}).")
    return tuple(said)


def _definition(db: Database, actor: Actor, survey: str, round_id: str | None) -> Survey:
    if round_id is None:
        if survey not in published():
            ids = ", ".join(sorted(published()))
            raise RoundRefused(f"There is no survey “{survey}”. Surveys: {ids}.")
        return published()[survey]
    with db.reading() as tx:
        record = known(tx, actor, round_id)
        if record.survey != survey:
            raise RoundRefused(
                f"The round {round_id} asked {record.survey}, not {survey}. Choose a round of "
                f"{survey}, or leave --round out to get a new one."
            )
        return survey_of(tx, record)


def _source_key(db: Database, key: str) -> str:
    """A row's key as it is kept: hashed with our own key, as it may be a child's case number."""
    secret = db.vault.derived("import keys")
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()


def _known_keys(db: Database, survey: str, round_id: str | None) -> set[str]:
    with db.reading() as tx:
        return responses.known_source_keys(tx, survey, round_id)


def _holder(db: Database, survey: str, keys: set[str]) -> str:
    """The newest round of the survey that holds one of these keys, "" where there is none."""
    with db.reading() as tx:
        for record in reversed(rounds.of_survey(tx, survey)):
            if keys & responses.known_source_keys(tx, survey, record.id):
                return record.id
    return ""


def _round(
    db: Database,
    actor: Actor,
    survey: Survey,
    rules: ImportMap,
    checked: CheckedRows,
    round_id: str | None,
    now: datetime,
) -> RoundRecord:
    """The round to write into: the one named, one that a cut-off import left, or a new one."""
    with db.reading() as tx:
        record = known(tx, actor, round_id) if round_id else _left_behind(tx, survey.id)
    if record is None:
        return _new_round(db, actor, survey, rules, checked, now)
    with db.writing() as tx:
        responses.drop_importing(tx, record.id)
    return record


def _left_behind(tx: Transaction, survey: str) -> RoundRecord | None:
    answered = rounds.answered(tx)
    empty = [one for one in rounds.of_survey(tx, survey) if one.id not in answered]
    return next((one for one in empty if one.source == "imported"), None)


def _new_round(
    db: Database,
    actor: Actor,
    survey: Survey,
    rules: ImportMap,
    checked: CheckedRows,
    now: datetime,
) -> RoundRecord:
    """A round for the file: from its first day to its last, eligible unknown, nobody findable."""
    days = sorted(row.day for row in checked.good)
    return open_round(
        db,
        actor,
        survey.id,
        now=now,
        teams=dict.fromkeys(sorted({row.team for row in checked.good})),
        band=rules.questionnaire.band,
        mode="none" if "none" in survey.modes else survey.modes[0],
        title=f"{survey.title}, {in_words(days[0])} to {in_words(days[-1])}",
        opens=days[0],
        closes=days[-1],
        source="imported",
    )


def _write(
    db: Database,
    actor: Actor,
    record: RoundRecord,
    rules: ImportMap,
    new: Sequence[tuple[str, ImportedRow]],
    now: datetime,
    progress: Progress,
) -> None:
    """Write the rows in short batches, then let them all be seen at once."""
    kept = [(_response(record, rules, row), key, row.answers) for key, row in new]
    done, size = 0, _FIRST_BATCH
    while done < len(kept):
        began = time.monotonic()
        batch = [(one, key, _records(one.id, given)) for one, key, given in kept[done:][:size]]
        with db.writing() as tx:
            responses.insert_imported(tx, batch, now)
        done += len(batch)
        progress(done, len(kept))
        size = _next_size(len(batch), time.monotonic() - began)
    with db.writing() as tx:
        if responses.show_imported(tx, record.id) != len(kept):
            raise ImportCutOff(
                f"Another import wrote into {record.id} at the same time, so nothing of either "
                "can be seen. Wait until it has ended, then run this again."
            )
        for one, _, given in kept:
            _raise_concerns(tx, actor, rules, one.id, given, now)
        audit.record(tx, actor.name, "imported responses", record.id, now, f"{len(kept):,}")


def _next_size(size: int, took: float) -> int:
    """How many rows to write next so that a batch takes about BATCH_S."""
    return max(1, min(_LARGEST_BATCH, int(size * BATCH_S / max(took, 0.001))))


def _response(record: RoundRecord, rules: ImportMap, row: ImportedRow) -> ResponseRecord:
    return ResponseRecord(
        id=secrets.token_hex(16),
        round=record.id,
        survey=record.survey,
        version=record.version,
        band=rules.questionnaire.band,
        language=rules.language,
        door="imported",
        team=row.team,
        pair=None,
        state="importing",
        place="thanks",
        started_at=row.day,
        touched_at=row.day,
        submitted_at=row.day,
    )


def _records(response: str, answers: Mapping[str, Answer]) -> list[AnswerRecord]:
    return [record_of(a, response, question, writer="import") for question, a in answers.items()]


def _raise_concerns(
    tx: Transaction,
    actor: Actor,
    rules: ImportMap,
    response: str,
    answers: Mapping[str, Answer],
    now: datetime,
) -> None:
    """A rating or a wish for contact that raises a concern does so here too; words are unread."""
    for question_id, answer in answers.items():
        question = rules.questionnaire.question(question_id)
        cause = (
            None if question is None or isinstance(answer, Wrote) else raised_by(question, answer)
        )
        if cause is not None:
            concerns.raise_(tx, response, question_id, cause, actor.name, now)
