"""Every screen of the child's side and how a test gets there: through the use cases, at once.

A scene takes a `Stage` (a door, a band, a language, one browser page) and leaves its screen on the
page. The database is brought to the place in this process; the browser only looks.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from data.clock import utc_now
from surveys import collect, invitations
from surveys.loader import published
from surveys.schema import BANDS, Band, Kind, Question
from tests.browser.stages import ADDRESS, DOORS, WORDS, Stage
from tests.children import Device
from tests.conftest import actor

IDLE_MS = 121_000
Scene = Callable[[Stage], None]


# --- pages without a sitting ------------------------------------------------------------------


def _plain(address: str) -> Scene:
    return lambda stage: stage.open(address)


def _way_in(query: str = "") -> Scene:
    return lambda stage: stage.open(f"{ADDRESS[stage.door]}{query}")


def _live_help(stage: Stage) -> None:
    stage.show(stage.begun())
    stage.open(f"/help?door={stage.door}&ask=contact.advocate")


# --- before the questions ----------------------------------------------------------------------


def _band(stage: Stage) -> None:
    stage.show(stage.sit(stage.code()))


def _notice(mode: str) -> Scene:
    return lambda stage: stage.show(stage.sit(stage.code(stage.band, mode)))


def _declined(stage: Stage) -> None:
    device = stage.sit(stage.code(stage.band))
    device.go("decline")
    stage.show(device)


# --- questions --------------------------------------------------------------------------------


def _question(kind: Kind, *, pictures: bool, answered: bool) -> Scene:
    def scene(stage: Stage) -> None:
        question = stage.asked(kind, pictures=pictures)
        assert question is not None, f"no survey asks ages {stage.band} {kind.value}"
        device = stage.begun()
        device.go(f"to:{question.id}")
        if answered:
            device.answer(None, **_answer(question))
        stage.show(device)

    return scene


def _answer(question: Question) -> dict[str, object]:
    if question.kind is Kind.TEXT:
        return {"words": WORDS}
    if question.scale is not None:
        return {"value": question.scale.high - 3}
    return {"keys": [question.options[0].key]}


def _passed(stage: Stage) -> None:
    device = stage.begun()
    device.answer(None, passed="preferred_not_to_say")
    stage.show(device)


def _hidden(stage: Stage) -> None:
    code = stage.code(stage.band)
    first = stage.sit(code).to_questions(stage.band)
    asked = first.here.question
    assert asked is not None
    first.answer(**_answer(asked))
    second = stage.sit(code)
    second.go(f"to:{asked.id}")
    stage.show(second)


def _recalled(stage: Stage) -> None:
    start, end = (published()[f"cin_{half}"] for half in ("start", "end"))
    rounds = []
    for half in (start, end):
        stage.server.code(half, stage.band)
        rounds.append(stage.server.round_of(half.id, stage.band))
    team, db = actor("participation"), stage.server.db
    made = invitations.make(db, team, rounds[0], 1, now=utc_now(), end_round=rounds[1])
    first = stage.sit(made.codes[0]).to_questions(stage.band)
    first.to("goal").answer(words=WORDS)
    first.send_all()
    last = stage.sit(made.end_codes[0]).to_questions(stage.band)
    recalls = next(q.id for q in end.questionnaire(stage.band).questions if q.recalls)
    stage.show(last.to(recalls))


# --- after them -------------------------------------------------------------------------------


def _review(stage: Stage) -> None:
    stage.show(_answered(stage))


def _thanks(stage: Stage) -> None:
    device = _answered(stage)
    device.go("send")
    stage.show(device)


def _held(stage: Stage) -> None:
    db, now = stage.server.db, utc_now()
    token = collect.open_say(db, door=stage.door, now=now, language=stage.language)
    device = Device(db, token, now).to_questions(stage.band)
    device.send_all()
    stage.show(device)


def _mine(*moves: str) -> Scene:
    def scene(stage: Stage) -> None:
        sent = _answered(stage)
        sent.go("send")
        back = collect.by_receipt(sent.db, sent.here.words or "", now=sent.now)
        device = Device(sent.db, back, sent.now)
        for move in moves:
            device.go(move)
        stage.show(device)

    return scene


def _answered(stage: Stage) -> Device:
    """A child who has answered everything and looks back."""
    device = stage.begun()
    while (question := device.here.question) is not None:
        device.answer(**_answer(question))
    return device


# --- when something happens -------------------------------------------------------------------


def _box(stage: Stage) -> Device:
    """A child at a box for words, before anything is shown."""
    question = stage.asked(Kind.TEXT, pictures=False)
    assert question is not None
    device = stage.begun()
    device.go(f"to:{question.id}")
    return device


def writing(stage: Stage) -> Device:
    """A child in front of a box for words."""
    device = _box(stage)
    stage.show(device)
    return device


def _help_sheet(stage: Stage) -> None:
    stage.show(stage.begun())
    if stage.door == "light":  # its script fetches the sheet ahead
        stage.page.wait_for_load_state("networkidle")
    stage.page.locator("[data-heard=help]").click()
    stage.page.wait_for_selector("dialog[open]")


def _still(stage: Stage) -> None:
    stage.page.clock.install()  # it stays installed: this scene needs a browser of its own
    stage.show(stage.sit(stage.code(stage.band), shared=True).to_questions(stage.band))
    stage.page.wait_for_load_state("networkidle")  # what watches the clock comes after the page
    stage.page.clock.run_for(IDLE_MS)
    stage.page.wait_for_selector("dialog[open] [data-heard=still]")


def _still_page(stage: Stage) -> None:
    stage.show(stage.sit(stage.code(stage.band), shared=True).to_questions(stage.band))
    stage.page.goto(f"{stage.server.url}/s?still=1")


def _unsaved(stage: Stage) -> None:
    writing(stage)
    stage.page.context.set_offline(True)
    stage.page.locator("textarea").fill(WORDS)
    stage.page.wait_for_selector("[data-heard=problem]")


def _conflict(stage: Stage) -> None:
    device = writing(stage)
    device.answer(None, words="My room is loud")
    stage.page.locator("textarea").fill("My room is cold")
    stage.page.wait_for_selector("#hd-two-pages")


def _code_again(stage: Stage) -> None:
    writing(stage)
    stage.page.context.clear_cookies()
    stage.page.locator("textarea").fill(WORDS)
    stage.page.wait_for_selector("[data-heard=code]")


def _trouble(stage: Stage) -> None:
    """The words of this child cannot be opened: what is kept of them was damaged on the disk."""
    device = _box(stage)
    device.answer(None, words=WORDS)
    kept = stage.server.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(kept)) as other, other:
        other.execute(
            "UPDATE responses SET wrapped_key = zeroblob(60) WHERE id = ?", (device.here.response,)
        )
    stage.show(device)


_KINDS = {
    "choice": (Kind.CHOICE, False),
    "choice-drawn": (Kind.CHOICE, True),
    "choices": (Kind.CHOICES, False),
    "choices-drawn": (Kind.CHOICES, True),
    "scale": (Kind.SCALE, False),
    "text": (Kind.TEXT, False),
}
QUESTIONS: dict[str, Scene] = {
    name: _question(kind, pictures=pictures, answered=False)
    for name, (kind, pictures) in _KINDS.items()
}
ANSWERED: dict[str, Scene] = {
    f"{name}-answered": _question(kind, pictures=pictures, answered=True)
    for name, (kind, pictures) in _KINDS.items()
}
STEPS: dict[str, Scene] = {
    "notice-named": _notice("named"),
    "notice-code": _notice("code"),
    "notice-none": _notice("none"),
    "declined": _declined,
    "rather-not": _passed,
    "other-device": _hidden,
    "review": _review,
    "thanks": _thanks,
    "thanks-held": _held,
    "mine": _mine(),
    "take-back": _mine("take-back"),
    "taken-back": _mine("take-back", "take-back:yes"),
    "help-sheet": _help_sheet,
    "still-here": _still,
    "not-saved": _unsaved,
    "two-tabs": _conflict,
    "code-again": _code_again,
}
PLAIN: dict[str, Scene] = {
    "code": _way_in(),
    "code-wrong": _way_in("?again=1"),
    "code-wait": _way_in("?wait=1"),
    "receipt": _plain("/receipt"),
    "receipt-wrong": _plain("/receipt?again=1"),
    "help": _plain("/help"),
    "help-asking": _live_help,
    "left": _plain("/left"),
    "not-now": _plain("/not-now"),
    "nowhere": _plain("/nowhere"),
    "band": _band,
    "trouble": _trouble,
}
ENGLISH_ONLY: dict[str, Scene] = {"kiosk": _plain("/kiosk")}
"""Read by adults."""
LIGHT_ONLY: dict[str, Scene] = {"still-page": _still_page}
HALVES: dict[str, Scene] = {"recalled": _recalled}
"""Only bands in which a survey has a start and an end that recalls it."""
SCENES = QUESTIONS | ANSWERED | STEPS | PLAIN | ENGLISH_ONLY | LIGHT_ONLY | HALVES


def bands_of(name: str) -> tuple[Band, ...]:
    """The bands in which a screen differs; pages before a band is known have one."""
    if name in PLAIN or name in ENGLISH_ONLY:
        return ("11-17",)
    return published()["cin_end"].bands if name in HALVES else BANDS


def doors_of(name: str) -> tuple[str, ...]:
    """The doors that have a screen of their own for it."""
    shared = ("receipt", "receipt-wrong", "help", "left", "not-now", "nowhere", "kiosk")
    return ("light",) if name in LIGHT_ONLY or name in shared else DOORS


SHEETS = [(name, door) for name in SCENES if name not in QUESTIONS for door in doors_of(name)]
"""The screens that the docs show, each as one sheet of every band, width and direction."""
