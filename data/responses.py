"""Queries about responses and their answers: begun, kept answer by answer, submitted."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data import answer_rows
from data import tables as t
from data.clock import stamp
from data.database import Transaction
from data.records import AnswerRecord, ResponseRecord
from data.tables import responses, sittings

_RESPONSE = [responses.c[name] for name in ResponseRecord.__dataclass_fields__]
# Statements that every move of a child runs are built once: building them anew took as long as
# running them.
_ANSWERS_OF = select(*(t.answers.c[name] for name in answer_rows.COLUMNS)).where(
    t.answers.c.response == bindparam("of")
)
_MOVE = update(responses).where(responses.c.id == bindparam("of"))


def begin(tx: Transaction, record: ResponseRecord, invitation: str | None) -> None:
    """Keep a new response with a key of its own."""
    wrapped, _ = tx.new_key(record.id)
    values = {name: getattr(record, name) for name in ResponseRecord.__dataclass_fields__}
    tx.run(insert(responses).values(values | {"wrapped_key": wrapped, "invitation": invitation}))


def get(tx: Transaction, response_id: str) -> ResponseRecord | None:
    """The response with this id, or None."""
    row = tx.run(select(*_RESPONSE).where(responses.c.id == response_id)).first()
    return ResponseRecord(*row) if row else None


def of_invitation(tx: Transaction, invitation: str) -> ResponseRecord | None:
    """The response that this invitation began, or None."""
    row = tx.run(select(*_RESPONSE).where(responses.c.invitation == invitation)).first()
    return ResponseRecord(*row) if row else None


def of_round(
    tx: Transaction, round_id: str, state: str = "submitted"
) -> tuple[ResponseRecord, ...]:
    """A round's responses in one state, in the order in which they were sent or begun."""
    here = (responses.c.round == round_id) & (responses.c.state == state)
    order = (responses.c.sequence, responses.c.started_at, responses.c.id)
    rows = tx.run(select(*_RESPONSE).where(here).order_by(*order))
    return tuple(ResponseRecord(*row) for row in rows)


def answers_of(
    tx: Transaction, response_id: str, wrapped_key: bytes, *, only: Container[str] | None = None
) -> tuple[AnswerRecord, ...]:
    """A response's answers. With `only`, words are opened for these questions, the rest have ""."""
    rows = tx.run(_ANSWERS_OF, {"of": response_id}).all()
    sealed = [row for row in rows if answer_rows.is_sealed(row)]
    wanted = only is None or any(row[1] in only for row in sealed)
    key = tx.vault.open_key(wrapped_key, response_id) if sealed and wanted else None
    return tuple(
        answer_rows.answer(row, key if only is None or row[1] in only else None) for row in rows
    )


def answers(tx: Transaction, response_id: str) -> tuple[AnswerRecord, ...]:
    """A response's answers for a reader: `words` hold what every device wrote, oldest first.

    Words that do not open are `damaged` and stop nobody from reading the others.
    """
    rows = tx.run(_ANSWERS_OF, {"of": response_id}).all()
    key = None
    if any(answer_rows.is_sealed(row) for row in rows):
        key = tx.vault.key_or_none(wrapped_key(tx, response_id), response_id)
    return tuple(answer_rows.to_read(row, key) for row in rows)


def wrapped_key(tx: Transaction, response_id: str) -> bytes:
    """The response's key as it is stored; NoResultFound where there is no such response."""
    query = select(responses.c.wrapped_key).where(responses.c.id == response_id)
    return bytes(tx.run(query).scalar_one())


def put(tx: Transaction, wrapped: bytes, answer: AnswerRecord, now: datetime) -> None:
    """Write one answer over the one before."""
    sealing = answer.words or answer.kept
    key = tx.vault.open_key(wrapped, answer.response) if sealing else None
    values = answer_rows.values(answer, key) | {"saved_at": stamp(now)}
    tx.run(_put(tx.dialect), values)


@cache
def _put(dialect: str) -> Insert:
    insert_here = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert_here(t.answers)
    key = ["response", "question"]
    new = {c.name: statement.excluded[c.name] for c in t.answers.c if c.name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=new)


