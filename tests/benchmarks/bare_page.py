"""Baseline (b): the ten questions as a bare Starlette page with one SQLite write an answer.

`HEARD_BENCHMARK` names the definition file, `HEARD_BENCHMARK_DATABASE` the database. One
connection, WAL, synchronous=FULL; a post writes the answer and sends the browser on.
"""

import os
import sqlite3
import threading
from contextlib import closing
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from surveys.loader import load
from surveys.schema import Question

QUESTIONS = load(Path(os.environ["HEARD_BENCHMARK"])).questionnaires[-1].questions
_turn = threading.Lock()
_kept = sqlite3.connect(
    os.environ["HEARD_BENCHMARK_DATABASE"], check_same_thread=False, isolation_level=None
)
for _line in (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "CREATE TABLE IF NOT EXISTS answers (child TEXT, number INTEGER, answer TEXT)",
):
    _kept.execute(_line)


async def ask(request: Request) -> Response:
    """One question as a form, or thanks after the last."""
    number = int(request.path_params["number"])
    if number == len(QUESTIONS):
        return HTMLResponse("<!doctype html><title>Thanks</title><h1>Thank you</h1>")
    return HTMLResponse(_page(QUESTIONS[number], number))


async def answer(request: Request) -> Response:
    """Write the answer, then send the browser to the next question."""
    number, child = int(request.path_params["number"]), request.path_params["child"]
    form = parse_qs((await request.body()).decode())
    await run_sync(_keep, child, number, "|".join(form.get("answer", [])))
    return RedirectResponse(f"/{child}/{number + 1}", 303)


async def ready(_request: Request) -> Response:
    """Say that the server is up."""
    return Response()


def _keep(child: str, number: int, words: str) -> None:
    with _turn, closing(_kept.cursor()) as cursor:
        cursor.execute("INSERT INTO answers VALUES (?, ?, ?)", (child, number, words))


def _page(question: Question, number: int) -> str:
    choices = "".join(
        f'<p><label><input type="radio" name="answer" value="{escape(option.key)}">'
        f"{escape(option.label)}</label></p>"
        for option in question.options
    )
    fields = choices or '<textarea name="answer"></textarea>'
    return (
        f"<!doctype html><title>Question {number + 1}</title><form method=post>"
        f"<fieldset><legend>{escape(question.text)}</legend>{fields}</fieldset>"
        f"<button>Next</button></form>"
    )


app = Starlette(
    routes=[
        Route("/ready", ready),
        Route("/{child}/{number:int}", ask),
        Route("/{child}/{number:int}", answer, methods=["POST"]),
    ]
)
