"""What Streamlit does for every run of the script, and need not do as often."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

TOGETHER_S = 0.003


def worked_out_once(populate: Callable[..., None]) -> Callable[..., None]:
    """`populate(message, *section)`, which fills a fresh protobuf message, remembering the result.

    Streamlit reads its theme and its settings for every run: a seventh of what a child's move
    costs. They stay as they are while the server runs.
    """
    made: dict[tuple[str, ...], Any] = {}

    def populate_again(message: Any, *section: str) -> None:
        if section not in made:
            filled = type(message)()
            populate(filled, *section)
            made[section] = filled
        if made[section].ByteSize():  # merging nothing would still mark the message as set
            message.MergeFrom(made[section])

    return populate_again


def told_together(
    call_soon: Callable[[Any, Callable[[], None]], None],
) -> Callable[[Any, Callable[[], None]], None]:
    """`call_soon(session, callback)`, which wakes the event loop once for what a run tells it.

    A run of the script tells its session six to eight things within a few milliseconds, and each
    woke the loop's thread: a system call and a change of threads in the middle of the run, a
    fifth of a child's move. What is told within `TOGETHER_S` is now handed over at once, in its
    order.
    """

    def call_soon_together(session: Any, callback: Callable[[], None]) -> None:
        waiting: deque[Callable[[], None]] = session.__dict__.setdefault("_heard_waits", deque())
        waiting.append(callback)
        if len(waiting) == 1:
            call_soon(session, lambda: _hand_over_later(waiting))

    return call_soon_together


def _hand_over_later(waiting: deque[Callable[[], None]]) -> None:
    asyncio.get_running_loop().call_later(TOGETHER_S, _hand_over, waiting)


def _hand_over(waiting: deque[Callable[[], None]]) -> None:
    """Call everything that waits. One that fails is reported by the loop; the rest still comes."""
    try:
        while waiting:
            waiting.popleft()()
    finally:
        if waiting:
            _hand_over_later(waiting)
