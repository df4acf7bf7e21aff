"""What a child was asked and what they answered, in the exact wording of their version and band."""

from data import versions
from data.database import Transaction
from data.records import AnswerRecord
from surveys import loader
from surveys.answers import Silence
from surveys.schema import Question, Survey

DAMAGED = (
    "These words are damaged and cannot be shown. Tell whoever looks after this server now: they "
    "may still be in a backup."
)
"""What a reader sees in the place of words that do not open; never that there are none."""
_PASSED = {
    Silence.NOT_ANSWERED: "Went on without an answer",
    Silence.PREFERRED_NOT_TO_SAY: "Would rather not say",
}


def survey_asked(tx: Transaction, survey: str, version: int) -> Survey:
    """The survey as it was worded in this version; KeyError where it was never published here."""
    return loader.from_definition(versions.definition(tx, survey, version))


def question_asked(survey: Survey, band: str | None, question_id: str) -> Question | None:
    """The question in this band's words, else in the first band's that has it, else None."""
    in_band = [one for one in survey.questionnaires if one.band == band]
    for questionnaire in (*in_band, *survey.questionnaires):
        question = questionnaire.question(question_id)
        if question is not None:
            return question
    return None


def is_contact_detail(question_id: str) -> bool:
    """Whether words answer how a child can be reached: for the safeguarding team only.

    The end questions `contact_how` and `contact_keep_from` follow the wish to be contacted.
    """
    return question_id.startswith("contact_")


def answer_in_words(question: Question | None, answer: AnswerRecord) -> str:
    """What was chosen, as the child saw it; "" for an answer in the child's own words."""
    if answer.damaged:
        return DAMAGED
    match answer.kind:
        case "chosen":
            return "; ".join(_label(question, key) for key in answer.choice)
        case "scaled":
            return _on_scale(question, answer.number)
        case "passed":
            return _PASSED.get(Silence(answer.choice[0]), "") if answer.choice else ""
        case _:
            return ""


def _label(question: Question | None, key: str) -> str:
    option = question.option(key) if question else None
    return option.label if option else key


def _on_scale(question: Question | None, number: int | None) -> str:
    scale = question.scale if question else None
    if scale is None:
        return str(number)
    ends = f"{scale.low} is “{scale.low_label}”, {scale.high} is “{scale.high_label}”"
    return f"{number} ({ends})"
