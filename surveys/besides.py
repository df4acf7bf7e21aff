"""Use case: what a round's page says beside who answered: papers, what is held, what is no more."""

from dataclasses import dataclass

from data import keyings, responses
from data.database import Database, Transaction
from surveys.grants import within
from surveys.held import counts_of
from surveys.permissions import Actor, require
from surveys.rounds import known


@dataclass(frozen=True, slots=True)
class Besides:
    """`keyed`, `checked`: papers. `waiting`, `aside`: came without a code. `taken_back`: in words.

    How many children took their answers back is withheld where it is few: no work needs the
    number, and a child may do it because somebody near asked what they said
    (`docs/decisions/021-taken-back.md`).
    """

    keyed: int
    checked: int
    waiting: int
    aside: int
    taken_back: str


def besides(db: Database, actor: Actor, round_id: str) -> Besides:
    """The counts of one round; raises RoundRefused when there is none."""
    require(actor, "see rounds")
    within(db, actor, round_id)
    with db.reading() as tx:
        known(tx, actor, round_id)
        papers = keyings.of_round(tx, round_id)
        waiting, aside = counts_of(tx, round_id)
        return Besides(
            keyed=len(papers),
            checked=sum(one.checked_by is not None for one in papers),
            waiting=waiting,
            aside=aside,
            taken_back=_taken_back(tx, round_id),
        )


def _taken_back(tx: Transaction, round_id: str) -> str:
    """ "12", "fewer than 5", or "" where nobody did. A paper thrown away was never sent."""
    gone = [responses.get(tx, one) for one in responses.in_state(tx, "withdrawn", round_id)]
    many = sum(one is not None and one.submitted_at is not None for one in gone)
    if not many:
        return ""
    smallest = tx.settings.smallest_shown
    return f"fewer than {smallest}" if many < smallest else f"{many:,}"
