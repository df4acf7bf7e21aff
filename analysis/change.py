"""Change: this round beside the one before, and the same children at start and end.

"Up" and "down" need all of: the same wording and answers, the same age groups in about the same
shares, both figures shown, a difference that Holm's adjustment over the tracked questions finds
unlikely by chance (p < .05), and at least 10 points. With no true change, flagging every move of
10 points claims something in every report; this gate does so in about 4 of 100.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.counts import Tally, choices
from analysis.disclosure import safe
from analysis.intervals import holm, newcombe, two_shares_p
from analysis.report import PairResult, QuestionResult, Trend, Verdict
from surveys.schema import Kind, Question, Survey

LEAST_POINTS = 10
LEAST_PAIRS = 10
MIX_POINTS = 20
"""Age groups may differ by this many points of their share before rounds are not compared."""

NOT_SHOWN = "not shown"
PAIRS_CAVEAT = (
    "Only children who answered at the start and at the end are counted. Children who felt at "
    "their worst at the start often feel better later in any case, and there is no group to "
    "compare with: this does not show what caused a change."
)
_NEW = "Not asked in these words before."
_AGES = "Not compared: the ages of those who answered are different."
_HIDDEN = "One of the two figures is not shown."


@dataclass(frozen=True, slots=True)
class Side:
    """One round's part of a comparison: raw tallies, what is shown of them, ages of the senders."""

    tallies: Mapping[str, Tally]
    shown: Mapping[str, QuestionResult]
    bands: Mapping[str, int]


def trends(now: Side, before: Side | None, tracked: Sequence[str]) -> tuple[Trend, ...]:
    """A verdict for each tracked question; none where there is no earlier round."""
    if before is None:
        return ()
    comparable = [q for q in tracked if not _obstacle(now, before, q)]
    tested = dict(zip(comparable, _p_values(now, before, comparable), strict=True))
    return tuple(_trend(now, before, q, tested.get(q)) for q in tracked if q in now.shown)


def _obstacle(now: Side, before: Side, question: str) -> tuple[Verdict, str] | None:
    """Why the two figures cannot be compared, as a verdict and its reason."""
    here, there = now.tallies.get(question), before.tallies.get(question)
    if here is None or there is None or not _same_wording(here, there):
        return "new", _NEW
    if _top(now, question) is None or _top(before, question) is None:
        return "too few to say", _HIDDEN
    if not _same_ages(now.bands, before.bands):
        return "no clear change", _AGES
    return None


def _same_wording(here: Tally, there: Tally) -> bool:
    """Whether every age group that both rounds asked read the same words and answers."""
    words, answers = dict(there.wordings), dict(there.offered)
    shared = [band for band, _ in here.wordings if band in words]
    now_words, now_answers = dict(here.wordings), dict(here.offered)
    return bool(shared) and all(
        words[b] == now_words[b] and answers.get(b) == now_answers.get(b) for b in shared
    )


def _same_ages(now: Mapping[str, int], before: Mapping[str, int]) -> bool:
    totals = sum(now.values()), sum(before.values())
    return all(
        abs(now.get(b, 0) * totals[1] - before.get(b, 0) * totals[0]) * 100
        <= MIX_POINTS * totals[0] * totals[1]
        for b in {*now, *before}
    )


def _top(side: Side, question: str) -> str | None:
    """The top answers as they are shown: "29 of 39 (74%)", or None where they are not."""
    shown = side.shown.get(question)
    if shown is None or shown.top is None or shown.top.count is None or shown.base is None:
        return None
    percent = "" if shown.top.percent is None else f" ({shown.top.percent}%)"
    asked = " asked" if shown.base_is == "asked" else ""
    return f"{shown.top.count} of {shown.base}{asked}{percent}"


def _counts(now: Side, before: Side, question: str) -> tuple[int, int, int, int]:
    here, there = now.tallies[question], before.tallies[question]
    return here.top or 0, here.answered, there.top or 0, there.answered


def _p_values(now: Side, before: Side, questions: Sequence[str]) -> tuple[float, ...]:
    return holm([two_shares_p(*_counts(now, before, question)) for question in questions])


def _trend(now: Side, before: Side, question: str, p: float | None) -> Trend:
    obstacle = _obstacle(now, before, question)
    verdict, why = obstacle or _verdict(_counts(now, before, question), 1.0 if p is None else p)
    earlier = "" if verdict == "new" else _top(before, question) or NOT_SHOWN
    said = _top(now, question) or NOT_SHOWN
    return Trend(question, now.shown[question].text, earlier, said, verdict, why)


def _verdict(counts: tuple[int, int, int, int], p: float) -> tuple[Verdict, str]:
    difference, low, high = newcombe(*counts)
    if p >= 0.05 or low <= 0 <= high:
        return "no clear change", "The difference is no larger than chance often makes it."
    if abs(difference) * 100 < LEAST_POINTS:
        return "no clear change", f"The difference is under {LEAST_POINTS} points."
    return ("up" if difference > 0 else "down"), "The difference is more than chance would make."


# --- the same children, start and end -----------------------------------------------------------


def paired(
    question: QuestionResult,
    pairs: Sequence[tuple[str, str]],
    both: int,
    sent: tuple[int, int],
    survey: Survey,
    smallest: int,
) -> PairResult:
    """How the same children moved on one question.

    `pairs`: their (start, end) keys; `both`: how many sent both halves; `sent`: how many sent
    the start and the end. Few who cannot be compared are counted as the same, so that nobody can
    subtract them.
    """
    worded = [q for band in survey.bands if (q := _question(survey, band, question.id))]
    moves = [move for pair in pairs if (move := _move(worded, *pair)) is not None]
    better, worse = sum(m > 0 for m in moves), sum(m < 0 for m in moves)
    apart = both - len(moves)
    counted = len(moves) if safe((apart,), smallest) else both
    same = counted - better - worse
    left_over = [total - part for total in sent for part in (both, counted)]
    text = question.text
    if counted < LEAST_PAIRS:
        why = "Fewer than 10 children answered this at the start and at the end."
        return PairResult(question.id, text, None, None, None, None, why)
    if not safe((better, same, worse, *left_over), smallest):
        why = f"Not shown: it would show fewer than {smallest} children."
        return PairResult(question.id, text, None, None, None, None, why)
    return PairResult(question.id, text, counted, better, same, worse, "")


def _question(survey: Survey, band: str, question_id: str) -> Question | None:
    found = (q for q in survey.questionnaires if q.band == band)
    return next((q.question(question_id) for q in found), None)


def can_be_paired(question: Question) -> bool:
    """Whether its answers have an order from worse to better."""
    tones = {tone for _, _, tone in choices(question)} - {"apart"}
    return question.kind in (Kind.CHOICE, Kind.SCALE) and len(tones) > 1


def _move(worded: Sequence[Question], start: str, end: str) -> int | None:
    """How far a child moved up; None where their answers cannot be compared."""
    for question in worded:
        ranks = _ranks(question)
        if start in ranks and end in ranks:
            return ranks[end] - ranks[start]
    return None


def _ranks(question: Question) -> dict[str, int]:
    """Each answer's place from worst (0); answers that stand apart have none."""
    ordered = [(key, tone) for key, _, tone in choices(question) if tone != "apart"]
    tones = [tone for _, tone in ordered]
    if "positive" in tones and tones.index("positive") < len(tones) / 2 and tones[-1] != "positive":
        ordered.reverse()
    return {key: place for place, (key, _) in enumerate(ordered)}
