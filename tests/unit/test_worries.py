"""Words that may mean a child is not safe are found however they are spelled."""

import json
import random
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from surveys.answers import Chosen, Passed, Silence, Wrote
from surveys.concerns import raised_by
from surveys.safeguarding.worries import worries, worry_list
from surveys.schema import Kind, Option, Question

SAID = [
    ("sometimes i want to kms", "suicide_self_harm"),
    ("SOMETIMES I WANT TO KMS!!!", "suicide_self_harm"),
    ("k\u200bms", "suicide_self_harm"),
    ("wish i was ded", "suicide_self_harm"),
    ("i cut my self", "suicide_self_harm"),
    ("self-harm", "suicide_self_harm"),
    ("I don't feel safe", "unsafe_now"),
    ("I don’t feel safe", "unsafe_now"),
    ("i dont feeeel saaafe", "unsafe_now"),
    ("I do not feel very safe", "unsafe_now"),
    ("hellllp meeee", "unsafe_now"),
    ("he’ll find out", "unsafe_now"),
    ("he hiiiits me", "physical"),
    ("i have a bruse", "physical"),
    ("he said its our secret", "sexual"),
    ("my bum is sore", "sexual"),
    ("he cómes in my ROOM", "sexual"),
    ("i hold it for them", "exploitation"),
    ("she makes me eat in the garage", "neglect"),
    ("mom’s boyfriend smashed the tv", "domestic_abuse"),
    ("i ran away", "missing"),
    ("staff grabbed my arm", "staff_allegation"),
    ("they keep picking on me", "bullying"),
    ("😭", "soft_worry"),
]


@pytest.mark.parametrize(("words", "kind"), SAID)
def test_a_worry_is_found_however_a_child_spells_it(words: str, kind: str) -> None:
    assert kind in [worry.kind.id for worry in worries(words)]


@pytest.mark.parametrize("words", ["", "   ", "school is alright", "they help me with maths"])
def test_plain_words_match_nothing(words: str) -> None:
    assert worries(words) == ()


def test_the_matched_words_are_the_childs_own_letters() -> None:
    worry = worries("Honestly I DON’T feel Safe here")[0]
    assert worry.words == ("DON’T feel Safe",)


def test_the_most_urgent_kind_comes_first() -> None:
    kinds = [worry.kind.id for worry in worries("they pick on me and i want to die")]
    assert kinds == ["suicide_self_harm", "bullying"]


def test_an_allegation_about_staff_goes_to_the_designated_officer() -> None:
    kind = worries("the driver hit my leg")[0].kind
    assert kind.lado or worry_list().kinds["staff_allegation"].lado
    assert "Not the line manager" in worry_list().kinds["staff_allegation"].route


def test_every_category_of_the_list_says_where_it_goes_and_how_soon() -> None:
    assert all(kind.route and kind.within for kind in worry_list().kinds.values())


def test_naughty_strings_are_read_without_harm(cases: Path) -> None:
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    for words in strings:
        assert all(said in words for worry in worries(words) for said in worry.words)


def _steps(words: str) -> int:
    """How many lines of our code run to read these words: a count, not a clock."""
    steps = 0

    def count(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return count if "phrases.py" in frame.f_code.co_filename else None

    sys.settrace(count)
    try:
        worries(words)
    finally:
        sys.settrace(None)
    return steps


HOSTILE = {
    "one endless word": lambda n: "hit" + "a" * n,
    "the same letter": lambda n: "a" * n,
    "beginnings without an end": lambda n: "hit " * (n // 4),
    "beginnings of many kinds": lambda n: "mum staff hit dont feel " * (n // 24),
    "apostrophes": lambda n: "a’" * (n // 2),
    "full stops": lambda n: "a." * (n // 2),
    "emoji": lambda n: "😭" * n,
    "zero width": lambda n: "k\u200b" * (n // 2),
    "noise": lambda n: "".join(random.Random(7).choices("hitme .’\u0301", k=n)),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_twenty_thousand_hostile_characters_take_no_more_than_their_share(hostile: Any) -> None:
    worries("warm")
    small, large = _steps(hostile(5_000)), _steps(hostile(20_000))
    assert large < 6 * small + 2_000
    assert large < 4_000_000


CONTACT = Question(
    "contact", Kind.CHOICE, "?", (Option("no", "No"), Option("urgent", "Yes")), raises=("urgent",)
)


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (Chosen(("urgent",)), "contact"),
        (Chosen(("no",)), None),
        (Passed(Silence.NOT_ANSWERED), None),
    ],
)
def test_a_wish_for_contact_raises_a_concern_and_silence_does_not(
    answer: Any, cause: str | None
) -> None:
    assert raised_by(CONTACT, answer) == cause


def test_a_rating_that_its_question_names_raises_a_concern() -> None:
    safe = Question("safe_home", Kind.CHOICE, "?", (Option("never", "Never"),), raises=("never",))
    assert raised_by(safe, Chosen(("never",))) == "rating"


def test_words_raise_a_concern_when_they_match() -> None:
    text = Question("keep_one", Kind.TEXT, "?")
    assert raised_by(text, Wrote("I DON’T feel safe")) == "words"
    assert raised_by(text, Wrote("more pizza")) is None
