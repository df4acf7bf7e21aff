"""A simulated child at Heard's door: does what the page's script does, and remembers what it gave.

Like `surveys/pages/door/keeper.js`: an answer is posted when it is chosen, words are posted
while they are written, and Next posts the move. Then the websocket asks for the next page.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.benchmarks.figures import Log
from tests.benchmarks.wire import Http, StreamlitPage, WentWrong

Given = Mapping[str, Any]
"""An answer as a page posts it: {"keys": […]}, {"value": n} or {"words": "…"}."""
_PIECES = (
    "I liked the garden", "nobody asked me", "it's OK", "“they listen”", "naïve, ÿes", "🙂",
    "=SUM(A1)", "<b>not bold</b>", "my sister’s room", "100% fine; really", "back\\slash", "ਹਾਂ",
)  # fmt: skip


@dataclass(slots=True)
class Child:
    """One child with a sitting, from opening the page to "thank you".

    `think` is the mean of seconds per question, spread from half to one and a half times.
    `together`: a choice and Next arrive in one post, as when they are pressed within a blink.
    """

    name: str
    port: int
    cookie: str
    random: Random
    log: Log
    think: float = 0.75
    together: bool = False
    stop: Callable[[], bool] = lambda: False
    acknowledged: dict[str, Given] = field(default_factory=dict)
    finished: bool = False
    _seq: int = 0
    _drawn: dict[str, Any] = field(default_factory=dict)
    _component: str = ""

    async def answer_all(self) -> None:
        """Open the page and answer until everything is sent; a failure ends it and is logged."""
        http = Http(self.port, self.cookie)
        page = None
        try:
            page = await self._open(http)
            while not self.finished and not self.stop():
                await self._step(http, page)
        except (WentWrong, TimeoutError, OSError, asyncio.IncompleteReadError) as problem:
            where = self._drawn.get("place", "the door")
            self.log.errors.append(f"{self.name} at {where}: {problem!r}")
        finally:
            await http.close()
            if page is not None:
                await page.close()

    async def _open(self, http: Http) -> StreamlitPage:
        began = time.perf_counter()
        for path in ("/", "/_stcore/health", "/_stcore/host-config"):
            reply = await http.send("GET", path)
            if reply.status != 200:
                raise WentWrong(f"{path} answered {reply.status}")
        page = await StreamlitPage.opened(http)
        arrived = await page.rerun(self._is_page())
        self.log.opened.append((arrived, arrived - began))
        return page

    async def _step(self, http: Http, page: StreamlitPage) -> None:
        """One screen: think, answer, go on, and see the next one."""
        pause = self.think * self.random.uniform(0.5, 1.5)
        step = self._drawn["step"]
        if step != "question":
            await asyncio.sleep(pause)
            await self._go(http, page, {"notice": "agree", "review": "send"}[step], None)
            return
        given = give(self._drawn["question"], self.random, self.name)
        await asyncio.sleep(pause / 2)
        if not self.together:
            await self._save(http, _draft(given))
        await asyncio.sleep(pause / 2)
        changed = self.together or given != _draft(given)
        await self._go(http, page, "next", given if changed else None)

    async def _save(self, http: Http, given: Given) -> None:
        began = time.perf_counter()
        await self._post(http, given, None)
        ended = time.perf_counter()
        self.log.saves.append((ended, ended - began))

    async def _go(self, http: Http, page: StreamlitPage, go: str, given: Given | None) -> None:
        began = time.perf_counter()
        told = await self._post(http, given, go)
        if not told["moved"]:
            raise WentWrong(f"“{go}” did not move: {told}")
        self.finished = told["place"] == "thanks"
        arrived = await page.rerun(self._is_page(told["place"]), [self._nav()])
        self.log.steps.append((arrived, arrived - began))

    async def _post(self, http: Http, given: Given | None, go: str | None) -> dict[str, Any]:
        self._seq += 1
        question = self._drawn["question"]["id"] if given is not None else None
        answer = {"question": question, **given} if given is not None else {}
        message = {
            "rk": self._drawn["rk"],
            "w": f"w-{self.name}",
            "seq": self._seq,
            "base": self._drawn.get("version", 0),
            "from": self._drawn["place"],
            "go": go,
        }
        reply = await http.post_json("/answer", answer | message)
        if reply.status != 200:
            raise WentWrong(f"/answer said {reply.status}: {reply.body[:200]!r}")
        if question is not None and given is not None:
            self.acknowledged[question] = given
        return reply.json

    def _is_page(self, place: str | None = None) -> Callable[[Element], bool]:
        def seen(element: Element) -> bool:
            if element.WhichOneof("type") != "bidi_component":
                return False
            data = json.loads(element.bidi_component.json)
            if place is not None and data["place"] != place:
                return False
            self._drawn, self._component = data, element.bidi_component.id
            return True

        return seen

    def _nav(self) -> WidgetState:
        """What the component's `setTriggerValue("nav", …)` sends."""
        events = [{"event": "nav", "value": int(time.time() * 1000)}]
        name = f"$$STREAMLIT_INTERNAL_KEY_{self._component}__events"
        return WidgetState(id=name, json_trigger_value=json.dumps(events))


def give(question: Mapping[str, Any], random: Random, name: str) -> Given:
    """An answer to a drawn question; no two children write the same words."""
    options = [option["key"] for option in question["options"]]
    match question["kind"]:
        case "choice":
            return {"keys": [random.choice(options)]}
        case "choices":
            chosen = set(random.sample(options, random.randint(1, len(options))))
            return {"keys": [key for key in options if key in chosen]}
        case "scale":
            return {"value": random.randint(question["scale"]["low"], question["scale"]["high"])}
        case _:
            said = ". ".join(random.sample(_PIECES, random.randint(2, 6)))
            return {"words": f"{name} on {question['id']}: {said}"}


def _draft(given: Given) -> Given:
    """What is saved before Next is pressed: a choice as it is, words half written."""
    if "words" not in given:
        return given
    return {"words": given["words"][: len(given["words"]) // 2].rstrip()}
