"""Queries about sittings: one device's way into a response, and what it has switched on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from data.clock import stamp
from data.database import Transaction
from data.records import ResponseRecord, RoundRecord, SittingRecord
from data.tables import responses, rounds, sittings

_RESPONSE = [responses.c[name] for name in ResponseRecord.__dataclass_fields__]
_ROUND = [rounds.c[name] for name in RoundRecord.__dataclass_fields__]
_OWN = [sittings.c[name] for name in ("id", "kind", "looks", "shared", "seen_at")]
_BY_TOKEN = (
    select(*_OWN, responses.c.wrapped_key, responses.c.invitation, *_RESPONSE, *_ROUND)
    .join(responses, responses.c.id == sittings.c.response)
    .join(rounds, rounds.c.id == responses.c.round)
    .where(sittings.c.token_hash == bindparam("token"), sittings.c.ended_at.is_(None))
)
# Built once: building the statement anew took as long as running it.
_BY_TOKEN_LOCKED = _BY_TOKEN.with_for_update(of=responses)


def add(
    tx: Transaction,
    token_hash: str,
    sitting: str,
    response: str,
    now: datetime,
    *,
    kind: str = "code",
    shared: bool = False,
) -> None:
    """Let one more device into a response."""
    row = {"token_hash": token_hash, "id": sitting, "response": response, "kind": kind}
    seen = {"shared": int(shared), "seen_at": stamp(now) if shared else None}
    tx.run(insert(sittings).values(**row, **seen, began_at=stamp(now)))


def end(tx: Transaction, token_hash: str, now: datetime) -> None:
    """End a device's way in; the response stays."""
    live = (sittings.c.token_hash == token_hash) & sittings.c.ended_at.is_(None)
    tx.run(update(sittings).where(live).values(ended_at=stamp(now)))


def end_all(tx: Transaction, response: str, now: datetime, *, but: str = "") -> None:
    """End every device's way into a response, except the sitting with the id `but`."""
    live = (sittings.c.response == response) & sittings.c.ended_at.is_(None)
    tx.run(update(sittings).where(live, sittings.c.id != but).values(ended_at=stamp(now)))


def by_token(tx: Transaction, token_hash: str, *, lock: bool = False) -> SittingRecord | None:
    """The live sitting with this token; `lock` holds its response until the transaction ends."""
    row = tx.run(_BY_TOKEN_LOCKED if lock else _BY_TOKEN, {"token": token_hash}).first()
    if row is None:
        return None
    sitting, kind, looks, shared, seen_at, wrapped, invitation = row[:7]
    split = 7 + len(_RESPONSE)
    return SittingRecord(
        sitting,
        ResponseRecord(*row[7:split]),
        RoundRecord(*row[split:]),
        wrapped,
        invitation,
        kind,
        tuple(looks.split(",")) if looks else (),
        bool(shared),
        seen_at,
    )


def look(tx: Transaction, sitting: str, looks: Sequence[str]) -> None:
    """Keep which switches are on, on this device and for this sitting only."""
    tx.run(update(sittings).where(sittings.c.id == sitting).values(looks=",".join(looks)))


def seen(tx: Transaction, sitting: str, now: datetime) -> None:
    """Keep that a child has just done something on a shared tablet."""
    tx.run(update(sittings).where(sittings.c.id == sitting).values(seen_at=stamp(now)))
