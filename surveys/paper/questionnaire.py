"""A questionnaire on paper: the same questions in the same order, as frozen data to draw.

Routing, which a screen does by itself, is said in words; neighbouring questions that wait for the
same answer stand together under one such sentence. Every word comes from the survey's definition
and from `screens.toml`, in the language of the questionnaire.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from surveys import screens
from surveys.helplines import Helpline, Helplines
from surveys.languages import language_of
from surveys.paper.pictures import picture
from surveys.paper.words import Words, words_for
from surveys.schema import Condition, Kind, Mode, Question, Questionnaire

LINES = 5
FEW_LINES = 2
"""Ruled lines for words: as a rule, and where a name or a time is asked."""
LONG_WORDS = 2_000
"""A question that keeps no more than this is answered in a line or two."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tick; `picture` is an SVG drawing or ""."""

    label: str
    picture: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is printed. `numbers` are those of a scale, `lines` ruled lines.

    `not_safe` is said beside a box for words: whom we have to tell.
    """

    id: str
    number: int
    text: str
    hint: str
    how: str
    choices: tuple[Choice, ...]
    numbers: tuple[int, ...]
    low_label: str
    high_label: str
    lines: int
    not_safe: str
    rather_not: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring questions that are asked on the same conditions, said once above them."""

    only_if: tuple[str, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """What differs from child to child: code as printed, QR square (SVG) and how to use them.

    `code` "": boxes are printed to write one in, unless the paper must not carry any; `scan` then
    says where the code is typed, where that is known.
    """

    code: str = ""
    scan: str = ""
    square: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One band's questionnaire in one language; `copies` are printed one after another."""

    survey: str
    version: int
    band: str
    mode: Mode
    language: str
    direction: str
    large: bool
    title: str
    intro: str
    notice_title: str
    notice: tuple[str, ...]
    beside: tuple[str, ...]
    your_code: str
    no_code: str
    parts: tuple[Part, ...]
    give_back: str
    help_title: str
    help_danger: str
    helplines: tuple[tuple[str, str, str], ...]
    page_of: str
    copies: tuple[Copy, ...] = (Copy(),)

    @property
    def questions(self) -> tuple[Asked, ...]:
        """Every question in the order printed."""
        return tuple(question for part in self.parts for question in part.questions)


def paper(
    questionnaire: Questionnaire,
    mode: Mode,
    *,
    large: bool = False,
    lines: Helplines | None = None,
    copies: tuple[Copy, ...] = (Copy(),),
) -> Paper:
    """The questionnaire of one band and language as it is printed for a round in this mode."""
    says = words_for(questionnaire.band, questionnaire.language)
    return Paper(
        survey=questionnaire.survey,
        version=questionnaire.version,
        band=questionnaire.band,
        mode=mode,
        language=questionnaire.language,
        direction=language_of(questionnaire.language).direction,
        large=large,
        title=questionnaire.title,
        intro=questionnaire.intro,
        notice_title=says.notice(mode).title,
        notice=_notice(says, mode),
        beside=(says.paper.someone_helped, says.paper.help_now),
        your_code=says.paper.your_code,
        no_code=says.paper.no_code if mode == "none" else "",
        parts=_parts(questionnaire, says),
        give_back=says.paper.give_back,
        help_title=says.screens.help_title,
        help_danger=says.screens.help_danger,
        helplines=_helplines(says, lines),
        page_of=says.paper.page_of,
        copies=copies,
    )


def _notice(says: Words, mode: Mode) -> tuple[str, ...]:
    """The mode's notice without its two sentences about a screen, each said as it is on paper.

    "We save as you go" becomes who reads it. "Press Help" is in `beside` with its numbers.
    """
    said = screens.document()["notice"][says.band]
    saved, ends = len(said["start"]) - 1, len(said.get("end", ()))
    paragraphs = list(says.notice(mode).paragraphs)
    paragraphs[saved] = says.screens.thanks_read
    return tuple(paragraphs[: len(paragraphs) - ends])


def _parts(questionnaire: Questionnaire, says: Words) -> tuple[Part, ...]:
    numbers = {q.id: number for number, q in enumerate(questionnaire.questions, start=1)}

    def said(condition: Condition) -> str:
        earlier = questionnaire.question(condition.question)
        answer = " / ".join(_answers(earlier, condition)) if earlier else ""
        return says.paper.only_if.format(answer=answer, number=numbers.get(condition.question, ""))

    return tuple(
        Part(
            tuple(said(condition) for condition in when),
            tuple(_asked(question, numbers[question.id], says) for question in together),
        )
        for when, together in _together(questionnaire.questions)
    )


def _together(
    questions: Iterable[Question],
) -> Iterator[tuple[tuple[Condition, ...], list[Question]]]:
    for when, together in groupby(questions, key=lambda question: question.when):
        if when:
            yield when, list(together)
        else:
            yield from (((), [question]) for question in together)


def _answers(question: Question, condition: Condition) -> Iterator[str]:
    """The answers that lead on, as they are printed; what stands in brackets is left out."""
    if question.scale:
        offered = {str(n): str(n) for n in range(question.scale.low, question.scale.high + 1)}
    else:
        offered = {option.key: option.label for option in question.options}
    for key, label in offered.items():
        if key not in condition.none_of and (not condition.any_of or key in condition.any_of):
            yield label.partition(" (")[0]


def _asked(question: Question, number: int, says: Words) -> Asked:
    own = words_for(says.band, question.language or says.language)
    scale, direction = question.scale, language_of(own.language).direction
    return Asked(
        id=question.id,
        number=number,
        text=question.text,
        hint=question.hint,
        how=_how(question.kind, own),
        choices=tuple(Choice(o.label, picture(o.picture, direction)) for o in question.options),
        numbers=tuple(range(scale.low, scale.high + 1)) if scale else (),
        low_label=scale.low_label if scale else "",
        high_label=scale.high_label if scale else "",
        lines=_lines(question),
        not_safe=own.screens.not_safe if question.kind is Kind.TEXT else "",
        rather_not=own.paper.rather_not,
        language=own.language,
        direction=direction,
    )


def _how(kind: Kind, says: Words) -> str:
    return {
        Kind.CHOICE: says.paper.tick_one,
        Kind.CHOICES: says.paper.tick_any,
        Kind.SCALE: says.paper.ring_number,
        Kind.TEXT: says.paper.write_here,
    }[kind]


def _lines(question: Question) -> int:
    if question.kind is not Kind.TEXT:
        return 0
    return FEW_LINES if question.limit <= LONG_WORDS else LINES


def _helplines(says: Words, lines: Helplines | None) -> tuple[tuple[str, str, str], ...]:
    """Who to turn to: name, "Ring …" and a note; the authority's own first. Few for the young."""
    if lines is None:
        return ()
    national = lines.lines[1:2] if says.band == "4-7" else lines.lines[1:]
    return tuple(_helpline(says, line) for line in (*lines.own, *national))


def _helpline(says: Words, line: Helpline) -> tuple[str, str, str]:
    way = says.screens.help_text if line.text else says.screens.help_ring
    return line.name, way.format(number=line.number), line.note
