"""Sentences made from the Report's figures: the one place for them, for every format.

A figure is copied, never worked out: no sum, no share and no rounding happens here.
"""

import re
import unicodedata
from datetime import date

from analysis.report import (
    ActionLine,
    Bar,
    QuestionResult,
    TeamAnswered,
    ThemeResult,
    WhoAnswered,
)

NO_FIGURE = "not shown"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")


def day(text: str) -> str:
    """An ISO day or time as "20 November 2026"; anything else as it stands."""
    if not _ISO_DAY.fullmatch(text):
        return text
    found = date.fromisoformat(text[:10])
    return f"{found.day} {found:%B %Y}"


def short_day(text: str) -> str:
    """An ISO day for a narrow column: "20 Nov 2026"; anything else as it stands."""
    if not _ISO_DAY.fullmatch(text):
        return text
    found = date.fromisoformat(text[:10])
    return f"{found.day} {found:%b %Y}"


def share(bar: Bar, base: int | None) -> str:
    """The figure of one answer: "29 of 39 (74%)", "14 of 22" on a small base, or withheld."""
    if bar.count is None or base is None:
        return NO_FIGURE
    return f"{bar.count:,} of {base:,}" + ("" if bar.percent is None else f" ({bar.percent}%)")


def likely(bar: Bar) -> str:
    """The range of one answer: "58% to 86%", or "no range" where the Report has none."""
    if bar.low is None or bar.high is None:
        return "no range"
    return f"{bar.low}% to {bar.high}%"


def quoted(words: str) -> str:
    """Words in quotation marks, without a full stop before the closing one."""
    return f"“{words.strip().rstrip('.')}”"


def named(words: str, otherwise: str) -> str:
    """A heading's words, or other words where there is nothing in them that can be seen."""
    unseen = {"Cf", "Cc", "Zs", "Zl", "Zp"}
    return (
        words if any(unicodedata.category(letter) not in unseen for letter in words) else otherwise
    )


def capital(words: str) -> str:
    """The words with a capital at the start, the rest untouched."""
    return words[:1].upper() + words[1:]


def by_age(wordings: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each wording once, with its bands as ages: {"Is it good?": "8 to 10 and 11 to 17"}."""
    bands: dict[str, list[str]] = {}
    for band, words in wordings:
        bands.setdefault(words, []).append(band.replace("-", " to "))
    return {words: listed(ages) for words, ages in bands.items()}


def ended(words: str) -> str:
    """A sentence with an end: a full stop is added where there is no mark."""
    words = words.strip()
    return words if not words or words[-1] in ".!?…”" else f"{words}."


def answered(question: QuestionResult) -> str:
    """What one question's figures stand on: "39 answered", "40 asked", or that it is not shown."""
    return NO_FIGURE if question.base is None else f"{question.base:,} {question.base_is}"


def answered_of(who: WhoAnswered) -> str:
    """The denominator as a headline: "40 of 300 (13%) answered"."""
    return who.sentence if "answered" in who.sentence else f"{who.sentence} answered"


def reached(who: WhoAnswered) -> str:
    """What is known of those who did not answer, each figure only where somebody counted any."""
    figures = (
        (who.offered, "were offered it"),
        (who.declined, "said no"),
        (who.not_offered, "were not offered it"),
    )
    parts = [f"{count:,} {what}" for count, what in figures if count]
    return f"{listed(parts)}." if parts else ""


def team(part: TeamAnswered) -> tuple[str, str]:
    """One team's row: its name and "12 of 80 answered", or why that is not shown."""
    if part.answered is None:
        return part.team, part.withheld or NO_FIGURE
    if part.eligible is None:
        return part.team, f"{part.answered:,} answered"
    return part.team, f"{part.answered:,} of {part.eligible:,}"


def part(count: int | None, base: int | None) -> str:
    """A group's figure: "12 of 15", or that it is not shown."""
    return NO_FIGURE if count is None or base is None else f"{count:,} of {base:,}"


def status(line: ActionLine) -> str:
    """Where an action stands, and whether it is late."""
    words = "cannot do" if line.status == "cannot" else line.status
    return capital(f"{words}, late" if line.late and words != "late" else words)


def theme(result: ThemeResult, comments: int | None) -> str:
    """A theme by its comments: "14 of 31 comments", or that it is not shown."""
    if result.count is None:
        return NO_FIGURE
    of = "" if comments is None else f" of {comments:,}"
    return f"{result.count:,}{of} comments"


def listed(parts: list[str], word: str = "and") -> str:
    """One, two and three: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def paragraphs(text: str) -> tuple[str, ...]:
    """What a person wrote, a paragraph a line break, without empty ones."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def split(text: str, words: int) -> tuple[tuple[str, ...], bool]:
    """As many whole sentences as fit into so many words, and whether something was left out."""
    kept: list[str] = []
    left = words
    for paragraph in paragraphs(text):
        taken: list[str] = []
        for sentence in re.split(r"(?<=[.!?])\s+(?=[“\"'A-Z0-9])", paragraph):
            left -= len(sentence.split())
            if left < 0:
                return (*kept, *_joined(taken)), True
            taken.append(sentence)
        kept.extend(_joined(taken))
    return tuple(kept), False


def _joined(sentences: list[str]) -> tuple[str, ...]:
    return (" ".join(sentences),) if sentences else ()
