"""A paper's questions to key in: in the order of the paper, each answer kept when it is given.

What is in a field was typed here from the paper; as a quote it would not be a field.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from surveys.answers import Answer, Chosen, Passed, Scaled, Silence, Wrote
from surveys.keying.drafts import keep
from surveys.keying.papers import Paper, PaperRefused
from surveys.keying.second import correct
from surveys.languages import ENGLISH
from surveys.pages.markdown import plain
from surveys.pages.response import small
from surveys.pages.voice import isolated, printed
from surveys.permissions import Actor
from surveys.schema import Kind, Option, Question
from surveys.screens import paper as sentences
from surveys.store import Database

EMPTY, RATHER_NOT = "left-empty", "rather-not"
SAID = {EMPTY: "Left empty on the paper", RATHER_NOT: "“I’d rather not say” is ticked"}
SEALED = "Only the safeguarding team reads what was keyed in here. Type it again to put it right."
AS_WRITTEN = "Exactly as written, mistakes too"
Posted = dict[str, Any]


def draw_sheet(db: Database, actor: Actor, paper: Paper) -> None:
    """Every question of the paper with a field for its answer, or why it has none."""
    for number, question in enumerate(paper.asked.questions, 1):
        with st.container(border=True, key=f"q-{question.id}"):
            _asked(paper, number, question)
            if question.id in paper.route:
                _field(db, actor, paper, question)
            else:
                small(_past(paper, question))


def left_empty(paper: Paper) -> list[tuple[int, str]]:
    """The number and wording of the questions on the route that the child left empty."""
    return [
        (number, question.text)
        for number, question in _without_answer(paper)
        if not _is_unmarked(paper, question)
    ]


def not_marked(paper: Paper) -> list[tuple[int, str]]:
    """Those where nobody has said yet what the paper has: no answer, and not "left empty"."""
    return [
        (number, question.text)
        for number, question in _without_answer(paper)
        if _is_unmarked(paper, question)
    ]


def _without_answer(paper: Paper) -> list[tuple[int, Question]]:
    """The numbered questions on the route without an answer, here or on a screen."""
    return [
        (number, question)
        for number, question in enumerate(paper.english.questions, 1)
        if question.id in paper.route and question.id not in paper.elsewhere
        if _key_of(paper.answers.get(question.id)) in (None, EMPTY)
    ]


def _is_unmarked(paper: Paper, question: Question) -> bool:
    """Boxes and lines that hold nothing are as on the paper; of a row one has to be chosen."""
    return question.kind in (Kind.CHOICE, Kind.SCALE) and question.id not in paper.answers


def _asked(paper: Paper, number: int, question: Question) -> None:
    english = paper.english.question(question.id) or question
    st.markdown(f"**{number}. {plain(english.text)}**")
    if question.language != ENGLISH:
        small("On the paper:")
        printed(question.text, question.language)
    if question.id in paper.elsewhere:
        small("Answered on a screen too.")
    problem = st.session_state.pop(_name(paper, question, "problem"), "")
    if problem:
        st.error(plain(problem))


def _past(paper: Paper, question: Question) -> str:
    """Which answers lead past a question: "Not asked: the answer to question 3 leads past it."."""
    ids = [one.id for one in paper.asked.questions]
    numbers = [str(ids.index(condition.question) + 1) for condition in question.when]
    leads = "answers to questions" if len(numbers) > 1 else "answer to question"
    verb = "lead" if len(numbers) > 1 else "leads"
    return (
        f"Not asked: the {leads} {' and '.join(numbers)} {verb} past it. If something is written "
        "here on the paper, look at that answer again."
    )


def _field(db: Database, actor: Actor, paper: Paper, question: Question) -> None:
    """The field of one question. Its name holds the version: an answer put right is drawn anew."""
    draw = {Kind.TEXT: _written, Kind.SCALE: _scale, Kind.CHOICE: _choice, Kind.CHOICES: _choices}
    given = paper.answers.get(question.id)

    def kept(read: Callable[[], Posted]) -> None:
        _keep(db, actor, paper, question, read())

    draw[question.kind](paper, question, given, kept)


def _choice(
    paper: Paper, question: Question, given: Answer | None, kept: Callable[..., None]
) -> None:
    labels = _labels(paper, question) | _said(paper)
    key = _name(paper, question, "choice")
    st.radio(
        "Answer", list(labels), index=_place(labels, given), key=key,
        format_func=labels.__getitem__, label_visibility="collapsed", on_change=kept,
        args=(lambda: _posted(st.session_state[key], lambda chosen: {"keys": [chosen]}),),
    )  # fmt: skip


def _scale(
    paper: Paper, question: Question, given: Answer | None, kept: Callable[..., None]
) -> None:
    scale = question.scale
    if scale is None:
        return
    small(f"{scale.low}: {scale.low_label}. {scale.high}: {scale.high_label}.")
    labels = {str(n): str(n) for n in range(scale.low, scale.high + 1)} | _said(paper)
    key = _name(paper, question, "scale")
    st.radio(
        "Answer", list(labels), index=_place(labels, given), key=key, horizontal=True,
        format_func=labels.__getitem__, label_visibility="collapsed", on_change=kept,
        args=(lambda: _posted(st.session_state[key], lambda chosen: {"value": chosen}),),
    )  # fmt: skip


def _choices(
    paper: Paper, question: Question, given: Answer | None, kept: Callable[..., None]
) -> None:
    """A box for each option, as on the paper; "rather not say" stands where nothing is ticked."""
    ticked = given.keys if isinstance(given, Chosen) else ()
    names = {o.key: _name(paper, question, f"box-{o.key}") for o in question.options}
    refused = _name(paper, question, "refused")

    def read() -> Posted:
        keys = [key for key, name in names.items() if st.session_state.get(name)]
        return {"keys": keys} if keys else _silent(bool(st.session_state.get(refused)))

    for key, label in _labels(paper, question).items():
        st.checkbox(label, key in ticked, key=names[key], on_change=kept, args=(read,))
    if not ticked:
        st.checkbox(
            _said(paper)[RATHER_NOT], _key_of(given) == RATHER_NOT, key=refused, on_change=kept,
            args=(read,),
        )  # fmt: skip


def _written(
    paper: Paper, question: Question, given: Answer | None, kept: Callable[..., None]
) -> None:
    """A field for words, and "rather not say" while it is empty."""
    field, refused = _name(paper, question, "field"), _name(paper, question, "refused")
    sealed = question.id in paper.sealed
    if sealed:
        small(SEALED)
    written = _typed(given)

    def read() -> Posted:
        typed = st.session_state[field]
        if sealed and not typed.strip():
            return {}
        return {"words": typed} if typed.strip() else _silent(bool(st.session_state.get(refused)))

    st.text_area(AS_WRITTEN, written, key=field, on_change=kept, args=(read,))
    if not written and not sealed:
        st.checkbox(
            _said(paper)[RATHER_NOT], _key_of(given) == RATHER_NOT, key=refused, on_change=kept,
            args=(read,),
        )  # fmt: skip


def _keep(db: Database, actor: Actor, paper: Paper, question: Question, posted: Posted) -> None:
    """Keep what a field holds; a refusal is said beside the question."""
    use = correct if paper.number else keep
    if not posted:
        return
    try:
        use(db, actor, paper.response, question.id, posted, datetime.now(UTC))
    except PaperRefused as problem:
        st.session_state[_name(paper, question, "problem")] = str(problem)


def _posted(chosen: str, answer: Callable[[str], Posted]) -> Posted:
    return _silent(chosen == RATHER_NOT) if chosen in SAID else answer(chosen)


def _silent(refused: bool) -> Posted:
    why = Silence.PREFERRED_NOT_TO_SAY if refused else Silence.NOT_ANSWERED
    return {"passed": why.value}


def _place(labels: Mapping[str, str], given: Answer | None) -> int | None:
    """Which of a radio's labels is chosen: none before somebody has said what the paper has."""
    key = _key_of(given)
    return None if key is None else list(labels).index(key)


