"""Words that break other software, from a list of our own: the same bytes on every way they go."""

from urllib.parse import urlencode

import pytest

from data import comments
from surveys.all_held import all_held
from surveys.answers import clean_words
from surveys.collect import enter
from surveys.invitations import make
from surveys.pages.voice import isolated
from surveys.reading import words_to_read
from surveys.rounds import open_round
from surveys.schema import WORDS_LIMIT
from tests.children import Device
from web.light import posted

NAUGHTY = {
    "turned round": "\u202egood is staff\u202c and so on",
    "turned and never ended": "\u2067\u202eleft open",
    "joined people": "👨‍👩‍👧‍👦 👩🏽‍🦽 🏳️‍🌈 ❤️‍🔥",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe",
    "markdown": "# not *me* ![i](http://x.example/e.png) [go](javascript:1) $5 and $10 `x` :red[y]",
    "html": "<script>alert(1)</script><img src=x onerror=y>&lt;b&gt;</textarea></bdi><!--",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+44 20 7946 0000",
    "minus": "- not happy",
    "at": "@SUM(A1:A9)",
    "template": "{{ 7*7 }} ${7*7} #{7*7} %s %n {0.__class__}",
    "sql": "'; DROP TABLE answers; --",
    "quotes": "\"'`“”‘’„«»\\",
    "paths": "../../etc/passwd \\\\server\\share file:///etc/passwd",
    "arabic": "قالت «نعم» ثم 123",
    "lines": "one\n\n\ntwo\t\tthree",
    "spaces": "a\u00a0b\u2003c\u3000d",
    "outside the first plane": "𝕳𝖊𝖑𝖑𝖔 𠜎𠜱",
    "long": "é" * WORDS_LIMIT,
}
BROKEN = {
    "NUL": ("be\x00fore", "before", 1),
    "a lone surrogate": ("a\ud800b", "ab", 1),
    "controls": ("a\x08\x0b\x1bb\x7f", "ab", 4),
}


@pytest.fixture
def child(sqlite_db, participation, now):
    """A child at a question for words, and the code they came with."""
    opened = open_round(sqlite_db, participation, "service_feedback", now=now, hear_by="2027-07-31")
    code = make(sqlite_db, participation, opened.id, 1, now=now).codes[0]
    token = enter(sqlite_db, code, door="light", now=now)
    return Device(sqlite_db, token, now).to_questions().to("good"), code


@pytest.mark.parametrize("name", NAUGHTY)
def test_words_go_to_staff_and_back_to_the_child_as_they_were_typed(
    child, sqlite_db, participation, now, name
):
    device, code = child
    device.answer(words=NAUGHTY[name])
    device.send_all()
    (read,) = words_to_read(sqlite_db, participation, None, "participation", now)
    held = all_held(sqlite_db, participation, code, now)
    with sqlite_db.reading() as tx:
        (kept,) = comments.of_round(tx, read.round)
    assert read.words.encode() == kept.words.encode() == NAUGHTY[name].encode()
    assert all(line in held for line in NAUGHTY[name].splitlines())


@pytest.mark.parametrize("name", NAUGHTY)
def test_the_light_door_reads_a_posted_form_to_the_byte(name):
    fields = {"question": "wish", posted.KIND: "text", "wish": NAUGHTY[name], "go": "next"}
    form = posted.read(urlencode(fields).encode())
    assert form.message()["words"] == NAUGHTY[name]


@pytest.mark.parametrize("name", BROKEN)
def test_what_no_database_can_hold_is_taken_out_and_counted(name):
    typed, kept, removed = BROKEN[name]
    assert clean_words(typed) == (kept, removed)


@pytest.mark.parametrize("name", ["turned round", "turned and never ended"])
def test_words_turn_nothing_round_that_stands_beside_them(name):
    # what they leave open themselves ends with their paragraph: `voice` gives them one of their own
    shown = isolated(NAUGHTY[name])
    assert (shown[0], shown[1:-1], shown[-1]) == ("\u2068", NAUGHTY[name], "\u2069")
