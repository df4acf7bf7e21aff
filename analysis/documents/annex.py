"""The annex: every question with its exact wording and all its answers, and the full lists."""

from dataclasses import replace

from analysis.documents import sentences
from analysis.documents.blocks import Block, Items, Section, Table, Text, Topic
from analysis.documents.board import Room
from analysis.documents.grouped import groups, hidden
from analysis.documents.trends import pairs, reasons
from analysis.report import ActionLine, Bar, QuestionResult, Report


def annex(report: Report, room: Room) -> tuple[Block, ...]:
    """Every block after the board's two pages."""
    return (
        *_questions(report),
        *_themes(report),
        *groups(report),
        *_teams(report),
        *reasons(report),
        *pairs(report),
        *_actions(report),
        *_texts(report, room),
        *_method(report),
    )


def _questions(report: Report) -> tuple[Block, ...]:
    blocks = [block for question in report.results for block in _question(question)]
    if not blocks:
        return ()
    star = Text("A star marks the answers that count as top answers.", "small")
    return Section("Every question and every answer"), star, *blocks


def _question(question: QuestionResult) -> tuple[Block, ...]:
    if question.withheld or not question.bars:
        figures: Block = Text(sentences.ended(question.withheld or question.finding))
    else:
        figures = _answers(question)
    beside = " ".join(filter(None, (question.silence, question.note)))
    return (
        Topic(sentences.named(question.text, f"Question “{question.id}”")),
        *_wordings(question),
        figures,
        *((Text(beside, "small"),) if beside else ()),
    )


def _wordings(question: QuestionResult) -> tuple[Block, ...]:
    """Each exact wording once, with the ages it was put to; then the answers offered."""
    asked = [
        f"Asked at {ages}: {words}" for words, ages in sentences.by_age(question.wordings).items()
    ]
    offered = sentences.by_age(question.answers)
    if len(offered) == 1:
        asked += [f"Answers offered: {words}" for words in offered]
    else:
        asked += [f"Answers offered at {ages}: {words}" for words, ages in offered.items()]
    return (Items(tuple(asked)),) if asked else ()


def _answers(question: QuestionResult) -> Table:
    bars = (*question.bars, *_together(question))
    caption = f"Answers to: {question.text}"
    counted = "Children asked" if question.base_is == "asked" else "Children who answered"
    rows = tuple((bar.label, sentences.share(bar, question.base)) for bar in bars)
    if all(bar.low is None for bar in bars):
        return Table(caption, ("Answer", counted), rows, (52, 48), shown=False)
    ranged = tuple((*row, sentences.likely(bar)) for row, bar in zip(rows, bars, strict=True))
    return Table(caption, ("Answer", counted, "Likely range"), ranged, (52, 26, 22), shown=False)


def _together(question: QuestionResult) -> tuple[Bar, ...]:
    """The top answers as one row, where they are more than one of the rows above."""
    top = question.top
    if top is None or top.label.casefold() in {bar.label.casefold() for bar in question.bars}:
        return ()
    return (replace(top, label=f"Top answers together: {top.label}"),)


def _themes(report: Report) -> tuple[Block, ...]:
    if not report.themes:
        return ()
    rows = tuple(
        (theme.name, sentences.theme(theme, report.comments_coded))
        for theme in report.themes
        if not theme.withheld
    )
    caption = "What children wrote about"
    table = Table(caption, ("Theme", "Comments"), rows, (56, 44), shown=False)
    withheld = [(theme.name, theme.withheld) for theme in report.themes if theme.withheld]
    return Section(caption), *_read(report), *((table,) if rows else ()), *hidden(withheld)


def _read(report: Report) -> tuple[Block, ...]:
    read = sentences.part(report.comments_coded, report.comments)
    if read == sentences.NO_FIGURE:
        return ()
    return (Text(f"People have read {read} comments and given them themes."),)


def _teams(report: Report) -> tuple[Block, ...]:
    rows = tuple(sentences.team(part) for part in report.who.teams)
    if not rows:
        return ()
    table = Table("Who answered, by team", ("Team", "Answered"), rows, (56, 44), shown=False)
    return Section("Who answered, by team"), table


def _actions(report: Report) -> tuple[Block, ...]:
    if not report.actions:
        return ()
    return Section("Every action"), *(b for line in report.actions for b in _action(line))


def _action(line: ActionLine) -> tuple[Block, ...]:
    facts = (
        ("Children said", line.said),
        ("Owner", line.owner),
        ("Due", sentences.day(line.due)),
        ("Status", sentences.status(line)),
        ("How we will know it worked", line.measure),
        ("What difference it made", line.difference or "not known yet"),
        ("Told children on", sentences.day(line.told_children_on) or "not yet"),
    )
    return Topic(sentences.named(line.action, "An action without words")), Items(
        tuple(f"{name}: {words}" for name, words in facts if words)
    )


def _texts(report: Report, room: Room) -> tuple[Block, ...]:
    return (
        *_whole("Analysis, the whole text", report.analysis, room.analysis_words),
        *_whole("Outcomes, the whole text", report.outcomes, room.outcomes_words),
    )


def _whole(label: str, text: str, words: int) -> tuple[Block, ...]:
    """A text that the board's pages cut short."""
    if not sentences.split(text, words)[1]:
        return ()
    return Section(label), *(Text(part) for part in sentences.paragraphs(text))


def _method(report: Report) -> tuple[Block, ...]:
    dates = f"Opened {sentences.day(report.who.opened)}"
    dates += f", closed {sentences.day(report.who.closed)}." if report.who.closed else "."
    about = f"Round {report.round}, survey {report.survey}. {dates}"
    made = f"{report.purpose}. Made on {sentences.day(report.made_on)} by {report.owner}."
    return Section("How the figures were made"), Items((made, about, *report.method))
