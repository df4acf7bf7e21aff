"""One message from a child's page, in one transaction: keep the answer, then go on; safe twice."""

from dataclasses import replace
from datetime import datetime

from data import invitations, ledger, responses, sittings
from data.database import Database, Transaction, Unavailable
from data.records import SittingRecord
from surveys.collecting import changing
from surveys.collecting.asked import speak
from surveys.collecting.asking import only_raise
from surveys.collecting.codes import hash_token
from surveys.collecting.keeping import keep
from surveys.collecting.moving import target
from surveys.collecting.place import is_over
from surveys.collecting.saved import Saved
from surveys.collecting.sending import give_words, send, sent_again
from surveys.collecting.visit import Message, Visit, met
from surveys.collecting.wishes import may_ask

__all__ = ["Message", "Saved", "save"]

LOOKS = ("bigger", "contrast", "quiet")
"""The switches of a child's page, in the order in which they are shown and kept."""
_Done = tuple[Saved, ledger.Acknowledged | None]


def save(db: Database, token: str, message: Message, now: datetime) -> Saved:
    """Keep the answer in `message`, if it holds one, and move if it says so.

    Raises Unavailable when the database or the ledger cannot be written: then nothing was
    acknowledged, and the same message may be sent again.
    """
    saved, line = db.write(lambda tx: _work(tx, token, message, now))
    if line is not None:
        try:
            ledger.append(db.settings, [line])
        except OSError as problem:
            raise Unavailable(
                f"The ledger {ledger.path(db.settings)} cannot be written ({problem.strerror}). "
                "Check the disk and who owns the folder."
            ) from None
    return saved


def _work(tx: Transaction, token: str, message: Message, now: datetime) -> _Done:
    found = sittings.by_token(tx, hash_token(token), lock=True)
    if found is None or is_over(found, now):
        return Saved("no_sitting"), None
    if found.shared:
        sittings.seen(tx, found.sitting, now)
    visit = met(tx, found, now, _words_needed(found, message))
    if found.kind == "receipt" and found.response.state != "withdrawn":
        return _in_sent_answers(visit, message)
    if found.response.state != "started":
        return _after_sending(visit, message)
    saved = keep(visit, message) if "question" in message else Saved("saved")
    if saved.status != "saved":
        return saved, None
    return _switch(visit, message, saved) or _move(visit, message, saved)


def _words_needed(found: SittingRecord, message: Message) -> tuple[str, ...] | None:
    """The question whose words a message needs; None, for all, where the ledger hashes them."""
    if found.kind == "receipt" or message.get("go") == "send":
        return None
    return (str(message.get("question", "")),)


def _in_sent_answers(visit: Visit, message: Message) -> _Done:
    """The four words opened this: an answer that is changed counts at once."""
    saved, line = Saved("saved"), None
    before = {question: record.version for question, record in visit.records.items()}
    if "question" in message:
        saved = keep(visit, message)
        if saved.status != "saved":
            return saved, None
        line = changing.change(visit, before)
    switched = _switch(visit, message, saved)
    if switched is not None:
        return switched[0], line
    if not _counts(visit, message):
        return _stays(visit, saved), line
    moved, taken_back = changing.move(visit, message, saved)
    if _asks(message):
        line = changing.change(visit, before)
    return moved, taken_back or line


def _after_sending(visit: Visit, message: Message) -> _Done:
    """The answers are sent, or were declined: sending again is thanked again, help can be asked
    for, the switches work; nothing else does."""
    found = visit.found
    if message.get("go") == "send" and found.response.state in ("submitted", "held"):
        return Saved("saved", place="thanks", moved=True), sent_again(visit.tx, found)
    if _asks(message) and may_ask(found, visit.survey, visit.questionnaire):
        only_raise(visit, str(message["go"]).partition(":")[2])
        return Saved("saved", place=found.response.place, moved=True), None
    if "question" not in message:
        switched = _switch(visit, message, Saved("saved"))
        if switched is not None:
            return switched
    return Saved("refused", place=found.response.place, problem="sent"), None


# --- what works from every place --------------------------------------------------------------


def _switch(visit: Visit, message: Message, saved: Saved) -> _Done | None:
    """The language, the switches, and "I'm still here"; None for any other wish."""
    verb, _, wanted = str(message.get("go") or "").partition(":")
    if verb == "language":
        speak(visit.tx, visit.survey, visit.found.response, wanted, visit.now)
    elif verb == "looks":
        chosen = wanted.split(",")
        looks = [look for look in LOOKS if look in chosen]
        sittings.look(visit.tx, visit.found.sitting, looks)
    elif verb != "here":
        return None
    return replace(_stays(visit, saved), moved=verb != "here"), None


# --- moving -----------------------------------------------------------------------------------


def _move(visit: Visit, message: Message, saved: Saved) -> _Done:
    standing = visit.found.response
    if not _counts(visit, message):
        if "question" in message:
            responses.move(
                visit.tx, standing.id, visit.now, place=standing.place, band=standing.band
            )
        return _stays(visit, saved), None
    go = str(message["go"])
    if go == "send" and standing.place == "review":
        line = send(visit)
        give_words(visit)
        return replace(saved, place="thanks", moved=True), line
    if go == "decline" and standing.place in ("band", "notice"):
        return _declined(visit), None
    place, band = target(visit, go)
    responses.move(visit.tx, standing.id, visit.now, place=place, band=band)
    return replace(saved, place=place, moved=place != standing.place or _asks(message)), None


def _counts(visit: Visit, message: Message) -> bool:
    """A move counts from the page that is shown: a second tap finds the child elsewhere.

    Asking for help counts from every place.
    """
    if not isinstance(message.get("go"), str):
        return False
    return _asks(message) or message.get("from") == visit.found.response.place


def _asks(message: Message) -> bool:
    return str(message.get("go")).startswith("ask:")


def _stays(visit: Visit, saved: Saved) -> Saved:
    return replace(saved, place=visit.found.response.place, moved=False)


def _declined(visit: Visit) -> Saved:
    """ "No, thank you": kept as an answer to being asked; the code works if they think again."""
    responses.set_state(visit.tx, visit.found.response.id, "declined")
    if visit.found.invitation is not None:
        invitations.set_state(visit.tx, visit.found.invitation, "declined")
    return Saved("saved", place="declined", moved=True)
