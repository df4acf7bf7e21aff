"""Protection: which figures of one question may be shown, so that nobody can subtract to a child.

A question divides the children who took part into blocks: each answer, went on without one,
would rather not say, not asked. What is shown is a coarser division of the same children, and it
is safe when every block is nobody or at least `smallest` children: then so is every sum and
difference of blocks. So the base is protected with the answers: where 1 to 4 children gave no
answer, "39 answered" beside "40 took part" would show one, and those children are counted with
"the rest" of everybody asked. Percentages, ranges and charts are made from what is returned here
and from nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analysis.counts import OptionCount, Tally
from analysis.report import BaseIs
from surveys.schema import Kind

WORDS_BELOW = 10
"""With fewer children than this on a question, figures are not shown: their words are read."""
TOP, REST = "top", "rest"

FEW_ASKED = "Not shown: fewer than {smallest} children were asked, or fewer than that answered."
FEW_ANSWERED = "Fewer than 10 children answered this: read their words instead of figures."
TOO_FEW = (
    "Not shown: some answers were given by fewer than {smallest} children, and the figures would "
    "show how many."
)
UNLIKE = "Not shown together: the age groups were given different answers to choose from."


@dataclass(frozen=True, slots=True)
class Block:
    """Some answers' children together; `count` None where withheld (several can be chosen)."""

    key: str
    label: str
    tone: str
    count: int | None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of one question. Without `blocks`, `withheld` says why."""

    base: int | None
    base_is: BaseIs = "answered"
    blocks: tuple[Block, ...] = ()
    top: int | None = None
    not_answered: int | None = None
    preferred_not_to_say: int | None = None
    not_asked: int | None = None
    merged: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    note: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class _Base:
    """The children that a question's figures are of, and what stands beside them."""

    base: int
    folded: int
    shown: Shown = field(repr=False)


def small(count: int, smallest: int) -> bool:
    """Whether this count is from 1 to `smallest` - 1."""
    return 0 < count < smallest


def safe(counts: Iterable[int], smallest: int) -> bool:
    """Whether each of these counts is nobody, or enough children."""
    return not any(small(count, smallest) for count in counts)


def protect(tally: Tally, smallest: int) -> Shown:
    """What may be shown of this question."""
    if small(tally.asked, smallest) or small(tally.answered, smallest):
        return Shown(
            None,
            not_asked=_not_asked(tally, smallest),
            withheld=FEW_ASKED.format(smallest=smallest),
        )
    found = _base(tally, smallest)
    if tally.question.kind is Kind.TEXT:
        return found.shown
    if found.base < WORDS_BELOW or tally.answered < WORDS_BELOW:
        return _without(found.shown, FEW_ANSWERED, tally)
    if tally.question.kind is Kind.CHOICES and tally.options:
        return _several(tally, found, smallest)
    for attempt in (_each, _each_with_silence, _top_and_rest, _largest_and_others):
        shown = attempt(tally, found, smallest)
        if shown is not None:
            return shown
    unlike = not tally.options and tally.top is None
    return _without(found.shown, UNLIKE if unlike else _too_few(smallest), tally)


def _too_few(smallest: int) -> str:
    return TOO_FEW.format(smallest=smallest)


def _not_asked(tally: Tally, smallest: int) -> int | None:
    seen = (tally.not_asked, tally.asked)
    return tally.not_asked if safe(seen, smallest) else None


def _base(tally: Tally, smallest: int) -> _Base:
    """Base and silence. Too few silent, or not asked, are folded into the base."""
    left_out = tally.not_asked if small(tally.not_asked, smallest) else 0
    silent = tally.silent + left_out
    not_asked = _not_asked(tally, smallest)
    if small(silent, smallest):
        whole = tally.answered + silent
        is_text = tally.question.kind is Kind.TEXT
        return _Base(whole, silent, Shown(None if is_text else whole, "asked", not_asked=not_asked))
    reasons: Sequence[int] = (tally.not_answered, tally.preferred_not_to_say, left_out)
    if not safe(reasons, smallest):
        return _Base(tally.answered, 0, Shown(tally.answered, not_asked=not_asked))
    beside = Shown(
        tally.answered,
        not_answered=tally.not_answered,
        preferred_not_to_say=tally.preferred_not_to_say,
        not_asked=not_asked,
    )
    return _Base(tally.answered, 0, beside)


def _without(beside: Shown, why: str, tally: Tally) -> Shown:
    """No figures; the base only where it is the children who answered."""
    return Shown(
        base=beside.base if beside.base_is == "answered" else None,
        not_answered=beside.not_answered,
        preferred_not_to_say=beside.preferred_not_to_say,
        not_asked=beside.not_asked,
        hidden=_labels(tally.options),
        withheld=why,
    )


def _with(
    found: _Base, blocks: tuple[Block, ...], tally: Tally, *, merged: bool, note: str
) -> Shown:
    own = {block.key for block in blocks if not block.parts and block.count is not None}
    beside = found.shown
    return Shown(
        base=found.base,
        base_is=beside.base_is,
        blocks=blocks,
        top=tally.top,
        not_answered=beside.not_answered,
        preferred_not_to_say=beside.preferred_not_to_say,
        not_asked=beside.not_asked,
        merged=merged,
        hidden=_labels(option for option in tally.options if option.key not in own),
        note=note,
    )


