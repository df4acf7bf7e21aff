"""A simulated child at the light door: whole pages and one form, as a browser without a script.

Every step is two requests on one connection: the form is posted, and the page that follows is
fetched where the answer (303) says. What the page holds is read out of its HTML, as it was sent:
packed, like to any browser.
"""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from random import Random
from typing import Any
from urllib.parse import urlencode

import brotli  # type: ignore[import-untyped]

from tests.benchmarks.child import Given, give
from tests.benchmarks.figures import Log
from tests.benchmarks.wire import FORM, Http, Reply, WentWrong

HERE = "/s"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
_CHOICE = re.compile(r'<input type="(?:radio|checkbox)" name="[^"]*" value="([^"]*)"')
_STEP = re.compile(r'<div class="hd"[^>]* data-step="([^"]*)"')
_ON = {"notice": "agree", "review": "send"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, as far as answering it goes."""

    step: str
    fields: dict[str, str]
    options: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where the page says that the child is."""
        return self.fields.get("from", self.step)

    @property
    def question(self) -> dict[str, Any]:
        """The question in the shape in which `give` answers it."""
        numbers = [int(key) for key in self.options if key.isdigit()]
        ends = {"low": min(numbers), "high": max(numbers)} if numbers else None
        return {
            "id": self.fields["question"],
            "kind": self.fields["hd-kind"],
            "options": [{"key": key} for key in self.options],
            "scale": ends,
        }


@dataclass(slots=True)
class LightChild:
    """One child with a sitting, from the first page to "thank you"."""

    name: str
    port: int
    cookie: str
    random: Random
    log: Log
    think: float = 0.75
    stop: Callable[[], bool] = lambda: False
    acknowledged: dict[str, Given] = field(default_factory=dict)
    finished: bool = False
    _at: Shown = Shown("", {}, ())

    async def answer_all(self) -> None:
        """Open the page and answer until everything is sent; a failure ends it and is logged."""
        http = Http(self.port, self.cookie, {"accept-encoding": "gzip, deflate, br"})
        try:
            began = time.perf_counter()
            self._at = await self._see(http)
            ended = time.perf_counter()
            self.log.opened.append((ended, ended - began))
            # a browser names the page that it comes from, and is then spared the style sheet
            http.more["referer"] = f"http://{http.host}{HERE}"
            while not self.finished and not self.stop():
                await self._step(http)
        except (WentWrong, TimeoutError, OSError, asyncio.IncompleteReadError) as problem:
            self.log.errors.append(f"{self.name} at {self._at.place or 'the door'}: {problem!r}")
        finally:
            await http.close()

    async def _step(self, http: Http) -> None:
        """One screen: think, post the form, and see the next one."""
        here = self._at
        given = give(here.question, self.random, self.name) if here.step == "question" else None
        await asyncio.sleep(self.think * self.random.uniform(0.5, 1.5))
        began = time.perf_counter()
        await self._post(http, here, given)
        self._at = await self._see(http)
        ended = time.perf_counter()
        if self._at.place == here.place:
            raise WentWrong("the form was taken and the page stayed")
        self.log.steps.append((ended, ended - began))
        self.finished = self._at.step == "thanks"

    async def _post(self, http: Http, here: Shown, given: Given | None) -> None:
        said = _as_form(given) if given else []
        answer = [(here.fields["question"], word) for word in said]
        sent = [*here.fields.items(), *answer, ("go", _ON.get(here.step, "next"))]
        reply = await self._asked(http, "POST", urlencode(sent).encode())
        if reply.status != 303 or reply.headers.get("location") != HERE:
            raise WentWrong(f"the form was answered {reply.status}")
        if given is not None:
            self.acknowledged[here.fields["question"]] = given

    async def _see(self, http: Http) -> Shown:
        reply = await self._asked(http, "GET")
        html = unpacked(reply)
        step = _STEP.search(html)
        if reply.status != 200 or step is None:
            raise WentWrong(f"no page of a questionnaire: {reply.status}")
        return Shown(
            step[1], hidden_fields(html), tuple(unescape(key) for key in _CHOICE.findall(html))
        )

    async def _asked(self, http: Http, method: str, body: bytes = b"") -> Reply:
        began = time.perf_counter()
        reply = await http.send(method, HERE, body, FORM)
        ended = time.perf_counter()
        self.log.requests.append((ended, ended - began))
        return reply


def hidden_fields(html: str) -> dict[str, str]:
    """The fields that a page's form carries without showing them."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(html)}


def unpacked(reply: Reply) -> str:
    """The text of an answer that may be packed with brotli."""
    packed = reply.headers.get("content-encoding") == "br"
    body: bytes = brotli.decompress(reply.body) if packed else reply.body
    return body.decode()


def _as_form(given: Given) -> list[str]:
    """An answer as the values of its form's fields."""
    if "keys" in given:
        return list(given["keys"])
    return [str(given.get("value", given.get("words")))]
