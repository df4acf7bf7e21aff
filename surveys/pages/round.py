"""One round: who has answered and who was not reached, its codes, its counts, and closing it."""

from datetime import UTC, datetime

import streamlit as st

from surveys.besides import Besides, besides
from surveys.days import in_words
from surveys.invitations import not_reached
from surveys.pages.card import until
from surveys.pages.invite import codes_page, invite
from surveys.pages.links import BACK, link_to, round_in_address
from surveys.pages.markdown import plain
from surveys.pages.narrow import as_cards
from surveys.pages.response import small
from surveys.pages.spoken import draw_languages_of
from surveys.permissions import MAY, Actor, may
from surveys.rounds import RoundRefused, RoundView, close_round, set_counts, view
from surveys.store import Database
from surveys.teams import TeamLine, team_lines

AUDIENCE = MAY["see rounds"]
EVERYBODY = "Everybody together"
ANOTHER_TEAM = "Another team…"
NOT_KNOWN = "not known"
COLUMNS = (
    *("Team", "Answered", "Begun, not sent", "Code not opened", "No code yet"),
    *("Said no", "Said no on a screen", "Not offered"),
)
_look = st.components.v2.component(
    "heard_teams", css=as_cards("teams", COLUMNS), isolate_styles=False
)


def page(db: Database, actor: Actor) -> None:
    """The round that the address names."""
    link_to("rounds", "All rounds", icon=BACK)
    try:
        found = view(db, actor, round_in_address() or "")
    except RoundRefused as problem:
        st.title("There is no such round.", anchor=False)
        st.write(plain(str(problem)))
        return
    if codes_page(db, actor, found):
        return
    _facts(found)
    if found.record.source != "open":
        _teams(db, actor, found)
    _beside(actor, besides(db, actor, found.record.id))
    invite(db, actor, found)
    if may(actor, "open rounds") and found.record.source != "open":
        _change_counts(db, actor, found)
        _close(db, actor, found)


def _facts(found: RoundView) -> None:
    record = found.record
    st.title(plain(f"{record.title}: {_how_many(found)}."), anchor=False)
    who = f"ages {record.band}" if record.band else "the child chooses the age group"
    when = f"open since {in_words(record.opens)}"
    if record.closed_at:
        when = f"open from {in_words(record.opens)} to {in_words(record.closed_at)}"
    else:
        when += until(record.closes, datetime.now(UTC))
    st.write(plain(f"{found.survey_title}; {who}; {when}."))
    if record.hear_by:
        st.write(f"Children were told they hear what happened by {in_words(record.hear_by)}.")
    if record.source != "imported":
        draw_languages_of(record.survey, record.version)
    if found.unread:
        comments = "comment" if found.unread == 1 else "comments"
        link_to("read", f"{found.unread:,} {comments} to read", record.id)


def _how_many(found: RoundView) -> str:
    if found.record.source == "open":
        return f"{found.answered:,} had their say without a code"
    if found.eligible is None:
        return f"{found.answered:,} have answered, of an unknown number"
    return f"{found.rate} have answered"


def _teams(db: Database, actor: Actor, found: RoundView) -> None:
    st.header("Who has answered, and who has not been reached", anchor=False)
    lines = team_lines(found.teams, not_reached(db, actor, found.record.id))
    with st.container(key="teams", gap=None):
        _look(key="teams-look")
        st.table([dict(zip(COLUMNS, _row(line), strict=True)) for line in lines])
    small(
        "“Begun, not sent” and “Code not opened” are children to ask again kindly; nobody sees "
        "here what a child answered."
    )


def _row(line: TeamLine) -> tuple[str, ...]:
    return (
        plain(line.team or EVERYBODY),
        plain(line.answered),
        str(line.begun),
        str(line.not_opened),
        NOT_KNOWN if line.without_code is None else str(line.without_code),
        str(line.declined),
        str(line.declined_on_screen),
        str(line.not_offered),
    )


def _beside(actor: Actor, counts: Besides) -> None:
    """Papers, what came without a code, and what was taken back: each only where there is any."""
    if counts.keyed:
        papers = "1 paper" if counts.keyed == 1 else f"{counts.keyed:,} papers"
        st.write(f"{papers} keyed in, {counts.checked:,} checked by a second person.")
    if counts.keyed > counts.checked and may(actor, "key in papers"):
        link_to("paper", "Check papers")
    if counts.waiting or counts.aside:
        st.write(
            f"Came without a code: {counts.waiting:,} to look at, {counts.aside:,} set aside. "
            "Neither is counted."
        )
    if counts.waiting and may(actor, "look at what was held"):
        link_to("held", "Look at them")
    if counts.taken_back:
        st.write(f"Taken back by the child: {counts.taken_back}. Nothing of it is left here.")


def _change_counts(db: Database, actor: Actor, found: RoundView) -> None:
    with st.expander("Say how many could be asked, said no or were not offered", key="counts"):
        known = {team.team: team for team in found.teams}
        choices = [*known, ANOTHER_TEAM]
        team = st.selectbox(
            "Team", choices, format_func=lambda name: name or EVERYBODY, key="count-team"
        )
        before = known.get(team)
        with st.form("counts-form", border=False):
            name = st.text_input("Name of the team") if team == ANOTHER_TEAM else team
            eligible = st.number_input(
                "Could be asked (empty: not known)", 0, value=before.eligible if before else None
            )
            declined = st.number_input("Said no", 0, value=before.declined if before else 0)
            small("Leave out who said no on a screen: they are counted already.")
            missed = st.number_input("Not offered", 0, value=before.not_offered if before else 0)
            if not st.form_submit_button("Keep these numbers"):
                return
        try:
            now = datetime.now(UTC)
            set_counts(db, actor, found.record.id, name, eligible, declined, missed, now)
        except RoundRefused as problem:
            st.error(plain(str(problem)))
            return
        st.rerun()


def _close(db: Database, actor: Actor, found: RoundView) -> None:
    if not found.is_open:
        return
    with st.expander("Close this round", key="close"):
        st.write("No code of this round works afterwards. What children have sent stays.")
        sure = st.checkbox("Yes, close it", key="close-sure")
        if st.button("Close the round", disabled=not sure):
            close_round(db, actor, found.record.id, datetime.now(UTC))
            st.rerun()
