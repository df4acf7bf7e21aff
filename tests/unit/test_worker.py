"""The worker process: only named jobs, only plain facts, and back on its feet after a crash."""

import os
import signal
import struct
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from analysis import worker as module
from analysis.worker import Worker, WorkerFailed
from data.settings import CHECKOUT
from tests.samples import questions, sample

HEAVY = ("docx", "typst", "xlsxwriter", "altair", "vl_convert", "textblob", "scipy", "sklearn")


@pytest.fixture(scope="module")
def worker():
    made = Worker()
    yield made
    made.stop()


def process_of(worker):
    worker.run("moods", ())
    return worker._process.pid


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return run.stdout


def test_a_document_is_made_in_another_process(worker):
    assert worker.run("document", sample(), "pdf").startswith(b"%PDF-1.7")
    assert process_of(worker) != os.getpid()


def test_only_named_jobs_run(worker):
    with pytest.raises(ValueError, match="is not a job of the worker"):
        worker.run("os:system", "true")


@pytest.mark.parametrize("thing", [object(), {"a": 1}, [1], print, ({},)])
def test_only_plain_facts_cross(worker, thing):
    with pytest.raises(TypeError, match="cannot be handed to the worker"):
        worker.run("moods", thing)


def test_a_worker_killed_at_work_says_a_plain_sentence_and_works_the_next_time(worker):
    killing = threading.Timer(0.2, os.kill, (process_of(worker), signal.SIGKILL))
    killing.start()
    with pytest.raises(WorkerFailed, match="please try once more"):
        worker.run("document", sample(results=questions() * 40), "docx")
    assert worker.run("moods", ()) == ()


def test_a_worker_that_died_between_two_jobs_is_replaced(worker):
    process = process_of(worker)
    os.kill(process, signal.SIGKILL)
    worker._process.join(20)
    assert process_of(worker) != process


def test_a_worker_that_dies_in_the_middle_of_its_answer_is_not_waited_for(worker, monkeypatch):
    monkeypatch.setattr(module, "_work", half_an_answer)
    worker.stop()
    with pytest.raises(WorkerFailed, match="please try once more"):
        worker.run("moods", ())
    monkeypatch.undo()
    assert worker.run("moods", ()) == ()


def half_an_answer(pipe):
    """A worker that promises a megabyte, writes a little of it and is gone."""
    pipe.recv()
    os.write(pipe.fileno(), struct.pack("!i", 1_000_000) + b"a little")
    os._exit(0)


def test_what_a_job_raises_is_raised_where_it_was_asked_for_and_says_where_it_arose(worker):
    with pytest.raises(ValueError, match="unheard-of") as raised:
        worker.run("document", sample(), "unheard-of")
    assert "make.py" in "".join(raised.value.__notes__)
    assert worker.run("moods", ()) == ()


def test_a_worker_that_is_stopped_at_work_lets_go_of_whoever_waits(worker):
    process_of(worker)
    threading.Timer(0.2, worker.stop).start()
    with pytest.raises(WorkerFailed, match="please try once more"):
        worker.run("document", sample(results=questions() * 40), "docx")


def test_a_job_that_takes_too_long_is_stopped(worker):
    process = process_of(worker)
    with pytest.raises(WorkerFailed, match="too long"):
        worker.run("document", sample(title="Slow"), "pdf", longest_s=0.001)
    assert process_of(worker) != process


def test_stopping_twice_and_before_starting_is_harmless(worker):
    Worker().stop()
    worker.stop()
    worker.stop()
    assert worker.run("moods", ()) == ()


def test_a_process_that_cannot_be_started_is_said_plainly_and_tried_again(worker, monkeypatch):
    def no_room():
        raise OSError(12, "synthetic: no memory left")

    worker.stop()
    monkeypatch.setattr(module, "_no_main_module", no_room)
    with pytest.raises(WorkerFailed, match="please try once more"):
        worker.run("moods", ())
    monkeypatch.undo()
    assert worker.run("moods", ()) == ()


def test_the_server_imports_no_library_of_the_worker():
    loaded = python("""
        import sys
        import web.server, web.downloads, analysis.worker, analysis.exports, web.commands.report
        print(sorted({name.split(".")[0] for name in sys.modules}))
    """)
    assert [name for name in HEAVY if f"'{name}'" in loaded] == []


def test_the_worker_does_not_run_the_servers_main_script_again(tmp_path):
    script = tmp_path / "main.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r})\n"
        "print('main ran')\n"
        "from analysis.worker import Worker\n"
        "worker = Worker(); worker.run('moods', ()); worker.stop()\n"
    )
    assert (
        python(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')")
        == "main ran\n"
    )
    ran = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "main ran\n"


def test_the_worker_ends_with_a_server_that_was_killed():
    code = """
        import os, sys
        from analysis.worker import Worker
        worker = Worker(); worker.run("moods", ())
        print(worker._process.pid, flush=True)
        os.kill(os.getpid(), 9)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    process = int(run.stdout)
    ends = time.monotonic() + 20
    while alive(process) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not alive(process)


def alive(process: int) -> bool:
    """Whether a process of this id runs (a zombie does not)."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
