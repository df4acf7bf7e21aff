"""A child asks for somebody: it is in the safeguarding queue with the tap, whatever comes after."""

from surveys.answers import Chosen
from surveys.collecting.keeping import put, raise_concern
from surveys.collecting.kept import answer_of, record_of
from surveys.collecting.visit import Visit
from surveys.collecting.wishes import ADVOCATE, CONTACT, may_ask
from surveys.concerns import ASKS_ADVOCATE, raising
from surveys.routing import after
from surveys.schema import Question


def ask(visit: Visit, whom: str) -> str:
    """Raise what is asked for; the place where the child says more about it."""
    asked = visit.questionnaire
    contact = asked.question(CONTACT) if asked is not None else None
    if contact is None or whom != ADVOCATE:
        only_raise(visit, whom)
        return f"q:{CONTACT}" if contact is not None else visit.found.response.place
    _for_advocate(visit, contact)
    if contact.option(ADVOCATE) is None:
        return f"q:{CONTACT}"
    following = after(visit.route, CONTACT)
    return f"q:{following.id}" if following else "review"


def only_raise(visit: Visit, whom: str) -> None:
    """Raise what is asked for where no question can be asked about it."""
    if may_ask(visit.found, visit.survey, visit.questionnaire):
        about = ASKS_ADVOCATE if whom == ADVOCATE else CONTACT
        raise_concern(visit, about, "contact", again=True)


def _for_advocate(visit: Visit, contact: Question) -> None:
    """As the answer about getting in touch; beside it where that is another wish already."""
    standing = visit.records.get(CONTACT)
    wishes = raising(contact, answer_of(standing)) if standing else frozenset()
    if contact.option(ADVOCATE) is None or wishes - {ADVOCATE}:
        raise_concern(visit, ASKS_ADVOCATE, "contact", again=True)
        return
    answer = Chosen((ADVOCATE,))
    record = record_of(
        answer,
        visit.found.response.id,
        CONTACT,
        version=standing.version + 1 if standing else 1,
        sitting=visit.found.sitting,
    )
    put(visit, contact, answer, record)
    raise_concern(visit, CONTACT, "contact", again=True)
