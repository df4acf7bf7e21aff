"""One worker process for what is large or slow: documents and TextBlob's guesses.

The server imports none of python-docx, typst, altair, vl-convert, XlsxWriter, textblob and scipy;
this process does, when a job first needs them. Jobs are named in JOBS and nothing else can be run.
What crosses between the two processes is plain: text, numbers, bytes, tuples and our frozen
dataclasses.
"""

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from types import ModuleType
from typing import Any

JOBS = {
    "ready": "analysis.worker:ready",
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


class WorkerFailed(RuntimeError):
    """The worker stopped or took too long; the message is a sentence for the page."""


class Worker:
    """Starts its process with the first job, one job at a time, and again when it has died."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the process now, so that the first person to ask does not wait for it."""
        self.submit("ready")

    def submit(self, name: str, *arguments: Any) -> "Future[Any]":
        """Hand over a job from JOBS; ValueError for any other, TypeError for what is not plain.

        A job that kills its process leaves BrokenProcessPool in the future; `run` says it plainly.
        """
        if name not in JOBS:
            raise ValueError(f"“{name}” is not a job of the worker. Its jobs: {', '.join(JOBS)}.")
        _check_plain(arguments)
        with self._lock:
            if self._pool is None:
                self._pool = _pool()
            with _no_main_module():
                try:
                    return self._pool.submit(_run, name, arguments)
                except BrokenProcessPool:
                    self._pool = _pool()
                    return self._pool.submit(_run, name, arguments)

    def run(self, name: str, *arguments: Any, longest_s: float = LONGEST_S) -> Any:
        """Do a job and wait for its result; raises WorkerFailed with a plain sentence."""
        try:
            return self.submit(name, *arguments).result(longest_s)
        except BrokenProcessPool:
            self.stop()
            raise WorkerFailed(DIED) from None
        except TimeoutError:
            self.stop()
            raise WorkerFailed(TOO_LONG) from None

    def stop(self) -> None:
        """End the process, also in the middle of a job; a later job starts a new one."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def ready() -> bool:
    """A job that does nothing: its answer says that the process is there."""
    return True


@cache
def worker() -> Worker:
    """The worker of this process."""
    return Worker()


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_follow_parent)


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


def _follow_parent() -> None:
    """End with the server, even when it was killed: nothing else would end this process."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _run(name: str, arguments: tuple[Any, ...]) -> Any:
    """In the worker: import a job's function and call it."""
    module, function = JOBS[name].split(":")
    return getattr(import_module(module), function)(*arguments)


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
