"""Where a child goes next: along the route, to one question, to help, or away."""

from surveys.collecting.asked import band_of
from surveys.collecting.asking import ask
from surveys.collecting.place import open_one, split
from surveys.collecting.visit import Visit
from surveys.collecting.wishes import CONTACT, has_asked
from surveys.routing import after, before
from surveys.schema import Band


def target(visit: Visit, go: str) -> tuple[str, str | None]:
    """The place that `go` leads to, and the band; a move that is not offered stays here."""
    standing = visit.found.response
    verb, _, wanted = go.partition(":")
    if verb == "ask":
        return ask(visit, wanted), standing.band
    if verb == "band" and standing.place == "band" and wanted in visit.survey.bands:
        return _after_band(visit, band_of(wanted)), band_of(wanted)
    if verb == "agree" and standing.place == "notice":
        return _first_open(visit), standing.band
    if standing.place in ("band", "notice"):
        return standing.place, standing.band
    if verb == "to":
        return _jump(visit, wanted), standing.band
    return _neighbour(visit, verb), standing.band


def _after_band(visit: Visit, band: Band) -> str:
    """The notice; before it, for a child who asked for somebody, how that can be done."""
    asks = visit.survey.questionnaire(band).question(CONTACT) is not None
    asked = asks and CONTACT not in visit.records and has_asked(visit.tx, visit.found.response.id)
    return f"q:{CONTACT}" if asked else "notice"


def _first_open(visit: Visit) -> str:
    question = open_one(visit.route, visit.records)
    return f"q:{question.id}" if question else "review"


def _jump(visit: Visit, wanted: str) -> str:
    if wanted == "review":
        return "review"
    on_route = any(question.id == wanted for question in visit.route)
    return f"q:{wanted}" if on_route else visit.found.response.place


def _neighbour(visit: Visit, verb: str) -> str:
    step, question_id = split(visit.found.response.place)
    route = visit.route
    if verb == "back":
        last = route[-1] if step == "review" else before(route, question_id)
        return f"q:{last.id}" if last else visit.found.response.place
    if verb == "next" and step == "question":
        if not any(question.id == question_id for question in route):
            return _first_open(visit)
        return _onward(visit, question_id)
    return visit.found.response.place


def _onward(visit: Visit, question_id: str) -> str:
    """The next question; after asking for help early, back to where the child had been."""
    following = after(visit.route, question_id)
    group = _contact_questions(visit)
    last = question_id in group and (following is None or following.id not in group)
    if last and CONTACT in visit.records:
        if not visit.records.keys() - group:  # asked for help before the notice was agreed to
            return "notice"
        return _first_open(visit)
    return f"q:{following.id}" if following else "review"


def _contact_questions(visit: Visit) -> set[str]:
    """The question about getting in touch and those that hang on it."""
    hanging = {
        question.id
        for question in visit.route
        if any(condition.question == CONTACT for condition in question.when)
    }
    return hanging | {CONTACT}