def _key_of(given: Answer | None) -> str | None:
    """What a radio shows for an answer."""
    match given:
        case None:
            return None
        case Chosen(keys):
            return keys[0]
        case Scaled(value):
            return str(value)
        case Wrote():
            return "written"
        case Passed(Silence.PREFERRED_NOT_TO_SAY):
            return RATHER_NOT
        case _:
            return EMPTY


def _typed(given: Answer | None) -> str:
    match given:
        case Wrote(typed):
            return typed
        case _:
            return ""


def _labels(paper: Paper, question: Question) -> dict[str, str]:
    """The options in English, with what stands on the paper where that is another language."""
    english = paper.english.question(question.id) or question
    return {option.key: _both(english.option(option.key), option) for option in question.options}


def _said(paper: Paper) -> dict[str, str]:
    """The two ways to have no answer; "rather not say" also as the paper has it."""
    asked = paper.asked
    if asked.language == ENGLISH:
        return SAID
    own = sentences(asked.band, asked.language).rather_not
    return SAID | {RATHER_NOT: plain(f"{SAID[RATHER_NOT]} · {isolated(own)}")}


def _both(english: Option | None, option: Option) -> str:
    if english is None or english.label == option.label:
        return plain(option.label)
    return plain(f"{english.label} · {isolated(option.label)}")


def _name(paper: Paper, question: Question, part: str) -> str:
    return f"{part}-{paper.response}-{question.id}"
