"""Libraries with known holes: found where the source answers, never "none" where it does not."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from web.commands import cli
from web.commands.advisories import LOCKS, all_known, known

OLD, FINE = "made-up-old-part", "made-up-fine-part"


@dataclass
class Source:
    """A service that knows of one hole, as OSV answers; it listens on this machine only."""

    url: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)


@contextmanager
def _serving(source: Source) -> Iterator[Source]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = query["package"]["name"]
            source.asked.append(name)
            hole = {"id": "MADE-UP-2026-1", "schema_version": "1.6.0", "affected": []}
            told = {"vulns": [hole]} if name == OLD else {}
            self.send_response(source.status)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    source.url = f"http://127.0.0.1:{server.server_address[1]}/v1/query"
    yield source
    server.shutdown()
    server.server_close()


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with _serving(Source()) as serving:
        yield serving


def lock(folder: Path, *names: str) -> Path:
    """A lock file that pins made-up parts."""
    file = folder / "lock.txt"
    file.write_text("".join(f"{name}==1.0 --hash=sha256:{'0' * 64}\n" for name in names), "utf-8")
    return file


def test_a_part_with_a_known_hole_is_named_and_ends_with_1(source: Source, tmp_path: Path) -> None:
    told, code = known(lock(tmp_path, OLD, FINE), source.url)
    assert (f"{OLD} 1.0: MADE-UP-2026-1" in told, FINE in told, code) == (True, False, 1)
    assert sorted(source.asked) == [FINE, OLD]


def test_parts_without_a_known_hole_end_with_0(source: Source, tmp_path: Path) -> None:
    told, code = known(lock(tmp_path, FINE), source.url)
    assert (told, code) == ("Advisories for lock.txt: none is known for its 1 parts.", 0)


def test_a_source_that_fails_is_not_checked(source: Source, tmp_path: Path) -> None:
    source.status = 500
    told, code = known(lock(tmp_path, FINE), source.url)
    assert ("not checked" in told, "none" in told, code) == (True, False, 2)


def test_a_known_hole_counts_for_more_than_a_source_that_fails(
    source: Source, tmp_path: Path
) -> None:
    missing = tmp_path / "no-such-lock.txt"
    told, code = all_known([missing, lock(tmp_path, OLD)], source.url)
    assert ("not checked" in told, "MADE-UP-2026-1" in told, code) == (True, True, 1)


def test_where_the_source_does_not_answer_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))  # and never listens
        away = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, away)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("PIP_INDEX_URL", away)
        done = CliRunner().invoke(cli, ["security", "--parts"])
    assert (done.exit_code, done.output.count("not checked")) == (2, len(LOCKS))
    assert "none" not in done.output


@pytest.mark.ci
def test_both_locks_are_held_against_the_source(source: Source) -> None:
    done = CliRunner().invoke(cli, ["security", "--parts", "--source", source.url])
    pinned = {
        name.replace("_", "-").replace(".", "-").lower()
        for file in LOCKS
        for name in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", file.read_text("utf-8"), re.M)
    }
    assert (done.exit_code, done.output.count("none is known")) == (0, 2)
    assert set(source.asked) <= pinned
    assert {"streamlit", "cryptography", "starlette", "playwright"} <= set(source.asked)


def test_streamlit_is_at_least_1_61_in_both_locks() -> None:
    """Older ones have known holes (docs/safety/security.md)."""
    for file in LOCKS:
        found = re.search(r"^streamlit==(\d+)\.(\d+)", file.read_text("utf-8"), re.M)
        assert found is not None
        assert (int(found[1]), int(found[2])) >= (1, 61)
