"""A sheet to draw on for ages 4 to 7, for a conference: what is good, what is sad, what I wish.

Its words are questions that the surveys ask at that age, so every language of theirs has them.
"""

from surveys import screens
from surveys.languages import language_of
from surveys.loader import published
from surveys.paper.letters import in_language
from surveys.paper.papers import DrawingBox, DrawingSheet
from surveys.paper.pictures import picture
from surveys.schema import Band, Question

BAND: Band = "4-7"
SURVEY = "conference_consultation"
BOXES = (
    (SURVEY, "good_now", "face_good"),
    (SURVEY, "worry_now", "face_sad"),
    ("cin_start", "goal", "star"),
)
NAME = "contact_how"


def drawing_sheet(language: str) -> DrawingSheet:
    """The sheet in a language; what is not translated is in English."""
    return DrawingSheet(
        title=in_language(published()[SURVEY], BAND, language).title,
        language=language,
        direction=language_of(language).direction,
        name=_question(SURVEY, NAME, language).text,
        boxes=tuple(
            _box(_question(survey, question, language), drawing)
            for survey, question, drawing in BOXES
        ),
        someone_helped=screens.paper(BAND, language).someone_helped,
    )


def _question(survey: str, question: str, language: str) -> Question:
    asked = in_language(published()[survey], BAND, language)
    return next(one for one in asked.questions if one.id == question)


def _box(question: Question, drawing: str) -> DrawingBox:
    return DrawingBox(question.text, question.hint, picture(drawing))
