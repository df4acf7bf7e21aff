"""Paper: keying in what a child wrote on paper, and the check by a second person."""

from datetime import UTC, datetime

import streamlit as st

from surveys.days import in_words, with_time
from surveys.keying.drafts import begin, finish, throw_away
from surveys.keying.papers import Desk, Paper, PaperLine, PaperRefused, PaperRound, desk
from surveys.keying.second import confirm, open_paper, take_up
from surveys.languages import ENGLISH, LANGUAGES
from surveys.loader import published
from surveys.pages.markdown import plain
from surveys.pages.response import ages, small
from surveys.pages.script import begin_at_top
from surveys.pages.sheet import draw_sheet, left_empty, not_marked
from surveys.pages.voice import voice_look
from surveys.permissions import MAY, Actor
from surveys.store import Database
from surveys.translations import offered, translation_of

AUDIENCE = MAY["key in papers"]
HERE, SAVED = "paper-here", "paper-saved"
EVERYBODY = "Everybody together"
KEPT = (
    "Each answer is kept when you leave its field: you can stop and come back. Words in a field "
    "that you have not left yet are not kept."
)
READ = "The safeguarding team reads what you save, and what lies here unsaved for an hour."
NOT_MARKED = (
    "Nothing is marked yet at the questions below. Look at the paper again: saved like this they "
    "count as left empty."
)
NO_CODE = (
    "A paper without a code cannot be told from its copy, and the child cannot be found by it: "
    "mark the paper, so that it is keyed in once."
)


def page(db: Database, actor: Actor) -> None:
    """The paper that is on the desk, else what waits and the form that begins one."""
    voice_look()
    here = st.session_state.get(HERE)
    begin_at_top(here or "desk")
    if here is None:
        _desk(db, actor)
        return
    try:
        paper = open_paper(db, actor, here, datetime.now(UTC))
    except PaperRefused as problem:
        del st.session_state[HERE]
        st.warning(plain(str(problem)))
        _desk(db, actor)
        return
    if st.button("Back to the desk", key="to-desk", icon=":material/arrow_back:"):
        _go(None)
    if paper.number:
        _second(db, actor, paper)
    else:
        _first(db, actor, paper)


def _desk(db: Database, actor: Actor) -> None:
    now = datetime.now(UTC)
    found = desk(db, actor, now.date().isoformat())
    st.title(_heading(found), anchor=False)
    saved = st.session_state.pop(SAVED, None)
    if saved:
        st.success(f"Kept. Write {saved:,} on the paper: the second person finds it by that.")
    st.write(_counts(found.keyed, found.checked))
    _waiting(db, actor, found)
    st.header("Key in a paper", anchor=False)
    if not found.rounds:
        st.write("No round is open. Papers are keyed in while their round is open.")
        return
    _begin(db, actor, found.rounds)


def _heading(found: Desk) -> str:
    waiting = len(found.to_check)
    if found.begun:
        return "You have begun a paper." if len(found.begun) == 1 else "You have begun papers."
    if not waiting:
        return "No paper waits for you."
    return f"{waiting:,} {'paper waits' if waiting == 1 else 'papers wait'} for a second person."


def _counts(keyed: int, checked: int) -> str:
    if not keyed:
        return "No paper has been keyed in yet. Each is checked by a second person afterwards."
    papers = "1 paper" if keyed == 1 else f"{keyed:,} papers"
    return f"{papers} keyed in, {checked:,} checked by a second person."


def _waiting(db: Database, actor: Actor, found: Desk) -> None:
    for line in found.begun:
        if _listed(line, f"Begun on {with_time(line.keyed_at)}", "Go on with it"):
            _go(line.response)
    for line in found.to_check:
        if _listed(line, f"Keyed in by {line.keyed_by} on {in_words(line.keyed_at)}", "Check it"):
            try:
                take_up(db, actor, line.response, datetime.now(UTC))
            except PaperRefused as problem:
                st.error(plain(str(problem)))
            else:
                _go(line.response)


def _listed(line: PaperLine, who: str, way_on: str) -> bool:
    """One paper in the list; whether its button was pressed."""
    with st.container(border=True, key=f"paper-{line.response}"):
        name = f"Paper {line.number:,}" if line.number else "A paper"
        st.markdown(f"**{plain(f'{name}: {line.round_title}')}**")
        team = f"{line.team}. " if line.team else ""
        small(f"{team}{ages(line.band)}{who}.")
        return st.button(way_on, key=f"take-{line.response}")