def erase(tx: Transaction, response_id: str, questions: Sequence[str]) -> None:
    """Take answers away: those that are off the route when a response is sent."""
    here = (t.answers.c.response == response_id) & t.answers.c.question.in_(questions)
    if questions:
        tx.run(delete(t.answers).where(here))


def move(tx: Transaction, response_id: str, now: datetime, *, place: str, band: str | None) -> None:
    """Keep where the child is, and the band."""
    values = {"place": place, "band": band, "touched_at": stamp(now)}
    tx.run(_MOVE, {"of": response_id, **values})


def submit(
    tx: Transaction, response_id: str, at: str, *, cut: bool, state: str = "submitted"
) -> int:
    """Mark a response as sent and give its place in the order. `cut` unties its invitation.

    `state` is "held" for what came without a code. The same response again gives the same
    number and changes nothing.
    """
    tx.in_turn("responses")
    number = select(func.coalesce(func.max(responses.c.sequence), 0) + 1).scalar_subquery()
    values: dict[str, object] = {"state": state}
    values |= {"place": "thanks", "submitted_at": at, "sequence": number}
    if cut:
        values |= {"invitation": None, "pair": None, "started_at": at, "touched_at": at}
        tx.run(update(t.answers).where(t.answers.c.response == response_id).values(saved_at=at))
        tx.run(update(sittings).where(sittings.c.response == response_id).values(began_at=at))
    started = (responses.c.id == response_id) & (responses.c.state == "started")
    tx.run(update(responses).where(started).values(values))
    return sequence(tx, response_id)


def pair_up(tx: Transaction, invitation_id: str, pair: str) -> None:
    """Tie what an invitation began to the same child's other half; not what was taken back."""
    began = (responses.c.invitation == invitation_id) & (responses.c.state != "withdrawn")
    tx.run(update(responses).where(began).values(pair=pair))


def set_state(tx: Transaction, response_id: str, state: str) -> None:
    """Set a response's state (`ResponseRecord` lists them)."""
    tx.run(update(responses).where(responses.c.id == response_id).values(state=state))


def speak(tx: Transaction, response_id: str, language: str, translation: str | None) -> None:
    """Keep the language of a response and the revision of the words it is asked in."""
    values = {"language": language, "translation": translation}
    tx.run(update(responses).where(responses.c.id == response_id).values(values))


def forget(tx: Transaction, response_id: str, keep: Sequence[str]) -> None:
    """Erase a response that its child takes back, but for the questions in `keep`.

    With nothing to keep its key goes too, and with the key its words in every backup.
    """
    here = t.answers.c.response == response_id
    tx.run(delete(t.answers).where(here, t.answers.c.question.not_in(keep)))
    values: dict[str, object] = {"state": "withdrawn", "place": "taken_back", "pair": None}
    if not keep:
        values["wrapped_key"] = b""
    tx.run(update(responses).where(responses.c.id == response_id).values(values))


def in_state(tx: Transaction, state: str, round_id: str | None = None) -> tuple[str, ...]:
    """The ids of all responses in a state, oldest first; of one round, or of every one."""
    query = select(responses.c.id).where(responses.c.state == state)
    if round_id is not None:
        query = query.where(responses.c.round == round_id)
    return tuple(tx.run(query.order_by(responses.c.started_at, responses.c.id)).scalars())


def paired(tx: Transaction, pair: str, survey: str) -> tuple[str, bytes] | None:
    """The sent response of one survey with this pair: its id and its key as it is stored."""
    here = (responses.c.pair == pair) & (responses.c.survey == survey)
    query = select(responses.c.id, responses.c.wrapped_key).where(
        here, responses.c.state == "submitted"
    )
    row = tx.run(query.order_by(responses.c.sequence.desc())).first()
    return (row[0], bytes(row[1])) if row else None


def sequence(tx: Transaction, response_id: str) -> int:
    """A sent response's place in the order."""
    query = select(responses.c.sequence).where(responses.c.id == response_id)
    return int(tx.run(query).scalar_one())


