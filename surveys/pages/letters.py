"""On a round's page: questionnaires to print, and letters for a list of children.

What holds codes or names is laid on the shelf in memory and fetched by a link within a quarter of
an hour; Streamlit's own download button would serve it without asking who is there.
"""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import streamlit as st

from surveys.languages import LANGUAGES
from surveys.pages.markdown import plain
from surveys.paper import invitation
from surveys.paper.blanks import of_round
from surveys.paper.letters import unsigned
from surveys.paper.mail_list import COLUMNS, LARGEST, ListRefused
from surveys.paper.merge import Batch, write_to
from surveys.paper.shelf import shelf
from surveys.permissions import Actor
from surveys.rounds import RoundRefused, RoundView
from surveys.store import Database

PRESSED = "make-letters"
FILE = "letters-file"
END = "letters-end"
TWELVE = "letters-twelve"
KINDS = {
    "letters": "Letters, a page each",
    "slips": "Slips to cut, eight on a page",
    "forms": "Questionnaires on paper with the codes",
}
FETCH = (
    "Fetch them now: they wait for you for a quarter of an hour, in memory only. Of the list Heard "
    "keeps the references, sealed. Delete the list when the letters are out."
)
MOST_PROBLEMS = 20
MOST_FORMS = 300
"""Whole questionnaires in one file: 300 are about 2,400 pages, which take the worker a minute."""


def on_paper(db: Database, actor: Actor, found: RoundView) -> None:
    """Links to the round's questionnaires as PDF, in the language and size chosen."""
    of = of_round(db, actor, found.record.id)
    with st.expander("On paper: print the questions", key="on-paper"):
        st.write("The same questions in the same order, with room to write a code on page 1.")
        language = st.selectbox(
            "Language",
            of.languages,
            format_func=lambda code: LANGUAGES[code].english,
            key="paper-language",
        )
        large = st.checkbox("Large print", key="paper-large")
        query = urlencode({"language": language} | ({"size": "large"} if large else {}))
        for band in of.bands:
            address = f"/download/questionnaire/{found.record.id}/{band}.pdf?{query}"
            st.markdown(f"[Ages {band.replace('-', ' to ')} (PDF)]({address})")
        if of.survey.id == invitation.SURVEY:
            _sheets(language)


def _sheets(language: str) -> None:
    """What goes with a conference: a sheet to draw on, and an invitation for 12 and over."""
    drawing = f"/download/sheet/drawing.pdf?{urlencode({'language': language})}"
    st.markdown(f"[A sheet to draw on, ages 4 to 7 (PDF)]({drawing})")
    st.markdown(
        "[An invitation, 12 and over, in English only (PDF)](/download/sheet/invitation.pdf)"
    )
    if invitation.not_checked():
        st.warning(invitation.not_checked())


def letters_form(ends: dict[str, str], survey: str) -> None:
    """The form that takes a list; what comes of it is shown in the run after the press.

    `ends`: open rounds of the end survey by id, for a second code for the same child.
    """
    with (
        st.expander("Letters for a list of children", key="letters"),
        st.form("letters-form", border=False),
    ):
        st.write(
            f"A CSV file with these columns: {', '.join(COLUMNS)}. Only “reference”, a name or "
            "case number, must be there. The whole list is checked before any code is made. It "
            "is not kept."
        )
        st.file_uploader("The list (CSV)", type="csv", key=FILE, max_upload_size=5)
        if ends:
            st.selectbox(
                "A second letter for the same child, for the end?",
                [None, *ends],
                format_func=lambda end: ends[end] if end else "No, only this round",
                key=END,
            )
        if survey == invitation.SURVEY:
            st.checkbox(
                "Whoever has no age on this list is 12 or over: print them an invitation",
                key=TWELVE,
            )
        st.form_submit_button("Check the list and make the letters", key=PRESSED)


def asked_for() -> bool:
    """Whether letters were asked for in this run."""
    return bool(st.session_state.get(PRESSED))


def letters_made(db: Database, actor: Actor, found: RoundView) -> None:
    """Make what the form asked for and say where it can be fetched, or what to put right."""
    now = datetime.now(UTC)
    heading = st.container()
    batches = _made(db, actor, found.record.id, now)
    with heading:
        st.title(_heading(batches), anchor=False)
    if batches:
        fetch(actor, batches, now)
        st.warning(FETCH)
        if unsigned(db.settings.authority):
            st.warning(plain(unsigned(db.settings.authority)))
    st.button("I have them" if batches else "Go back", type="primary")


def fetch(actor: Actor, batches: tuple[Batch, ...], now: datetime) -> None:
    """Links to everything that can be printed of new codes, for whoever made them."""
    for batch in batches:
        if len(batches) > 1:
            st.header(plain(f"For {batch.survey.title}"), anchor=False)
        for kind, label in _kinds(batch).items():
            file = f"{batch.round}-{kind}.pdf"
            token = shelf().put(actor.name, kind, file, batch, now)
            st.markdown(f"[{label} (PDF)](/download/paper/{token})")
        if told := invitation.by_age(batch).told():
            st.write(plain(told))


def _kinds(batch: Batch) -> dict[str, str]:
    """Letters go to somebody: without a name or an address there are slips and papers only."""
    kinds = dict(KINDS)
    if not any(given.child.name or given.child.address for given in batch.given):
        del kinds["letters"]
    if len(batch.given) > MOST_FORMS:
        del kinds["forms"]
    if invitation.by_age(batch).invited:
        kinds["invitations"] = "Invitations for 12 and over, in English only"
    return kinds


def _heading(batches: tuple[Batch, ...]) -> str:
    if not batches:
        return "Nothing was made of this list yet."
    return f"{len(batches[0].given):,} codes, one for each child on the list."


def _made(db: Database, actor: Actor, round_id: str, now: datetime) -> tuple[Batch, ...]:
    """The new codes, saying how far it is; nothing after saying what to put right."""
    asked = st.session_state
    file = asked.get(FILE)
    if file is None:
        st.error("Choose the list first: a CSV file.")
        return ()
    bar = st.progress(0.0, "Checking the list…")

    def tell(done: int, of: int) -> None:
        bar.progress(done / of, f"Making codes: {done:,} of {of:,}")

    try:
        content = file.getvalue()[: LARGEST + 1]
        batches = write_to(
            db, actor, round_id, content, now, end_round=asked.get(END), progress=tell
        )
        return tuple(replace(batch, all_twelve=bool(asked.get(TWELVE))) for batch in batches)
    except ListRefused as refused:
        _problems(refused.problems)
    except RoundRefused as refused:
        st.error(plain(str(refused)))
    finally:
        bar.empty()
    return ()


def _problems(problems: tuple[str, ...]) -> None:
    """Every problem of a list; of very many, the first ones and how many there are."""
    for problem in problems[:MOST_PROBLEMS]:
        st.error(plain(problem))
    if len(problems) > MOST_PROBLEMS:
        st.write(f"and {len(problems) - MOST_PROBLEMS:,} more. Put these right first.")
