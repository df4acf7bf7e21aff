"""A report as sheets: every figure of the documents in a cell of its own, from the Report alone."""

from collections.abc import Iterable

from analysis.documents import sentences
from analysis.marking import NOT_YET
from analysis.report import Bar, PairResult, QuestionResult, Report, TeamAnswered
from analysis.spreadsheets.sheet import Book, Cell, Column, Sheet

QUESTION = Column("Question", 44)
WORDS = Column("In words", 18)
CHILDREN = Column("Children", 11)
OF = Column("Of", 9)
WHY = Column("Why not shown", 44)
NOTE = Column("Note", 60)
TEXT = Column("Text", 90)
ANSWERED = {"answered": "who answered", "asked": "who were asked"}
NO_FIGURE = sentences.NO_FIGURE


def figures(report: Report) -> Book:
    """The workbook of a marked report (`analysis/marking.py`); tables without rows are left out."""
    made = (
        *(_messages(report), _answers(report), _notes(report), _wordings(report)),
        *(_teams(report), _groups(report), _trends(report), _pairs(report)),
        *(_themes(report), _actions(report), _method(report)),
    )
    return Book(
        title=sentences.named(report.title, "A report without a title"),
        mark=report.mark,
        warning=_warning(report),
        owner=report.owner,
        purpose=report.purpose,
        made_on=report.made_on,
        cover=_cover(report),
        sheets=tuple(sheet for sheet in made if sheet.rows),
    )


def _warning(report: Report) -> str:
    if report.published:
        return ""
    return f"Draft, made on {sentences.day(report.made_on)}. {NOT_YET}"


def _cover(report: Report) -> tuple[tuple[str, str], ...]:
    number = f", report number {report.number}" if report.number > 1 else ""
    published = f"Published on {sentences.day(report.published)}{number}"
    lines = (
        ("Status", published if report.published else "Draft"),
        ("What it is for", report.purpose),
        ("Whose it is", report.owner),
        ("When children were asked", report.period),
        ("Made on", sentences.day(report.made_on)),
        ("Who answered", sentences.answered_of(report.who)),
        ("", sentences.reached(report.who)),
        ("", report.who.caution),
        ("", report.who.helped),
        ("What is left out", _left_out(report)),
        ("Children’s words", "There are none in this file."),
    )
    return tuple((name, words) for name, words in lines if words)


def _left_out(report: Report) -> str:
    return (
        f"“{NO_FIGURE.capitalize()}” stands where a figure is from 1 to "
        f"{report.smallest_shown - 1} children, or would let one be worked out."
    )


def _messages(report: Report) -> Sheet:
    parts = {
        "What we ask the board to do": report.asks,
        "Key messages": report.key_messages,
        "Analysis": sentences.paragraphs(report.analysis),
        "Outcomes": sentences.paragraphs(report.outcomes),
    }
    rows = tuple((part, words) for part, texts in parts.items() for words in texts)
    return Sheet("Messages", "What is said, and asked", (), (Column("Part", 26), TEXT), rows)


def _answers(report: Report) -> Sheet:
    rows = tuple(row for question in report.results for row in _bars(question))
    columns = (
        *(QUESTION, Column("Answer", 30), WORDS, CHILDREN, OF, Column("Of whom", 16)),
        *(Column("Percent", 10), Column("Likely from %", 15), Column("Likely to %", 13)),
        Column("Likely range", 16),
    )
    notes = ("A range is given from 30 children on. What is left out is in “Notes on questions”.",)
    return Sheet("Answers", "Every question and every answer", notes, columns, rows)


def _bars(question: QuestionResult) -> Iterable[tuple[Cell, ...]]:
    """Each answer of a question, then its top answers together."""
    if question.withheld:
        return
    for bar in question.bars:
        yield _bar(question, bar, bar.label)
    if question.top is not None and question.bars:
        yield _bar(question, question.top, f"Top answers together: {question.top.label}")


def _bar(question: QuestionResult, bar: Bar, label: str) -> tuple[Cell, ...]:
    shown = bar.count is not None and question.base is not None
    return (
        *(question.text, label, sentences.share(bar, question.base)),
        *(bar.count, question.base if shown else None, ANSWERED[question.base_is]),
        *(bar.percent, bar.low, bar.high, sentences.likely(bar)),
    )


def _notes(report: Report) -> Sheet:
    """What stands beside a question's figures, or in their place."""
    rows = tuple((q.text, words) for q in report.results if (words := _beside(q)))
    return Sheet("Notes on questions", "What to know about a question", (), (QUESTION, NOTE), rows)


