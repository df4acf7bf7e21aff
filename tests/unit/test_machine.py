"""The machine: our folder is closed, an open key is refused, parts are listed and looked up."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import settings_in
from web import disk, machine
from web.commands import cli

posix = pytest.mark.skipif(os.name == "nt", reason="Windows closes folders otherwise")


@pytest.fixture
def settings(tmp_path):
    made = settings_in(tmp_path)
    made.var.mkdir(mode=0o755)
    made.key_file.parent.mkdir()
    made.key_file.touch(0o600)
    return made


@posix
def test_our_folder_is_closed_to_others(settings):
    machine.make_private(settings)
    assert settings.var.stat().st_mode & 0o777 == 0o700


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused_with_what_to_do(settings, mode):
    settings.key_file.chmod(mode)
    with pytest.raises(machine.KeyIsOpen, match="chmod 600"):
        machine.make_private(settings)


@posix
def test_root_is_warned_of_and_nobody_else(settings):
    said = machine.make_private(settings)
    assert said == ((machine.AS_ROOT,) if os.geteuid() == 0 else ())


@posix
def test_root_is_refused_where_others_can_reach_heard():
    with pytest.raises(machine.RunsAsRoot, match="as a user of its own"):
        machine.refuse_root("https://heard.example", user=0)
    machine.refuse_root("https://heard.example", user=1000)
    machine.refuse_root(None, user=0)  # on one's own machine it is only warned of


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="needs to be root")
def test_the_command_refuses_root_before_it_touches_anything(settings):
    env = {"HEARD_PUBLIC_URL": "https://heard.example", "HEARD_VAR": str(settings.var)}
    done = CliRunner().invoke(cli, ["run"], env=env)
    assert (done.exit_code, "Heard runs as root" in done.output) == (1, True)
    assert list(settings.var.iterdir()) == []


def system_with(tmp_path, *devices):
    """A /proc and a /sys where `/srv/heard` is on the first device, which is made of the others."""
    mounts = "21 1 8:1 / / rw - ext4 a rw\n22 21 253:0 / /srv/my\\040files rw - ext4 b rw"
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mountinfo").write_text(mounts, "utf-8")
    blocks = tmp_path / "sys/dev/block"
    (blocks / "8:1").mkdir(parents=True)
    below = None
    for number, uuid in reversed(list(enumerate(devices))):
        (blocks / f"253:{number}/dm").mkdir(parents=True)
        (blocks / f"253:{number}/dm/uuid").write_text(uuid, "utf-8")
        (blocks / f"253:{number}/slaves").mkdir()
        if below is not None:
            (blocks / f"253:{number}/slaves" / below.name).symlink_to(below)
        below = blocks / f"253:{number}"
    return tmp_path


@pytest.mark.parametrize(
    ("devices", "known"),
    [
        (["CRYPT-LUKS2-0123"], True),
        (["LVM-0123", "CRYPT-LUKS2-0123"], True),
        (["LVM-0123"], False),
        ([], None),
    ],
)
@posix
def test_whether_the_disk_is_encrypted_is_said_where_the_machine_can_tell(tmp_path, devices, known):
    system = system_with(tmp_path, *devices)
    assert disk.encrypted(Path("/srv/my files/var"), system) is known
    said = {True: "is encrypted.", False: "is not encrypted", None: "cannot tell"}[known]
    assert said in disk.said_of(Path("/srv/my files/var"), system)


@posix
def test_a_plain_disk_is_not_encrypted_and_another_machine_cannot_tell(tmp_path):
    assert disk.encrypted(Path("/home/heard/var"), system_with(tmp_path)) is False
    assert disk.encrypted(Path("/home/heard/var"), tmp_path / "nowhere") is None


def test_the_bill_of_materials_lists_what_is_installed(tmp_path):
    out = tmp_path / "bill.json"
    done = CliRunner().invoke(cli, ["bill-of-materials", "--out", str(out)])
    bill = json.loads(out.read_text("utf-8"))
    parts = {part["name"]: part for part in bill["components"]}
    assert (done.exit_code, bill["bomFormat"]) == (0, "CycloneDX")
    assert {"streamlit", "cryptography", "argon2-cffi", "sqlalchemy"} <= set(parts)
    assert parts["streamlit"]["purl"] == f"pkg:pypi/streamlit@{parts['streamlit']['version']}"
