"""Driving a staff page as one actor sees it, on a real database."""

import sys
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from data.database import Database
from data.settings import Settings
from surveys.permissions import Actor

Open = Callable[..., AppTest]


def _script(module, db, actor):  # its source is run by itself, so it names no types
    from importlib import import_module

    import_module(module).page(db, actor)


@pytest.fixture(autouse=True)
def _main_stays() -> Iterator[None]:
    """Streamlit leaves its script as `__main__`, where a process begun later would look for it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.ci)])
def settings(request: pytest.FixtureRequest) -> Settings:
    """A page's use cases are tested on both databases; the page over them on SQLite, else in CI."""
    made: Settings = request.getfixturevalue(f"{request.param}_settings")
    return made


@pytest.fixture
def open_page(db: Database) -> Open:
    """`open_page("surveys.pages.today", actor, round=…)` draws a page; it must not fail."""

    def opened(module: str, actor: Actor, **query: str) -> AppTest:
        app = AppTest.from_function(_script, args=(module, db, actor), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return opened
