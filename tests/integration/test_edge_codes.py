"""Codes that do not work: one answer and the same work for each of them, by every way in."""

from collections.abc import Iterator
from datetime import timedelta

import anyio
import httpx
import pytest
from argon2.low_level import hash_secret_raw

from data import invitations as kept
from data.database import Database
from data.opening import create
from surveys import collect
from surveys.collecting import codes
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import close_round, open_round
from tests.children import Device
from tests.conftest import finished, settings_in
from tests.serving import Server, tiny
from web.child.tries import LONGEST_S

KINDS = ("unknown", "mistyped", "empty", "too long", "used", "void", "closed", "over")


@pytest.fixture
def failing(sqlite_db: Database, participation: Actor, now) -> dict[str, str]:
    """A code of each kind that does not let anybody in."""
    db = sqlite_db

    def fresh(**more) -> tuple[str, str]:
        opened = open_round(db, participation, "service_feedback", now=now, **more)
        return opened.id, make(db, participation, opened.id, 1, now=now).codes[0]

    (_, used), (_, void), (closed_round, closed), (_, over) = (
        *(fresh(), fresh(), fresh()),
        fresh(closes=(now - timedelta(days=1)).date().isoformat(), opens="2026-01-01"),
    )
    Device(db, collect.enter(db, used, door="light", now=now), now).to_questions().send_all()
    with db.writing() as tx:
        invitation = kept.by_hash(tx, codes.hash_code(db.vault, void))
        assert invitation is not None
        kept.set_state(tx, invitation.id, "void")
    close_round(db, participation, closed_round, now)
    wrong = ("ABCD2345", "no-such!", "", "é" * 5_000)
    return dict(zip(KINDS, (*wrong, used, void, closed, over), strict=True))


def test_each_code_that_fails_says_nothing_and_costs_one_slow_hash(
    sqlite_db: Database, failing: dict[str, str], monkeypatch, now
) -> None:
    hashed = []

    def counted(*arguments, **more):
        hashed.append((more["time_cost"], more["memory_cost"]))
        return hash_secret_raw(*arguments, **more)

    monkeypatch.setattr(codes, "hash_secret_raw", counted)
    for code in failing.values():
        with pytest.raises(collect.CodeDoesNotWork) as refused:
            collect.enter(sqlite_db, code, door="light", now=now)
        assert str(refused.value) == ""
    assert hashed == [(2, 19 * 1024)] * len(KINDS)


def test_a_code_has_49_bits_of_the_systems_randomness(monkeypatch) -> None:
    assert len(codes.ALPHABET) ** codes.LENGTH > 2**49
    asked = []
    monkeypatch.setattr(codes.secrets, "choice", lambda signs: asked.append(signs) or signs[0])
    codes.new_code()
    assert asked == [codes.ALPHABET] * codes.LENGTH


def test_the_hash_of_a_code_is_another_under_another_key(sqlite_db: Database, tmp_path) -> None:
    others = settings_in(tmp_path / "other")
    create(others)
    other = Database.open(others)
    hashes = {codes.hash_code(one.vault, "ABCD2345") for one in (sqlite_db, other)}
    other.close()
    assert len(hashes) == 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(settings_in(tmp_path_factory.mktemp("codes"))).start()
    yield server
    server.end()


def browser(server: Server, address: str) -> httpx.Client:
    """A browser behind a web server on this machine, which says where it comes from."""
    headers = {"origin": server.url, "x-forwarded-for": address}
    return httpx.Client(base_url=server.url, headers=headers, timeout=30)


def test_thirty_children_behind_one_address_come_in_with_ten_wrong_tries(server: Server) -> None:
    survey = tiny("one_choice")
    good = [server.code(survey) for _ in range(20)]
    with browser(server, "192.0.2.10") as school:
        answers = []
        for number, code in enumerate(good):
            if number % 2:
                school.post("/enter", data={"code": "ABCD2345"})
            answers.append(school.post("/enter", data={"code": code}))
            school.cookies.clear()
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {(303, "/")}


@pytest.mark.ci
def test_a_class_comes_in_while_somebody_guesses_here_and_elsewhere(server: Server) -> None:
    good = [server.code(tiny("one_choice")) for _ in range(30)]
    took, told = finished(_class_beside_a_guesser(server, good))
    assert told == ["/"] * 30
    assert took < 4 * LONGEST_S  # five seconds, and room for a busy machine


async def _class_beside_a_guesser(server: Server, good: list[str]) -> tuple[float, list[str]]:
    """Thirty come in at once, ten seconds into four wrong codes a second from their address, and
    after 150 from three others; how long that took, and where each was sent."""
    told: list[str] = []

    async def post(address: str, code: str) -> str:
        headers = {"origin": server.url, "x-forwarded-for": address}
        how = {"base_url": server.url, "headers": headers, "timeout": 60, "verify": False}
        async with httpx.AsyncClient(**how) as client:
            answer = await client.post("/enter", data={"code": code, "door": "streamlit"})
        return answer.headers["location"]

    async def child(code: str) -> None:
        told.append(await post("192.0.2.20", code))

    async with anyio.create_task_group() as everybody:
        for number in range(150):
            everybody.start_soon(post, f"192.0.2.{30 + number % 3}", "ABCDE23456")
        for _ in range(40):
            everybody.start_soon(post, "192.0.2.20", "ABCDE23456")
            await anyio.sleep(0.25)
        began = anyio.current_time()
        async with anyio.create_task_group() as children:
            for code in good:
                children.start_soon(child, code)
        return anyio.current_time() - began, told


def test_addresses_are_told_apart_behind_a_web_server(server: Server) -> None:
    with browser(server, "192.0.2.66") as guesser:
        for _ in range(11):
            guesser.post("/enter", data={"code": "ABCD2345"})
    with browser(server, "192.0.2.67") as child:
        answer = child.post("/enter", data={"code": server.code(tiny("a_scale"), "11-17")})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("words", ["", "acorn acorn acorn acorn", "x" * 3000, "=1+1", "é"])
def test_four_words_that_open_nothing_get_one_answer(server: Server, words: str) -> None:
    with browser(server, f"198.51.100.{len(words) % 250}") as child:
        answer = child.post("/receipt", data={"words": words})
    assert (answer.status_code, answer.headers["location"]) == (303, "/receipt?again=1")


def test_who_waits_too_long_is_told_so_in_the_same_places(server: Server) -> None:
    with browser(server, "203.0.113.9") as child:
        for path in ("/?wait=1", "/receipt?wait=1", "/s?wait=1"):
            assert "Wait one minute, then try again" in child.get(path).text
