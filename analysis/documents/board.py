"""The two pages for the board: what is said, in the order of the contract's six headings."""

from dataclasses import dataclass

from analysis.documents import sentences
from analysis.documents.blocks import Block, Items, Section, Table, Text
from analysis.documents.picture import chart
from analysis.documents.ranking import lowest, ranked
from analysis.documents.trends import trends
from analysis.report import ActionLine, QuestionResult, Report

REST = "The rest of this text is in the annex."


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes on the board's two pages; what does not fit is in the annex."""

    questions: int = 6
    trends: int = 6
    themes: int = 5
    actions: int = 5
    method: int = 3
    analysis_words: int = 120
    outcomes_words: int = 90


ROOMS = (
    Room(),
    Room(questions=5),
    Room(questions=4),
    Room(questions=4, trends=5, themes=4, actions=4),
    Room(questions=4, trends=4, themes=3, actions=3, method=2),
    Room(4, 4, 3, 3, method=2, analysis_words=90, outcomes_words=60),
    Room(3, 3, 3, 2, method=1, analysis_words=60, outcomes_words=40),
)
"""From roomy to narrow: the first whose text fits two pages is used, in every format."""


def board(report: Report, room: Room) -> tuple[Block, ...]:
    """Every block of the board's two pages, asks first."""
    return (
        *_asks(report),
        *_key_messages(report),
        *_who(report),
        *_results(report, room),
        *_analysis(report, room),
        *trends(report, room.trends),
        *_groups(report),
        *_outcomes(report, room),
        *_method(report, room),
    )


def _asks(report: Report) -> tuple[Block, ...]:
    if not report.asks:
        return Section("What we ask the board to do"), Text("No decision is asked for this time.")
    return Section("What we ask the board to do"), Items(report.asks, numbered=True)


def _key_messages(report: Report) -> tuple[Block, ...]:
    if not report.key_messages:
        return Section("Key messages"), Text("No key messages have been written yet.")
    first, *rest = report.key_messages
    section = Section("Key messages", sentences.ended(first))
    return (section, Items(tuple(rest))) if rest else (section,)


def _who(report: Report) -> tuple[Block, ...]:
    who = report.who
    section = Section("Who answered, and who did not", sentences.answered_of(who))
    words = " ".join(filter(None, (sentences.reached(who), sentences.ended(who.helped))))
    return (
        section,
        *((Text(who.caution, "caution"),) if who.caution else ()),
        *((Text(words),) if words else ()),
    )


def _headline_questions(report: Report, most: int) -> tuple[QuestionResult, ...]:
    """The questions on the board's pages: tracked ones before others, then the highest first."""
    rated = [question for question in report.results if _rated(question)]
    rated.sort(key=lambda question: not question.tracked)
    return ranked(rated[:most])


def _rated(question: QuestionResult) -> bool:
    if question.withheld or question.ending or question.top is None:
        return False
    return question.top.count is not None


def _results(report: Report, room: Room) -> tuple[Block, ...]:
    questions = _headline_questions(report, room.questions)
    if not questions:
        why = "Too few children answered to show figures safely." if report.results else ""
        return Section("Results", why or "No question has been answered yet."), _see_annex()
    picture = chart(questions)
    return (
        Section("Results", _results_headline(questions)),
        *((picture,) if picture else ()),
        _results_table(questions),
        _see_annex(),
    )


def _results_table(questions: tuple[QuestionResult, ...]) -> Table:
    caption, head = "The top answers to each question", ("Question", "Top answers", "Children")
    rows = tuple(_result_row(question) for question in questions)
    if all(question.top is None or question.top.low is None for question in questions):
        return Table(caption, head, tuple(row[:3] for row in rows), (50, 30, 20))
    return Table(caption, (*head, "Likely range"), rows, (45, 24, 17, 14))


def _see_annex() -> Text:
    words = "Every question, with its exact wording and all its answers, is in the annex."
    return Text(words, "small")


def _result_row(question: QuestionResult) -> tuple[str, ...]:
    top = question.top
    if top is None:
        return question.text, sentences.NO_FIGURE, sentences.NO_FIGURE, sentences.NO_FIGURE
    return question.text, top.label, sentences.share(top, question.base), sentences.likely(top)


def _results_headline(questions: tuple[QuestionResult, ...]) -> str:
    first, last = questions[0], lowest(questions)
    if last is None:
        return f"{sentences.quoted(first.text)}: {first.finding}"
    return f"Strongest on {sentences.quoted(first.text)}, weakest on {sentences.quoted(last.text)}"


def _analysis(report: Report, room: Room) -> tuple[Block, ...]:
    shown, cut = sentences.split(report.analysis, room.analysis_words)
    themes = [theme for theme in report.themes if theme.count is not None][: room.themes]
    counts = [
        f"{sentences.quoted(theme.name)}: {sentences.theme(theme, report.comments_coded)}"
        for theme in themes
    ]
    headline = f"Children wrote most about {counts[0]}" if counts else ""
    others = "; ".join(counts[1:])
    return (
        Section("Analysis", headline),
        *((Text(f"After that: {others}."),) if others else ()),
        *(Text(words) for words in shown or ("The analysis has not been written yet.",)),
        *((Text(REST, "small"),) if cut else ()),
    )


def _groups(report: Report) -> tuple[Block, ...]:
    """Which groups were looked at: shown in the annex, or the one reason why not."""
    said: dict[str, list[str]] = {}
    for by in dict.fromkeys(group.by for group in report.groups):
        said.setdefault(_group_words(report, by), []).append(by.lower())
    lines = [f"By {sentences.listed(bys)}: {words}" for words, bys in said.items()]
    return Section("Different groups"), Text(" ".join(lines) or "No groups were compared.")


def _group_words(report: Report, by: str) -> str:
    groups = [group for group in report.groups if group.by == by]
    if any(group.rows and not group.withheld for group in groups):
        return "the table is in the annex."
    words = sentences.ended(groups[0].withheld)
    return words[:1].lower() + words[1:]


def _outcomes(report: Report, room: Room) -> tuple[Block, ...]:
    shown, cut = sentences.split(report.outcomes, room.outcomes_words)
    lines = sorted(report.actions, key=lambda line: not line.late)[: room.actions]
    table = Table(
        caption="What children said, and what adults will do",
        head=("Children said", "Action", "Owner", "Due", "Status"),
        rows=tuple(_action_row(line) for line in lines),
        widths=(25, 29, 18, 14, 14),
    )
    return (
        Section("Outcomes", _outcomes_headline(report)),
        *(Text(words) for words in shown),
        *((Text(REST, "small"),) if cut else ()),
        *((table,) if lines else ()),
    )


def _action_row(line: ActionLine) -> tuple[str, ...]:
    return line.said, line.action, line.owner, sentences.short_day(line.due), sentences.status(line)


def _outcomes_headline(report: Report) -> str:
    if not report.actions:
        return "No action has been agreed yet"
    late = [
        f"{sentences.quoted(line.action)} ({line.owner})" for line in report.actions if line.late
    ]
    return f"Late: {sentences.listed(late)}" if late else "No action is late"


def _method(report: Report, room: Room) -> tuple[Block, ...]:
    words = " ".join((*report.method[: room.method], "How each figure was made is in the annex."))
    return Section("About these figures"), Text(words, "small")
