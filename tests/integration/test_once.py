"""What Streamlit says about a page at the start of every run stays the same, worked out once."""

from collections.abc import Callable, Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from web.once import worked_out_once

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