def _beside(question: QuestionResult) -> str:
    instead = question.withheld or ("" if question.bars else question.finding)
    return " ".join(filter(None, (sentences.ended(instead), question.silence, question.note)))


def _wordings(report: Report) -> Sheet:
    rows = tuple(
        (question.text, band.replace("-", " to "), words, dict(question.answers).get(band, ""))
        for question in report.results
        for band, words in question.wordings
    )
    columns = (QUESTION, Column("Ages", 10), Column("Exact words", 50), Column("Answers", 50))
    notes = ("A star marks the answers that count as top answers.",)
    return Sheet("Wording", "How each question was asked at each age", notes, columns, rows)


def _teams(report: Report) -> Sheet:
    rows = tuple(
        (part.team, _of_team(part), part.answered, part.eligible, part.withheld)
        for part in report.who.teams
    )
    columns = (Column("Team", 36), WORDS, CHILDREN, OF, WHY)
    return Sheet("Teams", "Who answered, by team", (), columns, rows)


def _of_team(part: TeamAnswered) -> str:
    return NO_FIGURE if part.answered is None else sentences.team(part)[1]


def _groups(report: Report) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for group in report.groups:
        asked = (group.by, group.text, group.top)
        if group.withheld or not group.rows:
            rows.append((*asked, None, NO_FIGURE, None, None, group.withheld))
        else:
            rows += [
                (*asked, name, sentences.part(gave, everyone), gave, everyone, "")
                for name, gave, everyone in group.rows
            ]
    columns = (
        *(Column("By", 12), QUESTION, Column("Top answers", 26), Column("Group", 20)),
        *(WORDS, CHILDREN, OF, WHY),
    )
    notes = ("Children who gave a top answer, of all children of the group.",)
    return Sheet("Groups", "Different groups", notes, columns, tuple(rows))


def _trends(report: Report) -> Sheet:
    rows = tuple(
        (
            *(trend.text, trend.before or "no figure", trend.now or "no figure"),
            *(sentences.capital(trend.verdict), sentences.ended(trend.why)),
        )
        for trend in report.trends
    )
    columns = (QUESTION, Column("Before", 18), Column("Now", 18), Column("Change", 18), NOTE)
    return Sheet("Trends", "This round beside the one before", (), columns, rows)


def _pairs(report: Report) -> Sheet:
    columns = (
        *(QUESTION, CHILDREN, Column("Moved up", 11), Column("Same", 11)),
        *(Column("Moved down", 13), WHY),
    )
    title = "The same children at the start and at the end"
    notes = (report.pairs_caveat,) if report.pairs_caveat else ()
    return Sheet("Start and end", title, notes, columns, tuple(map(_pair, report.pairs)))


def _pair(pair: PairResult) -> tuple[Cell, ...]:
    counts = (pair.pairs, pair.better, pair.same, pair.worse)
    return pair.text, *(NO_FIGURE if n is None else n for n in counts), pair.withheld


def _themes(report: Report) -> Sheet:
    rows = tuple(
        (
            *(theme.name, sentences.theme(theme, report.comments_coded)),
            *(theme.count, None if theme.count is None else report.comments_coded, theme.withheld),
        )
        for theme in report.themes
    )
    read = sentences.part(report.comments_coded, report.comments)
    notes = ("People gave the themes. They are counted by comments.",)
    if read != NO_FIGURE:
        notes = (f"People have read {read} comments and given them themes.",)
    columns = (Column("Theme", 44), WORDS, Column("Comments", 12), OF, WHY)
    return Sheet("Themes", "What children wrote about", notes, columns, rows)


def _actions(report: Report) -> Sheet:
    rows = tuple(
        (
            *(line.said, line.action, line.owner, sentences.day(line.due)),
            *(sentences.status(line), line.measure, line.difference or "not known yet"),
            sentences.day(line.told_children_on) or "not yet",
        )
        for line in report.actions
    )
    columns = (
        *(Column("Children said", 36), Column("Action", 42), Column("Owner", 26)),
        *(Column("Due", 19), Column("Status", 12), Column("How we will know", 36)),
        *(Column("What difference it made", 36), Column("Told children on", 19)),
    )
    return Sheet("Actions", "What adults will do", (), columns, rows)


def _method(report: Report) -> Sheet:
    about = (
        f"Round {report.round}, survey {report.survey}. Opened {sentences.day(report.who.opened)}"
    )
    if report.who.closed:
        about += f", closed {sentences.day(report.who.closed)}"
    rows = tuple((words,) for words in (f"{about}.", *report.method))
    return Sheet("Method", "How the figures were made", (), (TEXT,), rows)
