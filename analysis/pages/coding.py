"""Give themes: one comment at a time beside the codebook; the machine suggests, people decide."""

from datetime import UTC, datetime
from typing import cast, get_args

import streamlit as st

from analysis.codebook import Codebook, Theme, load
from analysis.coding import (
    NO_THEME,
    CodingRecord,
    CommentToCode,
    DecidedMeanwhile,
    Decision,
    Desk,
    Place,
    Show,
    comments_to_code,
    decide,
    fits_no_theme,
    make_suggestions,
    mood_order,
    undo,
)
from analysis.suggestions import MOOD_LABEL
from analysis.worker import WorkerFailed, worker
from surveys.days import in_words
from surveys.pages.choosing import choose_round
from surveys.pages.markdown import plain
from surveys.pages.response import ages, draw_damaged, draw_marks, small
from surveys.pages.voice import matched, voice, voice_look
from surveys.permissions import MAY, Actor
from surveys.store import Database

AUDIENCE = MAY["give themes"]
AT, MOODS, SIGNED = "at-comment", "at-moods", "at-signed"
SHOWS = {"to do": "To do", "done": "Done", "all": "All"}
ORDERS = {"time": "Time", "mood": "Most upset first (a guess)"}
SUGGESTED = ": suggested, because of these words"


def page(db: Database, actor: Actor) -> None:
    """The comment that is next, its suggestions, and every theme that can be given."""
    voice_look()
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("Give themes to what children said.", anchor=False)
        return
    show, order = _ways_of_reading(db, actor, view.record.id)
    now, at = datetime.now(UTC), st.session_state.get(AT)
    if not st.session_state.get(SIGNED):
        make_suggestions(db, actor, view.record.id, now)
        st.session_state[SIGNED] = True
    desk = comments_to_code(db, actor, view.record.id, now, show=show, at=at, order=order)
    head.title(_heading(desk), anchor=False)
    if desk.of:
        st.progress(desk.done / desk.of, text=f"Looked at: {desk.done:,} of {desk.of:,}")
    if desk.comment is None:
        st.write(_nothing(desk))
    else:
        st.session_state[AT] = desk.comment.place
        _comment(db, actor, desk, desk.comment)
    _codebook(desk.codebook)


def _heading(desk: Desk) -> str:
    if not desk.of:
        return "No comment has come in yet."
    left = desk.of - desk.done
    if not left:
        return "Every comment has been looked at."
    return "1 comment waits for themes." if left == 1 else f"{left:,} comments wait for themes."


def _nothing(desk: Desk) -> str:
    if not desk.of:
        return "What children write comes here, one comment at a time, with the codebook beside it."
    return "Nothing is left in this list. Choose “All” to see what was decided."


def _ways_of_reading(db: Database, actor: Actor, round_id: str) -> tuple[Show, list[Place] | None]:
    """Which comments and in which order; a guess at their mood is asked for once a round."""
    with st.expander("Which comments, and in which order"):
        which, how = st.columns(2)
    options = get_args(Show)
    show = which.radio(
        "Show", options, format_func=SHOWS.__getitem__, horizontal=True, key="show", on_change=_new
    )
    order = how.radio(
        "In order of", list(ORDERS), format_func=ORDERS.__getitem__, horizontal=True, on_change=_new
    )
    if order == "time":
        return show, None
    how.markdown(f":small[{plain(MOOD_LABEL)}.]")
    if MOODS not in st.session_state:
        with st.spinner("TextBlob is reading…"):
            st.session_state[MOODS] = _guessed(db, actor, round_id)
    return show, st.session_state[MOODS]


def _guessed(db: Database, actor: Actor, round_id: str) -> list[Place] | None:
    """Ids in the order of TextBlob's guess (made in the worker process), or by time."""
    try:
        return list(mood_order(db, actor, round_id, lambda said: worker().run("moods", said)))
    except WorkerFailed as problem:
        st.warning(plain(f"{problem} Until then comments are in the order of time."))
        return None


def _comment(db: Database, actor: Actor, desk: Desk, comment: CommentToCode) -> None:
    with st.container(border=True, key="comment"):
        st.markdown(f"**{plain(comment.asked)}**")
        if comment.words is None:
            draw_damaged()
        else:
            voice(comment.words, comment.marks.language)
        small(f"{ages(comment.band)}Sent on {in_words(comment.sent_on)}.")
        draw_marks(comment.marks)
    if comment.words is not None:
        _themes(db, actor, desk.codebook, comment)
        _other_theme(db, actor, desk.codebook, comment)
    with st.container(horizontal=True):
        args = (db, actor, comment, desk.after)
        if comment.words is not None:
            st.button(
                "No theme fits", key="no-theme", shortcut="Alt+0", on_click=_no_theme, args=args
            )
        st.button(
            "Back", shortcut="Alt+B", disabled=not desk.before, on_click=_go, args=(desk.before,)
        )
        st.button(
            "Next", type="primary", shortcut="Alt+N", disabled=not desk.after, on_click=_go,
            args=(desk.after,),
        )  # fmt: skip


