"""Behind a web server nobody chooses the address under which their tries are counted."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator

import httpx
import pytest

from tests.conftest import finished, settings_in
from tests.serving import Server
from tests.standing_in import WebServer

GUESSER = "127.0.0.9"
"""Not the address of the web server, which Heard believes."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a second loopback address")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for this file, with an empty database."""
    server = Server(settings_in(tmp_path_factory.mktemp("claimed"))).start()
    yield server
    server.kill()  # tries that wait for their turn are not waited for
    server.db.close()


@pytest.fixture(params=["replaces", "adds"])
def web_server(request: pytest.FixtureRequest, server: Server) -> Iterator[WebServer]:
    """A web server that puts who asked in the place of a claim, or behind it."""
    with WebServer(server.port, adds=request.param == "adds").running() as standing:
        yield standing


Ask = Callable[[httpx.AsyncClient, int], Awaitable[bool]]


def is_slowed(web_server: WebServer, count: int, ask: Ask) -> bool:
    """Whether one of so many tries at once is told to come back later.

    Each claims an address of its own. It ends with the first that is told; the others wait.
    """

    async def one(number: int) -> bool:
        wire = httpx.AsyncHTTPTransport(verify=False, local_address=GUESSER)
        claim = {"x-forwarded-for": f"203.0.113.{number}", "origin": web_server.url}
        how = {"base_url": web_server.url, "headers": claim, "timeout": 120}
        async with httpx.AsyncClient(transport=wire, **how) as bot:
            return await ask(bot, number)

    async def all_at_once() -> bool:
        tries = [asyncio.create_task(one(number)) for number in range(count)]
        try:
            for told in asyncio.as_completed(tries):
                if await told:
                    return True
            return False
        finally:
            for task in tries:
                task.cancel()
            await asyncio.gather(*tries, return_exceptions=True)

    return finished(all_at_once())


def test_a_guesser_of_passwords_takes_turns_whatever_address_is_claimed(web_server: WebServer):
    async def guess(bot: httpx.AsyncClient, number: int) -> bool:
        form = {"name": "Somebody", "password": f"a long password {number}"}
        return (await bot.post("/staff", data=form)).status_code == 429

    assert is_slowed(web_server, 40, guess)


def test_a_guesser_of_codes_is_sent_away_whatever_address_is_claimed(web_server: WebServer):
    async def guess(bot: httpx.AsyncClient, number: int) -> bool:
        answer = await bot.post("/enter", data={"code": f"ABCD{number:04d}"})
        return "wait=1" in answer.headers.get("location", "")

    assert is_slowed(web_server, 120, guess)