def _begin(db: Database, actor: Actor, rounds: tuple[PaperRound, ...]) -> None:
    ids = [one.id for one in rounds]
    chosen = st.selectbox(
        "Which round is it for?", ids, key="paper-round",
        format_func=lambda name: rounds[ids.index(name)].title,
    )  # fmt: skip
    round_ = rounds[ids.index(chosen)]
    no_code = st.toggle("The paper has no code", key="paper-no-code")
    with st.form("begin-paper", border=False):
        code = "" if no_code else st.text_input("Code on the paper", key="paper-code")
        team = _team(round_) if no_code else ""
        band = _band(round_)
        language = st.selectbox(
            "Language of the paper", _languages(round_), format_func=lambda c: LANGUAGES[c].english
        )
        if not st.form_submit_button("Key it in", type="primary"):
            return
    if not no_code and not code.strip():
        st.error("Type the code that stands on the paper, or say that it has none.")
        return
    try:
        here = begin(
            db, actor, chosen, code=code, team=team, band=band or "", language=language,
            now=datetime.now(UTC),
        )  # fmt: skip
    except PaperRefused as problem:
        st.error(plain(str(problem)))
        return
    _go(here)


def _band(round_: PaperRound) -> str | None:
    """The ages on the paper; nothing is chosen beforehand where there are several."""
    bands = [round_.band] if round_.band else list(round_.bands)
    return st.radio(
        "Ages on the paper", bands, 0 if len(bands) == 1 else None, horizontal=True,
        format_func=lambda band: str(band).replace("-", " to "),
    )  # fmt: skip


def _team(round_: PaperRound) -> str:
    st.warning(NO_CODE)
    return st.selectbox("Which team?", round_.teams, format_func=lambda name: name or EVERYBODY)


def _languages(round_: PaperRound) -> list[str]:
    """English, and the languages that this version of the survey is translated into."""
    survey = published().get(round_.survey)
    if survey is None or survey.version != round_.version:
        return [ENGLISH]
    return [c for c in offered(survey) if c == ENGLISH or translation_of(survey, c)]


def _facts(paper: Paper) -> None:
    team = f"{paper.team}. " if paper.team else ""
    language = LANGUAGES[paper.asked.language].english
    small(f"{paper.round_title}. {team}{ages(paper.asked.band)}In {language}.")
    if paper.elsewhere:
        st.info(
            "The child began with this code on a screen. What was given there is kept and not "
            "shown; where the paper has an answer too, the paper's counts."
        )


def _first(db: Database, actor: Actor, paper: Paper) -> None:
    st.title("Key in what stands on the paper.", anchor=False)
    _facts(paper)
    st.write(f"{KEPT} {READ}")
    draw_sheet(db, actor, paper)
    st.header("Look it over", anchor=False)
    _summary(paper)
    with st.container(horizontal=True):
        if st.button("Save this paper", type="primary", key="save-paper"):
            _save(db, actor, paper)
        with st.popover("Throw it away", key="throw"):
            st.write("What you typed of this paper goes. The code works again.")
            if st.button("Yes, throw it away", key="throw-sure"):
                throw_away(db, actor, paper.response, datetime.now(UTC))
                _go(None)


def _summary(paper: Paper) -> None:
    empty, unmarked = left_empty(paper), not_marked(paper)
    of = len(paper.route)
    answered = of - len(empty) - len(unmarked)
    st.write(f"Answered: {answered:,} of {of:,}. Left empty: {len(empty):,}.")
    _numbered(empty)
    if unmarked:
        st.warning(NOT_MARKED)
        _numbered(unmarked)


def _numbered(questions: list[tuple[int, str]]) -> None:
    for number, text in questions:
        small(f"{number}. {text}")


def _save(db: Database, actor: Actor, paper: Paper) -> None:
    try:
        st.session_state[SAVED] = finish(db, actor, paper.response, datetime.now(UTC))
    except PaperRefused as problem:
        st.error(plain(str(problem)))
    else:
        _go(None)


def _second(db: Database, actor: Actor, paper: Paper) -> None:
    st.title(f"Hold paper {paper.number:,} against what was keyed in.", anchor=False)
    _facts(paper)
    small(f"Keyed in by {paper.keyed_by}.")
    st.write(
        "Read down the paper. Where it says something else, put it right here: the change is kept "
        "at once, as a new version, and readers find new words as unread."
    )
    draw_sheet(db, actor, paper)
    if st.button("It is as on the paper now", type="primary", key="confirm-paper"):
        try:
            confirm(db, actor, paper.response, datetime.now(UTC))
        except PaperRefused as problem:
            st.error(plain(str(problem)))
        else:
            _go(None)


def _go(response: str | None) -> None:
    """Lay another paper on the desk, or none."""
    st.session_state[HERE] = response
    if response is None:
        del st.session_state[HERE]
    st.rerun()
