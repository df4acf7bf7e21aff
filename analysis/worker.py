"""One worker process for what is large or slow: documents and TextBlob's guesses.

The server imports none of python-docx, typst, altair, vl-convert, XlsxWriter, textblob and scipy;
this process does, when a job first needs them. Jobs are named in JOBS and nothing else can be run.
What crosses between the two processes is plain: text, numbers, bytes, tuples and our frozen
dataclasses.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from traceback import format_tb
from types import ModuleType
from typing import Any

JOBS = {
    "document": "analysis.documents.make:document",
    "rows": "analysis.spreadsheets.children:drawn",
    "moods": "analysis.suggestions:moods",
    "paper": "surveys.paper.printing:printed",
}
LONGEST_S = 120.0
DIED = (
    "The part of Heard that makes documents stopped in the middle of its work. It has been "
    "started again: please try once more."
)
TOO_LONG = (
    "This took too long and was stopped. Please try once more; if it happens again, tell whoever "
    "looks after Heard."
)

_SPAWNING = get_context("spawn")


class WorkerFailed(RuntimeError):
    """The worker stopped or took too long; the message is a sentence for the page."""


class Worker:
    """Starts its process with the first job, one job at a time, and again when it has died.

    A pipe to one process of ours, and not a pool from the standard library, which waits for ever
    for a process that died in the middle of its answer.
    """

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._turn = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> None:
        """Start the process now, so that the first person to ask does not wait for it."""
        with self._turn:
            self._started()

    def run(self, name: str, *arguments: Any, longest_s: float = LONGEST_S) -> Any:
        """Do a job and wait for its result; what the job raises is raised here.

        Raises ValueError for a name that is not in JOBS, TypeError for an argument that is not
        plain, and WorkerFailed with a plain sentence.
        """
        if name not in JOBS:
            raise ValueError(f"“{name}” is not a job of the worker. Its jobs: {', '.join(JOBS)}.")
        _check_plain(arguments)
        with self._turn:
            done, result = self._asked((name, arguments), longest_s)
        if not done:
            raise result
        return result

    def stop(self) -> None:
        """End the process, also in the middle of a job; a later job starts a new one."""
        process = self._process
        if process is not None:
            process.kill()  # whoever waits for it is told at once, and gives us the turn
        with self._turn:
            self._ended()

    def _asked(self, job: tuple[str, tuple[Any, ...]], longest_s: float) -> tuple[bool, Any]:
        try:
            pipe = self._started()
            pipe.send(job)
            in_time = pipe.poll(longest_s)
            answer: tuple[bool, Any] = pipe.recv() if in_time else (False, WorkerFailed(TOO_LONG))
        except (EOFError, OSError):
            in_time, answer = False, (False, WorkerFailed(DIED))
        if not in_time:
            self._ended()
        return answer

    def _started(self) -> Connection:
        """The pipe to a process that lives."""
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._ended()
        ours, theirs = _SPAWNING.Pipe()
        process = _SPAWNING.Process(target=_work, args=(theirs,), daemon=True)
        with _no_main_module():
            process.start()
        theirs.close()  # so that its death closes the pipe, also in the middle of an answer
        self._pipe, self._process = ours, process
        return ours

    def _ended(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None


@cache
def worker() -> Worker:
    """The worker of this process."""
    return Worker()


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Start a process without it running our main module again.

    A spawned process imports its parent's `__main__`; under Streamlit that is the whole of
    Streamlit, or the page that happens to be drawn.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _work(pipe: Connection) -> None:
    """In the worker: do one job after another, until the server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when it is over
    threading.Thread(target=_follow_parent, daemon=True).start()
    with suppress(EOFError):
        while True:
            pipe.send(_done(*pipe.recv()))


def _done(name: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """Import a job's function and call it: whether it was done, and its result or its error."""
    module, function = JOBS[name].split(":")
    try:
        return True, getattr(import_module(module), function)(*arguments)
    except Exception as problem:  # noqa: BLE001 (raised again where the job was asked for)
        problem.add_note("In the worker:\n" + "".join(format_tb(problem.__traceback__)))
        return False, problem


def _follow_parent() -> None:
    """End with the server, even when it was killed during a job: nothing else would end this."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _check_plain(value: Any) -> None:
    """Refuse what should not cross: only frozen facts of ours, text, numbers, bytes, tuples."""
    if isinstance(value, tuple):
        for part in value:
            _check_plain(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            _check_plain(getattr(value, field.name))
    elif not isinstance(value, str | int | float | bytes | None):
        raise TypeError(f"A {type(value).__name__} cannot be handed to the worker.")
