"""Answers that were sent, opened again by the four words: changed, or taken back."""

from data import codings, ledger, responses, taken_back
from surveys.collecting.moving import target
from surveys.collecting.place import split
from surveys.collecting.saved import Saved
from surveys.collecting.sending import settle
from surveys.collecting.visit import Message, Visit

_MOVES = {
    ("mine", "done"): "thanks",
    ("mine", "take-back"): "take_back",
    ("take_back", "take-back:no"): "mine",
    ("take_back", "take-back:yes"): "taken_back",
}
"""Place and wish: where it leads. Everything else leads along the one question and back."""


def change(visit: Visit, before: dict[str, int]) -> ledger.Acknowledged:
    """Make what was just changed count: `before` holds the versions of the answers until now.

    Themes that people gave to words which are not the same any more go; safeguarding reads the
    new words as unread ones.
    """
    line = settle(visit)
    ledger.announce(visit.tx.settings, line)
    changed = [q for q, r in visit.records.items() if before.get(q) != r.version]
    codings.forget(visit.tx, visit.found.response.id, changed)
    return line


def move(visit: Visit, message: Message, saved: Saved) -> tuple[Saved, ledger.Acknowledged | None]:
    """Go where the message wishes among the answers that were sent."""
    standing = visit.found.response
    go = str(message.get("go", ""))
    place = _MOVES.get((standing.place, go)) or _along(visit, go)
    if place == "taken_back":
        return _taken_back(visit)
    responses.move(visit.tx, standing.id, visit.now, place=place, band=standing.band)
    moved = place != standing.place
    return Saved("saved", saved.version, saved.words, place, moved, saved.removed), None


def _along(visit: Visit, go: str) -> str:
    step, _ = split(visit.found.response.place)
    if go.startswith(("to:", "ask:")) and go != "to:review":
        return target(visit, go)[0]
    if step == "question" or go == "to:review":
        return "mine"
    return visit.found.response.place


def _taken_back(visit: Visit) -> tuple[Saved, ledger.Acknowledged]:
    """Erase the answers, but for what was raised as a concern; the words open nothing more."""
    tx, response = visit.tx, visit.found.response.id
    number = responses.sequence(tx, response)
    taken_back.erase(tx, response, visit.now, but=visit.found.sitting)
    line = ledger.Acknowledged(response, number, ledger.TAKEN_BACK)
    ledger.announce(tx.settings, line)
    return Saved("saved", place="taken_back", moved=True), line
