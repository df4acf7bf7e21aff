"""How a Report's protected figures look on a page: bars and tables of the same numbers.

Nothing is worked out here but the length of a bar, which is its count by its base.
"""

import streamlit as st

from analysis.counts import TOP_ANSWERS
from analysis.report import Bar, GroupResult, PairResult, QuestionResult, Report, Trend, WhoAnswered
from surveys.days import in_words
from surveys.pages.markdown import plain
from surveys.pages.response import small

NOT_SHOWN = "not shown"


def show_who(who: WhoAnswered) -> None:
    """Who answered and who did not, by team where that can be shown."""
    if who.caution:
        st.warning(plain(who.caution))
    parts = [(who.offered, "were offered it"), (who.declined, "said no")]
    parts.append((who.not_offered, "were not offered it"))
    said = [f"{count:,} {what}" for count, what in parts if count]
    st.write(plain(f"{'; '.join(said)}. {who.helped}" if said else who.helped))
    if who.teams:
        st.table(
            {
                "Team": [plain(team.team) for team in who.teams],
                "Answered": [_of(team.answered, team.eligible) for team in who.teams],
            }
        )
        for reason in dict.fromkeys(team.withheld for team in who.teams if team.withheld):
            small(reason)


def _of(count: int | None, base: int | None) -> str:
    if count is None:
        return NOT_SHOWN
    return f"{count:,}" if base is None else f"{count:,} of {base:,}"


def show_question(result: QuestionResult) -> None:
    """One question: what was found, its bars, the silence beside them, the same as a table."""
    with st.container(border=True, key=f"question-{result.id}"):
        st.subheader(plain(f"{result.finding}."), anchor=False)
        st.markdown(f"**{plain(result.text)}**")
        if result.withheld:
            st.info(plain(result.withheld))
        for bar in result.bars:
            _bar(bar, result.base)
        for line in (result.silence, result.note):
            if line:
                small(line)
        with st.expander("The same as a table, and the exact words"):
            if result.bars:
                _table(result)
            _wordings(result)


def _bar(bar: Bar, base: int | None) -> None:
    if bar.count is None or not base:
        st.markdown(f"{plain(bar.label)}: {NOT_SHOWN}")
        return
    st.progress(bar.count / base, text=f"{plain(bar.label)}: **{figure(bar, base)}**")


def figure(bar: Bar | None, base: int | None) -> str:
    """ "29 of 39 (74%)", or that it is not shown."""
    if bar is None or bar.count is None or base is None:
        return NOT_SHOWN
    return f"{bar.count:,} of {base:,}" + ("" if bar.percent is None else f" ({bar.percent}%)")


def top_figure(result: QuestionResult) -> str:
    """The figure of the top answers: "29 of 39 (74%)", "29 of 40 asked (73%)"."""
    said = figure(result.top, result.base)
    if result.base_is == "asked" and result.base is not None:
        return said.replace(f" of {result.base:,}", f" of {result.base:,} asked", 1)
    return said


def _table(result: QuestionResult) -> None:
    columns = {
        "Answer": [plain(bar.label) for bar in result.bars],
        "Children": [figure(bar, result.base) for bar in result.bars],
    }
    if any(bar.low is not None for bar in result.bars):
        columns["Likely range"] = [_range(bar) for bar in result.bars]
    st.table(columns)
    small(f"The numbers are {result.of}.")


def _range(bar: Bar) -> str:
    return "" if bar.low is None else f"{bar.low}% to {bar.high}%"


def _wordings(result: QuestionResult) -> None:
    offered = dict(result.answers)
    for band, words in result.wordings:
        ages = f"Ages {band.replace('-', ' to ')}" if band else "Age not known"
        answers = f" {offered[band]}" if band in offered else ""
        small(f"{ages}: “{words}”{answers}")
    if any("*" in answers for _, answers in result.answers):
        small("* counts as a top answer.")


def show_groups(groups: tuple[GroupResult, ...]) -> None:
    """Each breakdown that can be shown, then what was looked at and cannot be."""
    shown = [group for group in groups if group.rows]
    for group in shown:
        _group(group)
    reasons: dict[str, dict[str, None]] = {}
    for group in groups:
        if not group.rows:
            where = f"{group.by}, “{group.text}”" if group.text else group.by
            reasons.setdefault(group.withheld, {})[where] = None
    for reason, places in reasons.items():
        with st.expander(plain(reason), expanded=not shown):
            for place in places:
                st.markdown(f"- {plain(place)}")
    if not groups:
        st.write("No groups can be compared here: the survey does not ask about any.")


def _group(group: GroupResult) -> None:
    with st.container(border=True):
        st.subheader(plain(f"{group.by}: {group.text}"), anchor=False)
        for name, top, size in group.rows:
            if top is not None and size:
                st.progress(top / size, text=f"{plain(name)}: **{top:,} of {size:,}**")
        answer = "a top answer" if group.top == TOP_ANSWERS else f"“{group.top}”"
        small(f"Gave {answer}, of all children of the group, also those who gave none.")


def show_trends(trends: tuple[Trend, ...]) -> None:
    """Each followed question beside the round before, with a verdict in fixed words."""
    if not trends:
        st.write("There is no earlier round of this survey to compare with.")
    for trend in trends:
        with st.container(border=True):
            st.markdown(f"**{plain(trend.text)}**")
            before = f"Before: {trend.before}. " if trend.before else ""
            st.markdown(f"{plain(f'{before}Now: {trend.now}.')} **{trend.verdict.capitalize()}.**")
            small(trend.why)


def show_pairs(pairs: tuple[PairResult, ...], caveat: str) -> None:
    """The same children at the start and at the end."""
    if not pairs:
        return
    st.subheader("The same children, at the start and at the end", anchor=False)
    st.table(
        {
            "Question": [plain(pair.text) for pair in pairs],
            "Children": [_of(pair.pairs, None) for pair in pairs],
            "Better": [_of(pair.better, None) for pair in pairs],
            "The same": [_of(pair.same, None) for pair in pairs],
            "Worse": [_of(pair.worse, None) for pair in pairs],
        }
    )
    for reason in dict.fromkeys(pair.withheld for pair in pairs if pair.withheld):
        small(reason)
    small(caveat)


def show_actions(report: Report) -> None:
    """What children said and what adults will do about it."""
    for line in report.actions:
        with st.container(border=True):
            st.markdown(f"**{plain(line.action)}**")
            st.write(plain(f"Children said: {line.said}"))
            due = in_words(line.due) if line.due else "no date"
            small(
                f"{line.status.capitalize()}. {line.owner}, due on {due}. Judged by: {line.measure}"
            )
            if line.difference:
                st.write(plain(line.difference))
            if line.told_children_on:
                small(f"Children were told on {in_words(line.told_children_on)}.")
