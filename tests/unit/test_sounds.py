"""Recordings: only those that a definition may name are handed to a child's browser."""

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tests.conftest import finished
from web.child import sounds


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shortest recording there is."""
    (tmp_path / "happy.mp3").write_bytes(b"\xff\xfb\x90\x00")
    monkeypatch.setattr(sounds, "FOLDER", tmp_path)
    return tmp_path


def asked_for(file: str) -> Response:
    scope: dict[str, object] = {"type": "http", "method": "GET", "path": f"/sound/{file}"}
    scope |= {"headers": [], "query_string": b""}
    return finished(sounds.sound(Request({**scope, "path_params": {"file": file}})))


def test_a_recording_is_sent_as_what_it_is_and_kept_by_the_browser() -> None:
    answer = asked_for("happy.mp3")
    assert isinstance(answer, FileResponse)
    assert answer.media_type == "audio/mpeg"
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize("file", ["sad.mp3", "../happy.mp3", "happy.wav", "%2e%2e", "screens.toml"])
def test_anything_else_is_no_page(file: str) -> None:
    assert asked_for(file).status_code == 404
