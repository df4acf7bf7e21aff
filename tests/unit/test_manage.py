"""manage.py on a bare Python: it sets itself up, says what is in the way, and hands over."""

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
MANAGE = CHECKOUT / "manage.py"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for POSIX paths; not run here")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), feature_version=(3, 6))


def imported(nodes: "list[ast.AST]") -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return names


def test_an_old_python_can_read_manage_py():
    assert tree(MANAGE).body


def test_manage_py_needs_only_the_standard_library_until_it_hands_over():
    everything = imported(list(ast.walk(tree(MANAGE))))
    outside = {name for name in everything if name.split(".")[0] not in sys.stdlib_module_names}
    assert outside == {"web.commands"}
    assert "web.commands" not in imported(tree(MANAGE).body)


def test_streamlit_app_is_wiring_only():
    app = CHECKOUT / "streamlit_app.py"
    parsed = ast.parse(app.read_text("utf-8"))
    roots = {name.split(".")[0] for name in imported(list(ast.walk(parsed)))}
    assert roots == {"streamlit", "web"}
    assert not [
        node for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]


def test_both_locks_pin_the_same_versions_with_hashes():
    pins = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (CHECKOUT / name).read_text("utf-8")
        pins[name] = set(re.findall(r"^([\w.\[\]-]+==\S+)", text, re.MULTILINE))
        assert text.count("\n    --hash=") >= len(pins[name])
        assert "://" not in re.sub(r"#.*", "", text)
    assert pins["requirements.txt"] <= pins["requirements-dev.txt"]


@pytest.fixture
def checkout(tmp_path):
    """A very small Heard: the real manage.py, one library to install, one command."""
    return small_heard(tmp_path)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    folder = small_heard(tmp_path_factory.mktemp("started"))
    return folder, manage(folder, "hello", "--json")


@pytest.fixture
def started(first_start, tmp_path):
    """A very small Heard that was started before."""
    folder = tmp_path / "heard"
    shutil.copytree(first_start[0], folder, symlinks=True)
    return folder


def small_heard(parent: Path) -> Path:
    folder = parent / "heard of it"  # people do put blanks into folder names
    folder.mkdir()
    shutil.copy(MANAGE, folder)
    (folder / "web").mkdir()
    (folder / "web" / "commands.py").write_text(
        "import json, sys\nimport tiny\n"
        "def main(arguments):\n"
        "    print(json.dumps([tiny.SIZE, sys.flags.utf8_mode, arguments]))\n"
        "    return 3\n"
    )
    lock(folder, size=1)
    return folder


def lock(folder: Path, size: int, *, honest: bool = True) -> None:
    """Make the library in a size, and lock files that pin it by its hash."""
    wheel = folder / f"tiny-{size}.0-py3-none-any.whl"
    info = f"tiny-{size}.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", f"SIZE = {size}\n")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {size}.0\n"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    found = hashlib.sha256(wheel.read_bytes() if honest else b"something else").hexdigest()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text(f"{wheel.as_uri()} --hash=sha256:{found}\n")


def manage(folder: Path, *arguments: str, python: str = sys.executable, **env: str):
    command = [python, str(folder / "manage.py"), *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=os.environ | env,
        cwd=folder.parent,
        check=False,
    )


def test_the_first_start_sets_up_and_the_second_is_instant(first_start):
    folder, first = first_start
    second = manage(folder, "hello", "--json")
    assert "Making .venv" in first.stderr
    assert second.stderr == ""
    assert [json.loads(one.stdout) for one in (first, second)] == [[1, 1, ["hello", "--json"]]] * 2
    assert first.returncode == second.returncode == 3


def test_a_changed_lock_is_installed_again(started):
    lock(started, size=2)
    after = manage(started, "hello")
    assert "Making .venv" not in after.stderr
    assert json.loads(after.stdout)[0] == 2


def test_an_install_that_was_cut_off_is_made_anew(started):
    (started / ".venv" / "heard-installed.json").unlink()
    (started / ".venv" / "heard-installing").touch()
    after = manage(started, "hello")
    assert "Making .venv" in after.stderr
    assert after.returncode == 3


@pytest.mark.ci
def test_a_venv_whose_python_went_away_is_made_anew(started):
    (started / ".venv" / "bin" / "python").unlink()
    assert manage(started, "hello").returncode == 3


def test_what_has_another_hash_is_not_installed(started):
    lock(started, size=2, honest=False)
    refused = manage(started, "hello")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "The install did not finish" in refused.stderr
    lock(started, size=2)
    assert json.loads(manage(started, "hello").stdout)[0] == 2


def test_a_python_that_does_not_fit_is_said_in_a_sentence(checkout):
    text = MANAGE.read_text("utf-8")
    (checkout / "manage.py").write_text(
        text.replace("OLDEST, NEWEST = (3, 11), (3, 13)", "OLDEST, NEWEST = (3, 98), (3, 99)"),
        "utf-8",
    )
    refused = manage(checkout, "run")
    assert refused.returncode == 1
    assert "Heard needs Python 3.98 to 3.99; this is Python 3." in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_python_without_venv_names_the_package(checkout, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "ensurepip.py").write_text("raise ImportError('Debian ships this apart')\n")
    refused = manage(checkout, "run", PYTHONPATH=str(broken))
    assert refused.returncode == 1
    assert "sudo apt install python3-venv" in refused.stderr


def test_a_checkout_that_is_not_whole_is_said(checkout):
    (checkout / "requirements-dev.txt").unlink()
    assert "requirements-dev.txt is missing beside manage.py" in manage(checkout, "run").stderr


@pytest.mark.skipif(shutil.which("python3.9") is None, reason="there is no older Python here")
def test_an_older_python_finds_a_newer_one_beside_it(checkout):
    older = str(shutil.which("python3.9"))
    if subprocess.run([older, "-c", ""], capture_output=True, check=False).returncode != 0:
        pytest.skip("the older Python here does not start")
    assert manage(checkout, "hello", python=older).returncode == 3
