"""One question's protected figures with their percentages, ranges and sentences.

The display ladder: under 10 children words only, 10 to 29 counts, 30 and more percent and range.
"""

from analysis.counts import TOP_ANSWERS, Tally
from analysis.disclosure import Block, Shown, protect
from analysis.intervals import percent, wilson_percent
from analysis.report import Bar, Display, QuestionResult
from surveys.schema import Kind

COUNTS_FROM, PERCENT_FROM = 10, 30


def display_of(base: int | None) -> Display:
    """What a base carries: words, counts or percent too."""
    if base is None or base < COUNTS_FROM:
        return "words"
    return "percent" if base >= PERCENT_FROM else "counts"


def question_result(
    tally: Tally, smallest: int, took_part: int, eligible: int | None, *, tracked: bool = False
) -> QuestionResult:
    """The question as everybody may see it. `eligible`: who could have answered the round."""
    shown = protect(tally, smallest)
    population = eligible if tally.not_asked == 0 else None
    bars = tuple(_bar(block, shown, population) for block in shown.blocks)
    top = _top(tally, shown, population)
    return QuestionResult(
        id=tally.question.id,
        text=tally.question.text,
        wordings=tally.wordings,
        base=shown.base,
        display=display_of(shown.base) if bars else "words",
        bars=bars,
        not_answered=shown.not_answered,
        preferred_not_to_say=shown.preferred_not_to_say,
        not_asked=shown.not_asked,
        merged=shown.merged,
        withheld=shown.withheld,
        top=top,
        base_is=shown.base_is,
        of=_of(shown),
        finding=_finding(tally, shown, bars, top),
        silence=_silence(shown, took_part),
        answers=tally.offered,
        hidden=shown.hidden,
        note=shown.note,
        kind=tally.question.kind.value,
        tracked=tracked,
        ending=tally.question.ending,
    )


def _bar(block: Block, shown: Shown, population: int | None) -> Bar:
    count, base = block.count, shown.base
    if count is None or base is None or display_of(base) != "percent":
        return Bar(block.key, block.label, block.tone, count, None, None, None)
    low, high = None, None
    if population is None or population > base:
        low, high = wilson_percent(count, base, population)
    return Bar(block.key, block.label, block.tone, count, percent(count, base), low, high)


def _top(tally: Tally, shown: Shown, population: int | None) -> Bar | None:
    if shown.top is None or not shown.blocks:
        return None
    return _bar(Block("top", tally.top_label, "positive", shown.top), shown, population)


def _who(shown: Shown) -> str:
    return "children asked" if shown.base_is == "asked" else "children"


def _of(shown: Shown) -> str:
    if shown.base is None:
        return ""
    who = "who were asked" if shown.base_is == "asked" else "who answered"
    return f"of {shown.base:,} children {who}"


def _finding(tally: Tally, shown: Shown, bars: tuple[Bar, ...], top: Bar | None) -> str:
    """The heading: what was found, as a sentence without its full stop."""
    if tally.question.kind is Kind.TEXT:
        wrote = "Children" if shown.base is None else f"{shown.base:,} children"
        return f"{wrote} wrote about this in their own words"
    if not bars or shown.base is None:
        return "Too few children to show figures safely"
    of = f"of {shown.base:,} {_who(shown)}"
    if top is not None and top.count is not None:
        return f"{top.count:,} {of} {_top_in_words(tally)}"
    most = max((bar for bar in bars if bar.key != "others"), key=lambda bar: bar.count or 0)
    return f"The most frequent answer was “{most.label}”: {most.count or 0:,} {of}"


def _top_in_words(tally: Tally) -> str:
    """ "said “Always” or “Mostly”": each top answer as it was offered."""
    if tally.top_label == TOP_ANSWERS:
        return "gave a top answer"
    if tally.question.scale:
        return f"said {tally.top_label}"
    tops = [option.label for option in tally.question.options if option.tone == "positive"]
    return f"said {' or '.join(f'“{label}”' for label in tops)}"


def _silence(shown: Shown, took_part: int) -> str:
    """Who gave no answer, beside the base. Nothing is said that the figures do not say already."""
    said = []
    if shown.base_is == "answered" and shown.base is not None and shown.not_asked is not None:
        silent = took_part - shown.base - shown.not_asked
        if shown.not_answered is None or shown.preferred_not_to_say is None:
            said.append(f"{silent:,} gave no answer or would rather not say")
        else:
            if shown.not_answered:
                said.append(f"{shown.not_answered:,} went on without an answer")
            if shown.preferred_not_to_say:
                said.append(f"{shown.preferred_not_to_say:,} would rather not say")
    if shown.not_asked:
        said.append(f"{shown.not_asked:,} were not asked")
    return f"Beside these, {', '.join(said)}." if said else ""
