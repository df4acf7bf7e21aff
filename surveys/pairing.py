"""The end of a survey, tied to its start by the code that the child had then."""

import secrets
from collections.abc import Sequence

from data import invitations, responses
from data.database import Transaction
from data.records import InvitationRecord, RoundRecord
from surveys.grants import hidden_in
from surveys.permissions import Actor
from surveys.rounds import RoundRefused, known, survey_of

ENDS_THAT_GO = ("unused", "started", "declined")
"""A code for the end that was lost: it stops working when the child gets another."""


def tie(tx: Transaction, actor: Actor, end: RoundRecord, hashes: Sequence[str]) -> tuple[str, ...]:
    """The pair of each child whose start code has one of `hashes`, in order; made where it lacks.

    An earlier code of the same child for the end no longer works. Raises RoundRefused, naming
    the line, for what is no code of this survey's start, or where the child has sent the end.
    """
    other = survey_of(tx, end).other_half
    if other is None or survey_of(tx, end).half != "end":
        raise RoundRefused(
            f"{end.survey} is not the end of a survey that has a start. Leave the start codes out."
        )
    if end.mode == "none":
        raise RoundRefused("A round without names keeps no link. Leave the start codes out.")
    if len(set(hashes)) < len(hashes):
        raise RoundRefused("A start code stands twice in the list. Leave each in once.")
    return tuple(
        _pair(tx, actor, _start(tx, actor, other, code_hash, line), end, line)
        for line, code_hash in enumerate(hashes, 1)
    )


def _start(
    tx: Transaction, actor: Actor, survey: str, code_hash: str, line: int
) -> InvitationRecord:
    found = invitations.by_hash(tx, code_hash)
    record = known(tx, actor, found.round) if found else None
    usable = record is not None and record.survey == survey and record.mode != "none"
    if found is None or not usable or found.round in hidden_in(tx, actor):
        raise RoundRefused(
            f"Line {line} is no code of a round of {survey} that keeps a link. "
            "Look at the slip again, or leave the line out."
        )
    return found


def _pair(
    tx: Transaction, actor: Actor, start: InvitationRecord, end: RoundRecord, line: int
) -> str:
    if start.pair is None:
        pair = secrets.token_hex(8)
        invitations.pair_up(tx, start.id, pair)
        responses.pair_up(tx, start.id, pair)
        return pair
    for earlier in invitations.of_pair(tx, start.pair):
        if earlier.id == start.id or known(tx, actor, earlier.round).survey != end.survey:
            continue
        if earlier.state == "used":
            raise RoundRefused(
                f"The child with the start code in line {line} has sent the end already. "
                "Leave the line out."
            )
        if earlier.state in ENDS_THAT_GO:
            invitations.set_state(tx, earlier.id, "void")
    return start.pair