def before(tx: Transaction, round_id: str, at: str) -> tuple[str, ...]:
    """The ids of a round's responses that were sent, or last touched, before a time; any state."""
    last = func.coalesce(responses.c.submitted_at, responses.c.touched_at)
    query = select(responses.c.id).where(responses.c.round == round_id, last < at)
    return tuple(tx.run(query.order_by(responses.c.id)).scalars())


def hold(tx: Transaction, round_id: str) -> None:
    """Let nobody raise a concern about a round's responses until this transaction ends."""
    here = select(responses.c.id).where(responses.c.round == round_id)
    tx.run(here.order_by(responses.c.id).with_for_update()).all()


def newest_sequence(tx: Transaction) -> int:
    """The place in the order of what was sent last; 0 while nothing was."""
    return int(tx.run(select(func.coalesce(func.max(responses.c.sequence), 0))).scalar_one())


def exists(tx: Transaction, response_id: str) -> bool:
    """Whether there is a response with this id."""
    return tx.run(select(responses.c.id).where(responses.c.id == response_id)).first() is not None


def erase_whole(tx: Transaction, response_id: str) -> None:
    """Erase a response with everything that hangs on it, as if it had never been."""
    raised = select(t.concerns.c.id).where(t.concerns.c.response == response_id)
    tx.run(delete(t.concern_steps).where(t.concern_steps.c.concern.in_(raised)))
    for table in (t.answers, t.readings, t.codings, t.suggestions, t.concerns):
        tx.run(delete(table).where(table.c.response == response_id))
    for table in (t.sittings, t.receipts, t.keyings):
        tx.run(delete(table).where(table.c.response == response_id))
    mine = select(responses.c.invitation).where(responses.c.id == response_id)
    invitation = tx.run(mine).scalar()
    tx.run(delete(responses).where(responses.c.id == response_id))
    if invitation is not None:
        tx.run(delete(t.keyholders).where(t.keyholders.c.invitation == invitation))
        void = update(t.invitations).where(t.invitations.c.id == invitation)
        tx.run(void.values(state="void"))


def insert_imported(
    tx: Transaction,
    rows: Iterable[tuple[ResponseRecord, str, Sequence[AnswerRecord]]],
    now: datetime,
) -> None:
    """Keep a batch of imported responses, each with its source key; seen after show_imported."""
    kept, given = [], []
    for record, source_key, its_answers in rows:
        wrapped, key = tx.new_key(record.id)
        fields = {name: getattr(record, name) for name in ResponseRecord.__dataclass_fields__}
        kept.append(fields | {"wrapped_key": wrapped, "source_key": source_key})
        given += [answer_rows.values(a, key) | {"saved_at": stamp(now)} for a in its_answers]
    if kept:
        tx.run(insert(responses), kept)
        tx.run(insert(t.answers), given)


def show_imported(tx: Transaction, round_id: str) -> int:
    """Make every imported response of a round count from now on, together; how many."""
    tx.in_turn("responses")
    waiting = (responses.c.round == round_id) & (responses.c.state == "importing")
    ids = tx.run(select(responses.c.id).where(waiting).order_by(responses.c.source_key)).scalars()
    first = int(tx.run(select(func.coalesce(func.max(responses.c.sequence), 0))).scalar_one()) + 1
    numbered = [{"n": first + i, "r": r} for i, r in enumerate(ids)]
    if numbered:
        change = update(responses).where(responses.c.id == bindparam("r"))
        tx.run(change.values(state="submitted", sequence=bindparam("n")), numbered)
    return len(numbered)


def drop_importing(tx: Transaction, round_id: str) -> None:
    """Take away what an import that was cut off left behind."""
    waiting = (responses.c.round == round_id) & (responses.c.state == "importing")
    ids = select(responses.c.id).where(waiting)
    tx.run(delete(t.answers).where(t.answers.c.response.in_(ids)))
    tx.run(delete(responses).where(waiting))


def known_source_keys(tx: Transaction, survey: str, round_id: str | None = None) -> set[str]:
    """Source keys already taken in for a survey, or for one of its rounds."""
    here = (responses.c.survey == survey) & responses.c.source_key.is_not(None)
    here &= responses.c.state == "submitted"
    if round_id is not None:
        here &= responses.c.round == round_id
    return set(tx.run(select(responses.c.source_key).where(here)).scalars())