def _themes(db: Database, actor: Actor, codebook: Codebook, comment: CommentToCode) -> None:
    """A row for each theme that is suggested or decided, numbered for the keyboard."""
    suggested = {one.theme: one.because for one in comment.suggestions}
    decided = [one.theme for one in comment.decisions if one.theme not in suggested]
    if not suggested and not decided:
        st.write("The words suggest no theme. Choose one below, or say that none fits.")
    for number, theme in enumerate([*suggested, *decided], start=1):
        with st.container(border=True, key=f"theme-{theme}"):
            _theme(codebook, comment, theme)
            if theme in suggested:
                matched(suggested[theme], theme)
            _decision(db, actor, comment, theme, number)


def _theme(codebook: Codebook, comment: CommentToCode, theme: str) -> None:
    """The theme's name and what counts as it; a suggestion says that it is one."""
    found = codebook.theme(theme)
    name = "No theme fits" if theme == NO_THEME else codebook.name(theme)
    st.markdown(f"**{plain(name)}**" + ("" if comment.decided(theme) else SUGGESTED))
    if found:
        small(found.counts)


def _decision(db: Database, actor: Actor, comment: CommentToCode, theme: str, number: int) -> None:
    """What was decided, by whom, and the way back; else the two ways to decide."""
    decision = comment.decided(theme)
    with st.container(horizontal=True, vertical_alignment="center"):
        if decision:
            small(f"{_decided(decision)}. {decision.by}, {in_words(decision.at)}.")
            st.button(
                "Undo", key=f"undo-{theme}", on_click=_undo, args=(db, actor, comment, theme)
            )  # fmt: skip
            return
        for label, what, keys in (
            ("Give", "given", "Alt+"),
            ("Does not fit", "rejected", "Alt+Shift+"),
        ):
            st.button(
                label, key=f"{what}-{theme}", on_click=_decide,
                args=(db, actor, comment, theme, what),
                shortcut=f"{keys}{number}" if number <= 9 else None,
            )  # fmt: skip


def _decided(decision: CodingRecord) -> str:
    if decision.theme == NO_THEME:
        return "Looked at"
    return "Given" if decision.decision == "given" else "Does not fit"


def _other_theme(db: Database, actor: Actor, codebook: Codebook, comment: CommentToCode) -> None:
    """Any theme of the codebook, with what counts as it before it is given."""
    here = {one.theme for one in comment.suggestions} | {one.theme for one in comment.decisions}
    others = [theme.id for theme in codebook.themes if theme.id not in here]
    chosen = st.selectbox(
        "Add another theme", others, index=None, format_func=codebook.name,
        placeholder="Type or choose a theme", key=f"other-{comment.response}-{comment.question}",
    )  # fmt: skip
    theme = codebook.theme(chosen) if chosen else None
    if theme is None:
        return
    _definition(theme)
    st.button(
        "Give this theme", key="give-other", on_click=_decide,
        args=(db, actor, comment, theme.id, "given"),
    )  # fmt: skip


def _definition(theme: Theme) -> None:
    st.markdown(f"**{plain(theme.name)}** ({plain(theme.id)})")
    small(f"Counts: {theme.counts}")
    small(f"Does not count: {theme.not_this}")
    if theme.polarity:
        small(f"Good or bad: {theme.polarity}")


def _codebook(codebook: Codebook) -> None:
    with st.expander(f"The codebook: {len(codebook.themes)} themes"):
        for theme in codebook.themes:
            _definition(theme)


def _decide(db: Database, actor: Actor, comment: CommentToCode, theme: str, what: str) -> None:
    try:
        decide(db, actor, *comment.place, theme, cast("Decision", what), datetime.now(UTC))
    except DecidedMeanwhile as meanwhile:
        theirs = meanwhile.theirs
        mine = "“Give”" if what == "given" else "“Does not fit”"
        st.warning(
            plain(
                f"Since you opened this, {theirs.by} decided about “{load().name(theme)}”: "
                f"{_decided(theirs)}. "
                f"You chose {mine}. Theirs stands; to change it, talk to them or press Undo."
            )
        )
        st.session_state[AT] = comment.place


def _undo(db: Database, actor: Actor, comment: CommentToCode, theme: str) -> None:
    undo(db, actor, *comment.place, theme, datetime.now(UTC))


def _no_theme(db: Database, actor: Actor, comment: CommentToCode, after: Place | None) -> None:
    fits_no_theme(db, actor, *comment.place, datetime.now(UTC))
    _go(after)


def _go(place: Place | None) -> None:
    st.session_state[AT] = place


def _new() -> None:
    """Begin the list anew when another one is chosen."""
    st.session_state.pop(AT, None)
