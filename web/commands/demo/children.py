"""Invented children: what they answer, by code at the door or on a paper form typed in later."""

import csv
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from data.database import Database
from surveys.answers import Answer, Chosen, Passed, Scaled, Silence, Wrote, posted
from surveys.collect import enter, open_say, save
from surveys.importing.taking import import_responses
from surveys.loader import published
from surveys.permissions import Actor
from surveys.routing import path
from surveys.schema import Band, Kind, Option, Question, Questionnaire

_HELPERS = {"who_helps", "safe_people", "want_there", "who_to_thank"}
_KEEP = {"keep_one", "good", "good_now", "what_helped"}
_ONE_THING = {
    "contact_how": "Ring the school office and ask for me",
    "contact_when": "At break, by the blue door",
    "contact_keep_from": "No",
}
_WEIGHT = {"middle": 2.5, "apart": 0.7}


@dataclass(frozen=True, slots=True)
class Child:
    """One invented child. `mood` (0 to 1) is how often an answer is a good one.

    `says` are answers that the story needs: question to words or to an option key.
    """

    band: Band
    team: str
    mood: float
    says: Mapping[str, str] = field(default_factory=dict)


@cache
def comments() -> tuple[Mapping[str, object], ...]:
    """Every invented comment with where it fits and its themes."""
    text = Path(__file__).with_name("comments.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["comment"])


def answers_of(child: Child, asked: Questionnaire, chance: Random) -> dict[str, Answer]:
    """What a child answers along the route, question by question."""
    answers: dict[str, Answer] = {}
    while True:
        ahead = [question for question in path(asked, answers) if question.id not in answers]
        if not ahead:
            return answers
        answers[ahead[0].id] = _answer(child, ahead[0], chance)


def _answer(child: Child, question: Question, chance: Random) -> Answer:
    if question.id in child.says:
        return _said(question, child.says[question.id])
    if chance.random() < (0.3 if question.ending else 0.03):
        return Passed(Silence.NOT_ANSWERED)
    match question.kind:
        case Kind.TEXT:
            return _words(question, chance)
        case Kind.SCALE if question.scale is not None:
            middle = question.scale.low + (question.scale.high - question.scale.low) * child.mood
            value = round(chance.gauss(middle, 1.6))
            return Scaled(min(max(value, question.scale.low), question.scale.high))
        case Kind.CHOICES:
            offered = [o.key for o in question.options if o.key not in ("none", "not_sure")]
            return Chosen(tuple(k for k in offered if chance.random() < 0.45) or (offered[0],))
        case _:
            return Chosen((_choice(child, question, chance),))


def _said(question: Question, said: str) -> Answer:
    return Wrote(said) if question.kind is Kind.TEXT else Chosen((said,))


def _words(question: Question, chance: Random) -> Answer:
    if question.id in _ONE_THING:
        return Wrote(_ONE_THING[question.id])
    fits = "change"
    if question.id in _KEEP:
        fits = "keep"
    if question.id in _HELPERS:
        fits = "helper"
    if question.id in ("goal", "want_happen", "put_right"):
        fits = "goal"
    if chance.random() < 0.2:
        return Passed(Silence.NOT_ANSWERED)
    return Wrote(chance.choice([str(c["words"]) for c in comments() if c["fits"] == fits]))


def _choice(child: Child, question: Question, chance: Random) -> str:
    """An option; those that worry adults are left to the story."""
    if question.id == "contact":
        return "no"
    offered = [option for option in question.options if option.key not in question.raises]
    weights = [_weight(option, child.mood) for option in offered]
    return chance.choices(offered, weights)[0].key


def _weight(option: Option, mood: float) -> float:
    if option.tone == "positive":
        return 1 + 8 * mood
    return 1 + 5 * (1 - mood) if option.tone == "negative" else _WEIGHT[option.tone]


# --- by code ----------------------------------------------------------------------------------


def answer_by_code(
    db: Database,
    code: str,
    child: Child,
    survey: str,
    now: datetime,
    chance: Random,
    *,
    language: str = "en",
) -> None:
    """A child comes in with a code, answers question by question and sends."""
    door = "streamlit" if language == "en" else "light"
    token = enter(db, code, door=door, now=now, language=language)
    _answer_all(db, token, child, survey, now, chance)


def have_say(db: Database, child: Child, now: datetime, chance: Random) -> None:
    """A child without a code has something to say."""
    token = open_say(db, door="light", now=now)
    _answer_all(db, token, child, "have_your_say", now, chance)


def say_no_thank_you(db: Database, code: str, now: datetime) -> None:
    """A child who does not want to answer, and says so."""
    save(db, enter(db, code, door="light", now=now), {"from": "band", "go": "decline"}, now)


def _answer_all(
    db: Database, token: str, child: Child, survey: str, now: datetime, chance: Random
) -> None:
    place = "band"
    for go in (f"band:{child.band}", "agree"):
        here = "band" if go.startswith("band") else "notice"
        place = save(db, token, {"from": here, "go": go}, now).place
    answers = answers_of(child, published()[survey].questionnaire(child.band), chance)
    number = 0
    while place.startswith("q:"):
        number += 1
        question = place.removeprefix("q:")
        message = {"question": question, "w": "demo", "seq": number, "base": 0, "from": place}
        message |= {"go": "next"} | posted(answers[question])
        place = save(db, token, message, now + timedelta(seconds=20 * number)).place
    save(db, token, {"from": "review", "go": "send"}, now + timedelta(minutes=10))


def stop_half_way(db: Database, code: str, band: Band, words: str, now: datetime) -> None:
    """A child who writes something and does not send it."""
    token = enter(db, code, door="streamlit", now=now)
    save(db, token, {"from": "band", "go": f"band:{band}"}, now)
    save(db, token, {"from": "notice", "go": "agree"}, now)
    message = {"question": "change_one", "w": "demo", "seq": 1, "base": 0, "words": words}
    save(db, token, message, now)


# --- on paper ---------------------------------------------------------------------------------


def answer_on_paper(
    db: Database,
    actor: Actor,
    survey: str,
    children: Sequence[tuple[Child, datetime]],
    chance: Random,
    now: datetime,
    round_id: str | None = None,
) -> str:
    """Forms of one band that were filled in on paper and typed in: the round they are in."""
    asked = published()[survey].questionnaire(children[0][0].band)
    with tempfile.TemporaryDirectory() as folder:
        file, rules = Path(folder, "forms.csv"), Path(folder, "forms.toml")
        _write_forms(file, asked, children, chance)
        rules.write_text(_map(survey, asked), "utf-8")
        done = import_responses(db, actor, survey, file, rules, now=now, round_id=round_id)
    return done.round


def _write_forms(
    file: Path,
    asked: Questionnaire,
    children: Sequence[tuple[Child, datetime]],
    chance: Random,
) -> None:
    questions = [question.id for question in asked.questions]
    with file.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet)
        writer.writerow(["form", "day", "team", *questions])
        for number, (child, day) in enumerate(children, start=1):
            given = answers_of(child, asked, chance)
            cells = [_cell(given.get(question)) for question in questions]
            form = f"{asked.band} {day.date()} {number}"
            writer.writerow([form, day.date().isoformat(), child.team, *cells])


def _cell(answer: Answer | None) -> str:
    match answer:
        case Chosen(keys):
            return "|".join(keys)
        case Scaled(value):
            return str(value)
        case Wrote(words):
            return words
        case _:
            return ""


def _map(survey: str, asked: Questionnaire) -> str:
    lines = [f'survey = "{survey}"', f'band = "{asked.band}"', 'key = "form"']
    lines += ["[date]", 'column = "day"', 'format = "yyyy-mm-dd"', "[team]", 'column = "team"']
    for question in asked.questions:
        lines += ["[[answer]]", f'question = "{question.id}"', f'column = "{question.id}"']
    return "\n".join(lines)
