"""A complete sample Report, obviously made up: every field filled, long texts, withheld figures.

40 of 300 answered. `sample()` is a draft; `sample(published="2026-11-20", number=1)` is not.
"""

# ruff: noqa: E501  (sentences as a person would write them)

from dataclasses import replace
from typing import Any

from analysis.report import (
    ActionLine,
    Bar,
    GroupResult,
    PairResult,
    QuestionResult,
    Report,
    TeamAnswered,
    ThemeResult,
    Trend,
    WhoAnswered,
)

_FOUR = (
    ("always", "Always", "positive"),
    ("mostly", "Mostly", "positive"),
    ("sometimes", "Sometimes", "negative"),
    ("never", "Never", "negative"),
)
_OFFERED = "Always* · Mostly* · Sometimes · Never"
_TOO_FEW = "Not shown: a figure from 1 to 4 children could be seen or worked out."


def _bar(key: str, label: str, tone: str, count: int, base: int) -> Bar:
    percent = int(100 * count / base + 0.5) if base >= 30 else None
    low, high = (max(percent - 13, 0), min(percent + 12, 100)) if percent else (None, None)
    return Bar(key, label, tone, count, percent, low, high)


def _question(id_: str, text: str, counts: tuple[int, ...], **more: Any) -> QuestionResult:
    """One question of four options whose counts are all shown, on the base they sum to."""
    base, top = sum(counts), counts[0] + counts[1]
    bars = tuple(_bar(*option, count, base) for option, count in zip(_FOUR, counts, strict=True))
    result = QuestionResult(
        id=id_,
        text=text,
        wordings=(("8-10", f"{text} (8 to 10)"), ("11-17", text)),
        base=base,
        display="percent" if base >= 30 else "counts",
        bars=bars,
        not_answered=None if base < 40 else 0,
        preferred_not_to_say=None if base < 40 else 0,
        not_asked=0,
        merged=False,
        withheld="",
        top=_bar("top", "Always or mostly", "positive", top, base),
        of=f"of {base} children who answered",
        finding=f"{top} of {base} children said always or mostly",
        silence="" if base == 40 else f"{40 - base} others gave no answer.",
        answers=(("8-10", _OFFERED), ("11-17", _OFFERED)),
    )
    return replace(result, **more)


def _merged(id_: str, text: str, top: int, rest: int, *, asked: bool = False) -> QuestionResult:
    """One question merged to two bars; `asked`: the base is everyone who was asked."""
    base = top + rest
    label = "Another answer, or none" if asked else "Another answer"
    who = "who were asked" if asked else "who answered"
    why = "between 1 and 4 gave one of the answers" if not asked else "between 1 and 4 gave none"
    return _question(
        id_,
        text,
        (top, 0, rest, 0),
        bars=(
            _bar("top", "Always or mostly", "positive", top, base),
            _bar("rest", label, "apart", rest, base),
        ),
        merged=True,
        base_is="asked" if asked else "answered",
        of=f"of {base} children {who}",
        finding=f"{top} of {base} children {who} said always or mostly",
        silence="",
        not_answered=None if asked else 0,
        preferred_not_to_say=None if asked else 0,
        hidden=tuple((key, label) for key, label, _ in _FOUR),
        note=f"Shown as top answers and the rest, because {why}.",
    )


def _withheld(id_: str, text: str, why: str = _TOO_FEW) -> QuestionResult:
    return _question(
        id_,
        text,
        (10, 10, 10, 10),
        base=None,
        display="words",
        bars=(),
        top=None,
        not_answered=None,
        preferred_not_to_say=None,
        not_asked=None,
        withheld=why,
        of="",
        finding="Too few children to show figures safely",
        silence="",
        hidden=tuple((key, label) for key, label, _ in _FOUR),
    )


def _words(id_: str, text: str, base: int) -> QuestionResult:
    return _question(
        id_,
        text,
        (base, 0, 0, 0),
        display="words",
        bars=(),
        top=None,
        kind="text",
        answers=(),
        finding=f"{base} children wrote about this in their own words",
    )