def _labels(options: Iterable[OptionCount]) -> tuple[tuple[str, str], ...]:
    return tuple((option.key, option.label) for option in options)


def _each(tally: Tally, found: _Base, smallest: int) -> Shown | None:
    """Every answer by itself."""
    counts = [option.count for option in tally.options]
    if not counts or found.folded or not safe(counts, smallest):
        return None
    return _with(found, tuple(_block(o) for o in tally.options), tally, merged=False, note="")


def _each_with_silence(tally: Tally, found: _Base, smallest: int) -> Shown | None:
    """Every answer by itself; the few silent with those who chose an answer that stands apart."""
    apart = [option for option in tally.options if option.tone == "apart"]
    others = [option for option in tally.options if option.tone != "apart"]
    if not found.folded or not apart or not others:
        return None
    together = sum(option.count for option in apart) + found.folded
    if not safe([together, *(option.count for option in others)], smallest):
        return None
    one = len(apart) == 1
    label = f"{apart[0].label}, or no answer" if one else "Another answer, or none"
    block = Block("apart", label, "apart", together, tuple(option.key for option in apart))
    blocks = (*(_block(option) for option in others), block)
    where = f"“{apart[0].label}”" if one else "other answers"
    note = f"Fewer than {smallest} gave no answer. They are counted with {where}."
    return _with(found, blocks, tally, merged=False, note=note)


def _top_and_rest(tally: Tally, found: _Base, smallest: int) -> Shown | None:
    """Top answers and the rest, who may be silent."""
    if tally.top is None or not safe((tally.top, found.base - tally.top), smallest):
        return None
    rest = "Another answer, or none" if found.folded else "Another answer"
    tops = tuple(option.key for option in tally.options if option.tone == "positive")
    rests = tuple(option.key for option in tally.options if option.tone != "positive")
    blocks = (
        Block(TOP, tally.top_label, "positive", tally.top, tops or (TOP,)),
        Block(REST, rest, "apart", found.base - tally.top, rests or (REST,)),
    )
    if found.folded:
        note = f"Fewer than {smallest} gave no answer. They are counted with the rest."
    elif not tally.options:
        note = "Each age group had its own answers: shown as top answers and the rest."
    else:
        note = f"An answer was given by fewer than {smallest}: shown as top answers and the rest."
    return _with(found, blocks, tally, merged=True, note=note)


def _largest_and_others(tally: Tally, found: _Base, smallest: int) -> Shown | None:
    """Where no answer is better than another: the frequent ones, and all others together.

    The others are taken together with the next larger answer until they are twice `smallest`, so
    that their number says nothing about any one of them.
    """
    if tally.top is not None or not tally.options:
        return None
    ranked = sorted(tally.options, key=lambda option: option.count)
    others = [o for o in ranked if small(o.count, smallest)]
    rest = [o for o in ranked if not small(o.count, smallest) and o.count]
    together = sum(o.count for o in others) + found.folded
    while rest and (together < 2 * smallest or not any(o.count >= smallest for o in others)):
        together += rest[0].count
        others.append(rest.pop(0))
    if not rest or together < 2 * smallest:
        return None
    names = {option.key for option in others}
    label = "All other answers, or none" if found.folded else "All other answers"
    block = Block("others", label, "apart", together, tuple(names))
    shown = tuple(_block(o) for o in tally.options if o.key not in names)
    note = f"Answers given by fewer than {smallest} are counted together with others."
    return _with(found, (*shown, block), tally, merged=False, note=note)


def _several(tally: Tally, found: _Base, smallest: int) -> Shown:
    """Where several can be chosen: each answer by itself, against all who did not choose it.

    Everybody counted chose something, so answers that are shown say how often one that is not
    must have been chosen at least; then one more is withheld, whose number can be anything.
    """
    shown = [o for o in tally.options if safe((o.count, found.base - o.count), smallest)]
    hides = bool(found.folded) or len(shown) < len(tally.options)
    if hides and found.base > sum(option.count for option in shown):
        chosen = [option for option in shown if option.count]
        fewest = min(chosen, key=lambda option: option.count, default=None)
        shown = [option for option in shown if option is not fewest]
    if not any(option.count for option in shown):
        return _without(found.shown, _too_few(smallest), tally)
    blocks = tuple(
        _block(o) if o in shown else Block(o.key, o.label, o.tone, None) for o in tally.options
    )
    note = (
        ""
        if len(shown) == len(blocks)
        else f"Answers given by, or not given by, fewer than {smallest} are not shown."
    )
    if found.folded:
        note = f"Fewer than {smallest} gave no answer. They are in the number asked. {note}".strip()
    return _with(found, blocks, tally, merged=False, note=note)


def _block(option: OptionCount) -> Block:
    return Block(option.key, option.label, option.tone, option.count)
