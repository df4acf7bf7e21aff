"""Many children at once: they arrive one after another, answer, and are measured meanwhile."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, Protocol
from urllib.parse import urlencode

from tests.benchmarks.child import Child, Given
from tests.benchmarks.figures import Log, Window, load_now
from tests.benchmarks.light_child import LightChild
from tests.benchmarks.serving import Server
from tests.benchmarks.wire import FORM, Http, WentWrong

Door = Literal["streamlit", "light"]


class Visitor(Protocol):
    """Whoever answers ten questions somewhere."""

    async def answer_all(self) -> None:
        """Answer until the end, or until told to stop."""


class Remembering(Visitor, Protocol):
    """A child at one of Heard's doors, who knows what was said to be kept."""

    cookie: str
    acknowledged: dict[str, Given]
    finished: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How many at once, for how long, how fast. `arrive` seconds pass until all are there.

    `seconds` None: each answers once and that is all. `together`: at the Streamlit door a
    choice and Next are one post.
    """

    children: int = 100
    seconds: float | None = 25.0
    think: float = 0.75
    arrive: float = 3.0
    together: bool = False
    seed: int = 20261120


@dataclass(slots=True)
class SignedIn:
    """Cookies of children who gave their code, and what each check took."""

    cookies: list[str] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    cpu: float = 0.0


async def sign_in(
    server: Server, codes: Sequence[str], at_once: int = 1, door: Door = "streamlit"
) -> SignedIn:
    """Let every code in; `cpu` is what the server spent on one, in seconds."""
    waiting, done, before = deque(codes), SignedIn(), server.cpu()

    async def one_device() -> None:
        http = Http(server.port)
        while waiting:
            began = time.perf_counter()
            body = urlencode({"code": waiting.popleft(), "door": door}).encode()
            reply = await http.send("POST", "/enter", body, FORM)
            done.taken.append(time.perf_counter() - began)
            if "set-cookie" not in reply.headers:
                raise WentWrong(f"/enter said {reply.status}: {reply.body[:200]!r}")
            done.cookies.append(reply.headers["set-cookie"].partition(";")[0])
        await http.close()

    await asyncio.gather(*(one_device() for _ in range(at_once)))
    done.cpu = (server.cpu() - before) / len(codes)
    return done


async def run_heard(
    server: Server, cookies: Sequence[str], load: Load, log: Log, door: Door = "streamlit"
) -> tuple[list[Remembering], Window]:
    """Children at one of Heard's doors: each seat takes the next cookie when a child is done."""
    waiting, came = deque(cookies), list[Remembering]()

    def next_one(stop: Callable[[], bool]) -> Visitor | None:
        if not waiting:
            if load.seconds is not None:
                log.errors.append("there were not enough codes: ask for more")
            return None
        name = f"child-{len(came) + 1}"
        random = Random(f"{load.seed} {name}")
        came.append(_child(door, name, server.port, waiting.popleft(), random, log, load, stop))
        return came[-1]

    window = await occupy(server, load, next_one)
    return came, window


def _child(
    door: Door,
    name: str,
    port: int,
    cookie: str,
    random: Random,
    log: Log,
    load: Load,
    stop: Callable[[], bool],
) -> Remembering:
    if door == "light":
        return LightChild(name, port, cookie, random, log, load.think, stop)
    return Child(name, port, cookie, random, log, load.think, load.together, stop)


async def occupy(
    server: Server, load: Load, next_one: Callable[[Callable[[], bool]], Visitor | None]
) -> Window:
    """Keep every seat taken until the time is over; the window starts when all are seated."""
    seated = time.perf_counter() + load.arrive
    over = seated + load.seconds if load.seconds is not None else None

    def stop() -> bool:
        return over is not None and time.perf_counter() >= over

    async def seat(number: int) -> None:
        await asyncio.sleep(load.arrive * number / load.children)
        while not stop() and (visitor := next_one(stop)) is not None:
            await visitor.answer_all()
            if load.seconds is None:
                return

    seats = asyncio.gather(*(seat(number) for number in range(load.children)))
    if over is None:
        return await _whole(server, seats)
    return await _measured(server, seats, seated, over)


async def _whole(server: Server, seats: Awaitable[object]) -> Window:
    began, before = time.perf_counter(), server.cpu()
    await seats
    return Window(began, time.perf_counter(), server.cpu() - before, load_now())


async def _measured(server: Server, seats: Awaitable[object], seated: float, over: float) -> Window:
    await asyncio.sleep(seated - time.perf_counter())
    began, before = time.perf_counter(), server.cpu()
    await asyncio.sleep(max(0.0, over - time.perf_counter()))
    window = Window(began, time.perf_counter(), server.cpu() - before, load_now())
    await seats
    return window