def questions() -> tuple[QuestionResult, ...]:
    """Twelve questions: plain, merged, on the asked, withheld, small base, words."""
    long = (
        "Since you moved to live outside the borough, how often do the people who make decisions "
        "about you explain what they decided and why they decided it?"
    )
    return (
        _question(
            "listened",
            "How often do people take notice of what you say?",
            (12, 12, 10, 6),
            tracked=True,
        ),
        _question(
            "explained",
            long,
            (8, 7, 9, 6),
            tracked=True,
            silence="10 others gave no answer: 5 went on without an answer, 5 would rather not say.",
            not_answered=5,
            preferred_not_to_say=5,
        ),
        _merged("safe_home", "How safe do you feel where you live?", 29, 11, asked=True),
        _merged("safe_out", "How safe do you feel out in your area?", 22, 18),
        _question("worker", "How often can you reach your worker?", (6, 7, 8, 19), tracked=True),
        _merged("trusted", "Is there an adult you could tell anything to?", 34, 6),
        _withheld("rights", "Do you know how to get an advocate?"),
        _question(
            "family",
            "Do you see your family as much as you want?",
            (7, 6, 5, 5),
            not_asked=12,
            silence="12 others were not asked this; 5 gave no answer.",
        ),
        _question("school", "How is school, college or work going?", (11, 9, 12, 8), tracked=True),
        _withheld(
            "moved",
            "Were you told before you moved?",
            "Fewer than 10 children answered this: read their words instead.",
        ),
        _words("keep_one", "What is one thing to keep?", 33),
        _words("change_one", "What is one thing to change?", 40),
    )


def who() -> WhoAnswered:
    """40 of 300, three teams, one of them withheld with another."""
    return WhoAnswered(
        eligible=300,
        offered=282,
        declined=11,
        not_offered=None,
        answered=40,
        rate=13,
        sentence="40 of 300 (13%)",
        caution=(
            "Fewer than 30 in 100 answered, and they chose to. Read every figure as what these "
            "40 children said, not as what all 300 think."
        ),
        teams=(
            TeamAnswered("Children in care, north", 120, 18, ""),
            TeamAnswered("Children in care, south", 110, 12, ""),
            TeamAnswered("Children with disabilities", None, None, _TOO_FEW),
            TeamAnswered("Leaving care", None, None, _TOO_FEW),
        ),
        helped="26 of 40 filled it in by themselves.",
        opened="2026-09-01",
        closed="2026-10-31",
    )


def actions() -> tuple[ActionLine, ...]:
    """One late, one done without a difference yet, one that cannot be done, one new."""
    return (
        ActionLine(
            "Nobody told us before we moved.",
            "Every child visits the new home, or sees photographs and a letter, before they move.",
            "Service manager, placements",
            "2026-09-30",
            "late",
            "Children who say they were told before moving: from 9 of 30 to 20 of 30.",
            "",
            "",
            True,
        ),
        ActionLine(
            "Workers change and do not say goodbye.",
            "A goodbye visit is part of handing over.",
            "Head of children in care",
            "2026-06-30",
            "done",
            "Goodbye visits recorded for each change of worker.",
            "36 of 41 changes of worker had a goodbye visit; children have not been asked yet.",
            "2026-07-15",
            False,
        ),
        ActionLine(
            "We want to live nearer.",
            "A home in the borough for every child who asks.",
            "Director of children's services",
            "2027-03-31",
            "cannot",
            "Children who asked to come back and did.",
            "We cannot do this yet, because there are too few homes here. We look again in March.",
            "2026-07-15",
            False,
        ),
        ActionLine(
            "The wifi is bad & nobody fixes it <again>.",
            "Repairs are answered within five days.",
            "Contracts officer",
            "2027-01-31",
            "new",
            "Repairs answered within five days.",
            "",
            "",
            False,
        ),
    )


def groups() -> tuple[GroupResult, ...]:
    """One table that can be shown and two sentences that say why not."""
    text = "How often do people take notice of what you say?"
    return (
        GroupResult(
            "Age", "listened", text, (("8-10", 13, 19), ("11-17", 11, 21)), "", "always or mostly"
        ),
        GroupResult(
            "Gender", "listened", text, (), "Too few children in some groups to show this safely."
        ),
        GroupResult(
            "Team", "listened", text, (), "Too few children in some groups to show this safely."
        ),
    )


