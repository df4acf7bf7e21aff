"""Performance trends: this round beside the one before, and the same children at start and end."""

from analysis.documents import sentences
from analysis.documents.blocks import Block, Section, Table, Text
from analysis.report import PairResult, Report, Trend

HEAD = ("Question", "Before", "Now", "Change")


def trends(report: Report, most: int) -> tuple[Block, ...]:
    """The board's section: verdicts in fixed words, then start and end where there are pairs."""
    section = Section("Performance trends", _headline(report))
    pairs = tuple(pair for pair in report.pairs if not pair.withheld)[:most]
    return (
        section,
        *((_beside(report.trends[:most]),) if report.trends else ()),
        *((_pairs(pairs), Text(report.pairs_caveat, "small")) if pairs else _why_no(report.pairs)),
    )


def _why_no(pairs: tuple[PairResult, ...]) -> tuple[Block, ...]:
    """Each reason once why no question is compared from start to end."""
    why = dict.fromkeys(pair.withheld for pair in pairs if pair.withheld)
    return tuple(Text(f"From start to end: {words[:1].lower()}{words[1:]}") for words in why)


def reasons(report: Report) -> tuple[Block, ...]:
    """The annex's section: every tracked question, and why its change is called what it is."""
    if not report.trends:
        return ()
    rows = tuple(
        (*_row(trend), sentences.ended(trend.why) or "no reason given") for trend in report.trends
    )
    head = (*HEAD, "Why")
    table = Table("This round beside the one before", head, rows, (30, 14, 14, 14, 28), shown=False)
    return Section("Each change, and why it is called so"), table


def pairs(report: Report) -> tuple[Block, ...]:
    """The annex's section: every start and end question, also those not shown."""
    if not report.pairs:
        return ()
    section = Section("The same children at the start and at the end")
    return section, Text(report.pairs_caveat), _pairs(report.pairs, shown=False)


def _headline(report: Report) -> str:
    moved = [
        f"{word}: {_texts(report.trends, verdict)}"
        for word, verdict in (("Down", "down"), ("Up", "up"))
        if any(trend.verdict == verdict for trend in report.trends)
    ]
    if moved:
        return ". ".join(moved)
    if report.trends:
        return "No clear change that these figures can show"
    return "" if report.pairs else "There is no earlier round to compare with"


def _texts(trends: tuple[Trend, ...], verdict: str) -> str:
    return sentences.listed([sentences.quoted(t.text) for t in trends if t.verdict == verdict])


def _beside(trends: tuple[Trend, ...]) -> Table:
    rows = tuple(_row(trend) for trend in trends)
    return Table("This round beside the one before", HEAD, rows, (38, 21, 21, 20))


def _row(trend: Trend) -> tuple[str, ...]:
    before, now = trend.before or "no figure", trend.now or "no figure"
    return trend.text, before, now, sentences.capital(trend.verdict)


def _pairs(pairs: tuple[PairResult, ...], *, shown: bool = True) -> Table:
    caption = "The same children, at the start and at the end"
    head = ("Question", "Children", "Moved up", "Same", "Moved down")
    return Table(caption, head, tuple(_pair(pair) for pair in pairs), (50, 12, 12, 12, 14), shown)


def _pair(pair: PairResult) -> tuple[str, ...]:
    words = f"{pair.text} {pair.withheld}".strip()
    figures = (pair.pairs, pair.better, pair.same, pair.worse)
    return words, *(sentences.NO_FIGURE if f is None else f"{f:,}" for f in figures)
