"""What Streamlit says about a page at the start of every run stays the same, worked out once."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from tests.conftest import finished
from web.once import TOGETHER_S, told_together, worked_out_once

Populate = Callable[..., None]


@pytest.fixture
def blue() -> Iterator[None]:
    """A theme with one colour of its own."""
    before = config.get_option("theme.primaryColor")
    config.set_option("theme.primaryColor", "#12436D")
    yield
    config.set_option("theme.primaryColor", before)


def told(theme: Populate, settings: Populate) -> NewSession:
    """What a page is told about its theme and settings."""
    message = NewSession()
    settings(message.config)
    theme(message.custom_theme)
    theme(message.custom_theme.light, "theme.light")
    theme(message.custom_theme.dark.sidebar, "theme.dark.sidebar")
    return message


@pytest.mark.usefixtures("blue")
def test_a_page_is_told_the_same_however_often_it_is_asked_for() -> None:
    theme = worked_out_once(app_session._populate_theme_msg)
    settings = worked_out_once(app_session._populate_config_msg)
    before = told(app_session._populate_theme_msg, app_session._populate_config_msg)
    assert before.custom_theme.primary_color == "#12436D"
    assert [told(theme, settings) for _ in range(2)] == [before, before]


def test_what_a_run_tells_wakes_the_loop_once_and_comes_in_order() -> None:
    heard: list[int] = []
    woken: list[Callable[[], None]] = []

    async def told_six_things() -> None:
        session = SimpleNamespace()
        tell = told_together(lambda _session, callback: woken.append(callback))
        for number in range(6):
            tell(session, partial(heard.append, number))
        woken[0]()
        await asyncio.sleep(10 * TOGETHER_S)

    finished(told_six_things())
    assert (len(woken), heard) == (1, [0, 1, 2, 3, 4, 5])


def test_one_that_fails_does_not_hold_up_the_others() -> None:
    heard: list[str] = []
    session, told = SimpleNamespace(), []

    def fails() -> None:
        raise ValueError("made up")

    async def told_two_things() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: told.append(context["exception"]))
        tell = told_together(lambda _session, callback: loop.call_soon(callback))
        tell(session, fails)
        tell(session, lambda: heard.append("still comes"))
        await asyncio.sleep(10 * TOGETHER_S)

    finished(told_two_things())
    assert (heard, [str(problem) for problem in told]) == (["still comes"], ["made up"])