def trends() -> tuple[Trend, ...]:
    """Every verdict once."""
    return (
        Trend(
            "listened",
            "How often do people take notice of what you say?",
            "10 of 35 (29%)",
            "24 of 40 (60%)",
            "up",
            "31 points more, more than chance would do.",
        ),
        Trend(
            "worker",
            "How often can you reach your worker?",
            "25 of 35 (71%)",
            "13 of 40 (33%)",
            "down",
            "39 points fewer, more than chance would do.",
        ),
        Trend(
            "explained",
            "Do you understand why there is a plan and what it is for?",
            "18 of 33 (55%)",
            "15 of 30 (50%)",
            "no clear change",
            "The difference is no larger than chance makes it.",
        ),
        Trend(
            "safe_out",
            "How safe do you feel out in your area?",
            "",
            "22 of 40 (55%)",
            "new",
            "Not asked in these words before.",
        ),
        Trend(
            "rights",
            "Do you know how to get an advocate?",
            "not shown",
            "not shown",
            "too few to say",
            "One of the two figures is not shown.",
        ),
    )


def themes() -> tuple[ThemeResult, ...]:
    """The most frequent first, the withheld last."""
    return (
        ThemeResult("T06", "Family time and the people I love", 17, ""),
        ThemeResult("T03", "My social worker or key worker", 14, ""),
        ThemeResult("T01", "Being listened to and having a say", 9, ""),
        ThemeResult("T12", "Getting about: buses, lifts, money for travel", 5, ""),
        ThemeResult("T20", "Feeling safe where I live", None, _TOO_FEW),
    )


def sample(**changes: Any) -> Report:
    """The complete sample report; any field can be changed by name."""
    report = Report(
        round="out_of_borough-2",
        survey="out_of_borough",
        title="Living outside the borough, autumn 2026",
        authority="Sandwick Council (made up)",
        period="1 September 2026 to 31 October 2026",
        made_on="2026-11-20",
        published="",
        asks=(
            "Agree that every child visits, or is shown, a new home before they move.",
            "Ask the placements service to report in March on how many were.",
        ),
        who=who(),
        results=questions(),
        analysis=(
            "Children living outside the borough told us more about family than anything else. "
            "They want the journey home to be easier, and somebody to come with them.\n\n"
            "Complaints in the same half year, and the advocates' report, say the same about "
            "changes of worker. They say less about safety than the children here do."
        ),
        themes=themes(),
        comments=73,
        comments_coded=61,
        groups=groups(),
        trends=trends(),
        key_messages=(
            "24 of 40 children say that people take notice of them always or mostly, up from 10 of 35.",
            "11 of 40 children did not say that they feel safe where they live, or gave no answer.",
            "Only 13 of 40 can reach their worker always or mostly, down from 25 of 35.",
            "“Family time and the people I love” was the most frequent theme: 17 of 61 comments.",
            "One action is late: visits before moving, owned by the service manager for placements.",
        ),
        outcomes=(
            "How much: we asked 282 of 300 children and 40 answered.\n"
            "How well: 26 of 40 filled it in by themselves.\n"
            "What difference: goodbye visits now happen; children will be asked about them in spring."
        ),
        actions=actions(),
        method=(
            "Every percentage is of the number printed beside it: the children who answered the question.",
            "No figure from 1 to 4 children is shown, and none can be worked out by subtraction.",
            "Ranges are 95% ranges for all 300, if these 40 are typical of them. They chose to answer.",
        ),
        smallest_shown=5,
        pairs=(
            PairResult("feel", "How do you feel most days?", 27, 12, 9, 6, ""),
            PairResult(
                "safe_home", "Do you feel safe where you live?", None, None, None, None, _TOO_FEW
            ),
        ),
        pairs_caveat="Nobody can tell from this what caused a change: there is no group to compare with.",
    )
    return replace(report, **changes)
