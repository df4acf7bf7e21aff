"""What keeps answers from being set side by side: across bands, and from start to end."""

from collections.abc import Iterator

from surveys.authoring.examined import Examined, asked, comparable
from surveys.authoring.problems import Problem
from surveys.schema import Band, Kind, Question, Survey

CORE = ("listened", "safe_home", "feel")
"""Asked in every survey and band, but for a survey that says why in `without_core`."""


def core_questions(examined: Examined) -> Iterator[Problem]:
    """A band that is not asked the three questions that every survey shares."""
    if str(examined.document.get("without_core", "")).strip():
        return
    for questionnaire in examined.survey.questionnaires:
        for name in CORE:
            if questionnaire.question(name) is None:
                what = f"“{name}” is not asked."
                fix = f"Add [[question]] id = “{name}” from = “core”, or say why in “without_core”."
                yield examined.problem(what, fix, key="bands", band=questionnaire.band)


def contact_offered(examined: Examined) -> Iterator[Problem]:
    """A band that is not asked whether someone should get in touch."""
    for questionnaire in examined.survey.questionnaires:
        if questionnaire.question("contact") is None:
            what = "No one asks the child if they would like someone to get in touch."
            fix = "Add “contact” to “endings”."
            yield examined.problem(what, fix, key="endings", band=questionnaire.band)


def shared_constructs(examined: Examined) -> Iterator[Problem]:
    """Bands that have nothing to compare."""
    survey = examined.survey
    ids = [
        {q.id for q in questionnaire.questions if comparable(q) and not q.ending}
        for questionnaire in survey.questionnaires
    ]
    if len(ids) > 1 and not set.intersection(*ids):
        what = f"The bands {', '.join(survey.bands)} share no question that can be compared."
        fix = "Ask one question with a good and a bad answer in every band, under the same id."
        yield examined.problem(what, fix, key="bands")


def same_kind(examined: Examined) -> Iterator[Problem]:
    """A question that is of another kind, or has no good answer, in another band."""
    first: dict[str, tuple[Question, Band]] = {}
    for questionnaire, question in asked(examined.survey):
        before, band = first.setdefault(question.id, (question, questionnaire.band))
        if question.kind is not before.kind:
            what = f"It is a {question.kind} question here and a {before.kind} question in {band}."
            fix = "Give one of the two another id, or make them the same kind."
            yield examined.about(question, questionnaire.band, what, fix, key="kind")
        elif comparable(question) is not comparable(before):
            what = f"It has a good answer in one band and none in another ({band})."
            fix = "Give an answer tone = “positive” in both bands, or in neither."
            yield examined.about(question, questionnaire.band, what, fix, key="options")


def good_and_bad(examined: Examined) -> Iterator[Problem]:
    """Answers that are all good, or all bad; several-answer questions without "none of these"."""
    for questionnaire, question in asked(examined.survey):
        tones = {option.tone for option in question.options}
        lacking = {"positive": "negative", "negative": "positive"}
        for there, missing in lacking.items():
            if there in tones and missing not in tones:
                what = f"There is a {there} answer but no {missing} one."
                fix = f"Add an answer with tone = “{missing}”, so that a child can say so."
                yield examined.about(question, questionnaire.band, what, fix, key="options")
        if question.kind is Kind.CHOICES and question.option("none") is None:
            what = "A child for whom none of the answers is true cannot say so."
            fix = "Add { key = “none”, label = “None of these” }."
            yield examined.about(question, questionnaire.band, what, fix, key="options")


def halves(examined: Examined) -> Iterator[Problem]:
    """A start without its end, or two halves that do not ask the same things."""
    survey = examined.survey
    if survey.half is None and survey.other_half is None:
        return
    other = examined.others.get(survey.other_half or "")
    if survey.half is None or other is None or not _fits(survey, other):
        what = f"“{survey.other_half or ''}” is not the other half of this survey."
        fix = "Give both files half and other_half, one “start”, one “end”, each naming the other."
        yield examined.problem(what, fix, key="other_half" if survey.other_half else "half")
        return
    if survey.bands != other.bands:
        what = f"The other half has the bands {', '.join(other.bands)}."
        yield examined.problem(what, "Give both halves the same bands.", key="bands")
    for band in [band for band in survey.bands if band in other.bands]:
        yield from _half_of_band(examined, other, band)


def recalled(examined: Examined) -> Iterator[Problem]:
    """Words that cannot be shown again: there is no other half, or it does not ask for them."""
    other = examined.others.get(examined.survey.other_half or "")
    for questionnaire, question in asked(examined.survey):
        if not question.recalls:
            continue
        band = questionnaire.band
        if examined.survey.half != "end":
            fix = "Take “recalls” out: only the end of two halves shows what the start was told."
            what = "There is no start whose words could be shown again."
            yield examined.about(question, band, what, fix, key="recalls")
        elif other is not None and band in other.bands:
            first = other.questionnaire(band).question(question.recalls)
            if first is None or first.kind is not Kind.TEXT:
                what = (
                    f"“{question.recalls}” is no question for a child's own words in “{other.id}”."
                )
                fix = "Name a question of kind “text” that this band is asked there."
                yield examined.about(question, band, what, fix, key="recalls")


def _fits(survey: Survey, other: Survey) -> bool:
    return other.other_half == survey.id and {survey.half, other.half} == {"start", "end"}


def _half_of_band(examined: Examined, other: Survey, band: Band) -> Iterator[Problem]:
    mine, theirs = examined.survey.questionnaire(band), other.questionnaire(band)
    again = [(q, twin) for q in mine.questions if (twin := theirs.question(q.id)) and not q.ending]
    for question, twin in again:
        if (what := _difference(question, twin)) and comparable(question):
            fix = "Use the same words, kind and answers in both, or another id in one of them."
            yield examined.about(question, band, f"{what} in “{other.id}”.", fix)
    if not any(comparable(question) for question, _ in again):
        fix = "Ask at least one question with a good and a bad answer in both."
        yield examined.problem(f"Nothing can be compared with “{other.id}”.", fix, band=band)
    shared = {name for name, table in examined.tables() if table.get("from") == "core"}
    for question in mine.questions:
        lost = theirs.question(question.id) is None and comparable(question)
        if lost and question.id in shared and examined.survey.half == "start":
            fix = "Ask it there too, or leave it out here."
            what = f"It is not asked again in “{other.id}”."
            yield examined.about(question, band, what, fix, key="id")


def _difference(mine: Question, theirs: Question) -> str:
    """In what a question differs from its twin in the other half; "" when in nothing."""
    if mine.text != theirs.text:
        return "Its words are not those"
    if mine.kind is not theirs.kind or mine.scale != theirs.scale:
        return "It is answered in another way than"
    return "Its answers are not those" if mine.options != theirs.options else ""
