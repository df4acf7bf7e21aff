"""The same children at the two baselines: a bare Streamlit form and a bare Starlette page."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

from surveys.loader import load
from surveys.schema import Kind, Question
from tests.benchmarks.child import give
from tests.benchmarks.figures import Kept, Log
from tests.benchmarks.serving import CHECKOUT, Server, streamlit_run
from tests.benchmarks.wire import FORM, Http, Reply, StreamlitPage, WentWrong

HERE = Path(__file__).resolve().parent
_WIDGETS = {
    Kind.CHOICE: "radio",
    Kind.CHOICES: "multiselect",
    Kind.SCALE: "slider",
    Kind.TEXT: "text_area",
}


def questions_of(definition: Path) -> tuple[Question, ...]:
    """The questions that both baselines ask."""
    return load(definition).questionnaires[-1].questions


def bare_form(folder: Path, definition: Path) -> Server:
    """Baseline (a), served from an empty folder, so that no settings of ours apply."""
    env = {"HEARD_BENCHMARK": str(definition), "PYTHONPATH": str(CHECKOUT)}
    command = streamlit_run(str(HERE / "bare_form.py"))
    return Server(command, _made(folder), folder / "log", env, "/_stcore/health")


def bare_page(folder: Path, definition: Path) -> Server:
    """Baseline (b), served by uvicorn."""
    env = {
        "HEARD_BENCHMARK": str(definition),
        "HEARD_BENCHMARK_DATABASE": str(_made(folder) / "answers.db"),
    }
    app = "tests.benchmarks.bare_page:app"
    command = [sys.executable, "-m", "uvicorn", app, "--port", "{port}", "--no-access-log"]
    return Server([*command, "--log-level", "warning"], CHECKOUT, folder / "log", env, "/ready")


def kept_by_page(folder: Path, children: list["PageChild"]) -> Kept:
    """Hold the page's rows against what its children were told is saved."""
    with closing(sqlite3.connect(folder / "answers.db")) as database:
        rows = database.execute("SELECT child, number, answer FROM answers").fetchall()
    given = {(c.name, number, said) for c in children for number, said in c.acknowledged.items()}
    there = {(child, number, said) for child, number, said in rows}
    finished = sum(1 for child in children if child.finished)
    doubled = len(rows) - len(there) + len(there - given)
    return Kept(finished, len(rows), len(given - there), doubled)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(slots=True)
class FormChild:
    """A child at the bare Streamlit form."""

    name: str
    port: int
    random: Random
    log: Log
    think: float
    stop: Callable[[], bool]
    questions: tuple[Question, ...]
    finished: bool = False
    _input: str = ""
    _button: str = ""

    async def answer_all(self) -> None:
        """Answer every question; a failure ends it and is logged."""
        http, page, began = Http(self.port), None, time.perf_counter()
        try:
            page = await StreamlitPage.opened(http)
            arrived = await page.rerun(self._is_question(0))
            self.log.opened.append((arrived, arrived - began))
            for number in range(len(self.questions)):
                if self.stop():
                    return
                await self._step(page, number)
            self.finished = True
        except (WentWrong, TimeoutError, OSError) as problem:
            self.log.errors.append(f"{self.name}: {problem!r}")
        finally:
            if page is not None:
                await page.close()

    async def _step(self, page: StreamlitPage, number: int) -> None:
        await asyncio.sleep(self.think * self.random.uniform(0.5, 1.5))
        pressed = [self._given(self.questions[number]), WidgetState(id=self._button)]
        pressed[1].trigger_value = True
        began = time.perf_counter()
        arrived = await page.rerun(self._is_question(number + 1), pressed)
        self.log.steps.append((arrived, arrived - began))

    def _given(self, question: Question) -> WidgetState:
        state = WidgetState(id=self._input)
        given: dict[str, Any] = dict(give(_drawn(question), self.random, self.name))
        match question.kind:
            case Kind.CHOICE:
                state.string_value = given["keys"][0]
            case Kind.CHOICES:
                state.string_array_value.data.extend(given["keys"])
            case Kind.SCALE:
                state.double_array_value.data.append(given["value"])
            case _:
                state.string_value = given["words"]
        return state

    def _is_question(self, number: int) -> Callable[[Element], bool]:
        """Whether an element completes the page of a question: its button, after its input."""
        last = number == len(self.questions)
        asked = None if last else self.questions[number]

        def seen(element: Element) -> bool:
            kind = element.WhichOneof("type")
            if asked is None:
                return kind == "heading" and element.heading.body == "Thank you"
            if kind == _WIDGETS[asked.kind] and getattr(element, kind).label == asked.text:
                self._input = getattr(element, kind).id
                return bool(self._button)
            if kind == "button":
                self._button = element.button.id
                return bool(self._input)
            return False

        self._input = ""
        return seen


@dataclass(slots=True)
class PageChild:
    """A child at the bare Starlette page."""

    name: str
    port: int
    random: Random
    log: Log
    think: float
    stop: Callable[[], bool]
    questions: tuple[Question, ...]
    acknowledged: dict[int, str]
    finished: bool = False

    async def answer_all(self) -> None:
        """Answer every question; a failure ends it and is logged."""
        http, began = Http(self.port), time.perf_counter()
        try:
            await self._see(http, 0)
            ended = time.perf_counter()
            self.log.opened.append((ended, ended - began))
            for number in range(len(self.questions)):
                if self.stop():
                    return
                await self._step(http, number)
            self.finished = True
        except (WentWrong, TimeoutError, OSError, asyncio.IncompleteReadError) as problem:
            self.log.errors.append(f"{self.name}: {problem!r}")
        finally:
            await http.close()

    async def _step(self, http: Http, number: int) -> None:
        given = give(_drawn(self.questions[number]), self.random, self.name)
        said = [str(word) for word in given.get("keys", [given.get("value", given.get("words"))])]
        await asyncio.sleep(self.think * self.random.uniform(0.5, 1.5))
        began = time.perf_counter()
        form = urlencode({"answer": said}, doseq=True).encode()
        reply = await self._asked(http, "POST", number, form)
        if reply.status != 303:
            raise WentWrong(f"the page said {reply.status}")
        self.acknowledged[number] = "|".join(said)
        await self._see(http, number + 1)
        ended = time.perf_counter()
        self.log.steps.append((ended, ended - began))

    async def _see(self, http: Http, number: int) -> None:
        page = await self._asked(http, "GET", number)
        last = number == len(self.questions)
        wanted = "Thank you" if last else f"<title>Question {number + 1}</title>"
        if wanted not in page.body.decode():
            raise WentWrong(f"not question {number + 1}: {page.status}")

    async def _asked(self, http: Http, method: str, number: int, form: bytes = b"") -> Reply:
        began = time.perf_counter()
        reply = await http.send(method, f"/{self.name}/{number}", form, FORM)
        ended = time.perf_counter()
        self.log.requests.append((ended, ended - began))
        return reply


def _drawn(question: Question) -> dict[str, Any]:
    """A question in the shape in which Heard's page gets it, as far as an answer needs it."""
    return {
        "id": question.id,
        "kind": question.kind.value,
        "options": [{"key": option.key} for option in question.options],
        "scale": question.scale and {"low": question.scale.low, "high": question.scale.high},
    }
