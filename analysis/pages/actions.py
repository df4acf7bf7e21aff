"""Actions: what adults will do about what children said, owned, dated and judged."""

from datetime import UTC, date, datetime

import streamlit as st

from analysis.actions import (
    MOVES,
    NAMES,
    ActionRecord,
    ActionRefused,
    Wanted,
    add,
    change,
    is_late,
    listing,
)
from analysis.codebook import Codebook, load
from surveys.days import in_words
from surveys.pages.choosing import choose_round
from surveys.pages.markdown import plain
from surveys.pages.response import small
from surveys.permissions import MAY, Actor
from surveys.store import Database

AUDIENCE = MAY["keep actions"]
TWO_LINES = 68
SAID, DONE = "What did children say?", "What will adults do?"
OWNER, MEASURE = "Who answers for it (a person or post)?", "How will anybody know that it worked?"
TOLD = "Children were told on (leave empty until they were)"


def page(db: Database, actor: Actor) -> None:
    """The round's actions, the earliest due first, and the form that adds one."""
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("What adults do about what children said.", anchor=False)
        return
    now = datetime.now(UTC)
    records = listing(db, actor, view.record.id)
    head.title(_heading(records, now), anchor=False)
    if not records:
        st.write(
            "Every action will stand here with its owner, its due date, how it is judged, what "
            "came of it, and when children were told."
        )
    with st.expander("Add an action", expanded=not records, key="add-action"):
        _form(db, actor, view.record.id, None, now)
    for record in records:
        _action(db, actor, record, now)


def _heading(records: tuple[ActionRecord, ...], now: datetime) -> str:
    if not records:
        return "No action has been agreed yet."
    late = sum(is_late(record, now) for record in records)
    many = "1 action" if len(records) == 1 else f"{len(records)} actions"
    return f"{many}, {late} late." if late else f"{many}, none late."


def _action(db: Database, actor: Actor, record: ActionRecord, now: datetime) -> None:
    with st.container(border=True, key=f"action-{record.id}"):
        st.subheader(plain(record.action), anchor=False)
        st.write(plain(f"Children said: {record.said}"))
        status = "Late" if is_late(record, now) else NAMES[record.status]
        st.markdown(
            f"**{status}**. {plain(record.owner)}, due on {in_words(record.due)}. "
            f"Judged by: {plain(record.measure)}"
        )
        for line in (record.reason, record.difference):
            if line:
                st.write(plain(line))
        small(_told(record))
        with st.expander("Change this action"):
            _change(db, actor, record, now)


def _change(db: Database, actor: Actor, record: ActionRecord, now: datetime) -> None:
    """The form as it was when this person opened it, beside what stands now."""
    place = f"action-seen-{record.id}"
    seen = st.session_state.setdefault(place, record)
    if seen != record:
        st.warning("Somebody else has changed this action. Above it stands as it is now.")
        if st.button("Begin again from what stands now", key=f"anew-{record.id}"):
            del st.session_state[place]
            st.rerun()
    _form(db, actor, record.round, seen, now)


def _told(record: ActionRecord) -> str:
    if record.told_children_on is None:
        return "Children have not been told yet."
    return f"Children were told on {in_words(record.told_children_on)}."


def _form(
    db: Database, actor: Actor, round_id: str, record: ActionRecord | None, now: datetime
) -> None:
    with st.form(f"form-{record.id if record else 'new'}", border=False, clear_on_submit=False):
        wanted = _asked(record)
        if not st.form_submit_button("Keep this action", type="primary"):
            return
    try:
        if record is None:
            add(db, actor, round_id, wanted, now)
        else:
            change(db, actor, record, wanted, now)
            del st.session_state[f"action-seen-{record.id}"]
    except ActionRefused as refused:
        for problem in refused.problems:
            st.error(plain(problem))
        return
    st.rerun()


def _asked(record: ActionRecord | None) -> Wanted:
    """The form's fields, filled with what stands."""
    said = _sentence(SAID, record.said if record else "")
    action = _sentence(DONE, record.action if record else "")
    owner, due = st.columns(2, vertical_alignment="bottom")
    who = owner.text_input(OWNER, record.owner if record else "")
    when = due.date_input("Due on", _day(record.due if record else None), format="DD/MM/YYYY")
    measure = _sentence(MEASURE, record.measure if record else "")
    wanted = Wanted(said, action, who, _text(when), measure, theme=_theme(record))
    return wanted if record is None else _later(record, wanted)


def _sentence(label: str, standing: str) -> str:
    """A field that shows a whole sentence; on one line its end would be out of sight."""
    return " ".join(st.text_area(label, standing, height=TWO_LINES).split())


def _later(record: ActionRecord, wanted: Wanted) -> Wanted:
    """What is filled in as the action goes on: done is not yet made a difference."""
    open_to = [record.status, *(s for s in MOVES if s in MOVES[record.status])]
    return Wanted(
        wanted.said,
        wanted.action,
        wanted.owner,
        wanted.due,
        wanted.measure,
        wanted.theme,
        status=st.selectbox("Where does it stand?", open_to, format_func=NAMES.__getitem__),
        reason=_sentence("If it cannot be done: why, as children may read it", record.reason),
        difference=_sentence(
            "What difference did it make? (not: that it was done)", record.difference
        ),
        told_children_on=_text(
            st.date_input(TOLD, _day(record.told_children_on), format="DD/MM/YYYY")
        ),
    )


def _theme(record: ActionRecord | None) -> str | None:
    book: Codebook = load()
    ids = [theme.id for theme in book.themes]
    standing = record.theme if record else None
    return st.selectbox(
        "Which theme does it answer?",
        ids,
        index=ids.index(standing) if standing in ids else None,
        format_func=book.name,
        placeholder="None in particular",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""
