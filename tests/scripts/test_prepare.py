"""Getting the environment onto a machine that has little."""

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts.prepare import (
    ROOT,
    WayClosedError,
    by_download,
    find_uv,
    get_uv,
    locked_uv,
    python_for,
    run,
    wheel_for_this_machine,
)

STAND_IN = b"#!/bin/sh\necho uv 0.0\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and sh run on POSIX systems")


@pytest.fixture
def no_uv_on_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without uv; whatever else is on its path stays out of reach too."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def wheel_of_uv() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("uv-0.0.data/scripts/uv", STAND_IN)
    return content.getvalue()


def checkout_with_a_lock(folder: Path, wheel: bytes, digest: str) -> Path:
    """A folder whose lock file names a wheel of uv for this machine, by an address on its disk."""
    system = "macosx" if sys.platform == "darwin" else "manylinux_musllinux"
    name = f"uv-0.0-py3-none-{system}_{platform.machine()}.whl"
    (folder / name).write_bytes(wheel)
    (folder / "uv.lock").write_text(
        f'[[package]]\nname = "uv"\nversion = "0.0"\n'
        f'wheels = [{{ url = "{(folder / name).as_uri()}", hash = "sha256:{digest}" }}]\n'
    )
    return folder


def test_the_lock_file_names_a_uv_for_this_machine() -> None:
    wheel = wheel_for_this_machine(locked_uv(ROOT)["wheels"])

    assert wheel["url"].endswith(f"_{platform.machine()}.whl")
    assert wheel["hash"].startswith("sha256:")


@pytest.mark.parametrize(
    ("system", "libc", "machine", "wanted"),
    [
        pytest.param("linux", "glibc", "x86_64", "manylinux_2_17_x86_64", id="debian"),
        pytest.param("linux", "glibc", "aarch64", "manylinux_2_17_aarch64", id="debian-on-arm"),
        pytest.param("linux", "", "x86_64", "musllinux_1_1_x86_64", id="alpine"),
        pytest.param("darwin", "", "arm64", "macosx_11_0_arm64", id="mac"),
        pytest.param("darwin", "", "x86_64", "macosx_10_12_x86_64", id="old-mac"),
    ],
)
def test_each_machine_gets_its_own_wheel(
    monkeypatch: pytest.MonkeyPatch, system: str, libc: str, machine: str, wanted: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "libc_ver", lambda: (libc, ""))
    monkeypatch.setattr(platform, "machine", lambda: machine)
    wheels = [{"url": f"any:/uv-1-py3-none-{tag}.whl"} for tag in TAGS]

    assert wheel_for_this_machine(wheels)["url"] == f"any:/uv-1-py3-none-{wanted}.whl"


TAGS = (
    "macosx_10_12_x86_64",
    "macosx_11_0_arm64",
    "manylinux_2_17_aarch64",
    "manylinux_2_17_x86_64",
    "musllinux_1_1_x86_64",
    "win_amd64",
)


def test_a_machine_that_uv_is_not_made_for_is_told_so() -> None:
    with pytest.raises(WayClosedError, match=f"on {platform.machine()}"):
        wheel_for_this_machine([{"url": "any:/uv-1-py3-none-solaris_2_pdp11.whl"}])


@pytest.mark.usefixtures("no_uv_on_path")
def test_uv_comes_from_the_lock_files_address_where_python_has_neither_venv_nor_pip(
    tmp_path: Path,
) -> None:
    wheel = wheel_of_uv()
    root = checkout_with_a_lock(tmp_path, wheel, hashlib.sha256(wheel).hexdigest())

    by_download(root)

    assert find_uv(root) == root / ".uv" / "bin" / "uv"
    assert (root / ".uv" / "bin" / "uv").read_bytes() == STAND_IN


def test_a_wheel_that_was_tampered_with_is_not_unpacked(tmp_path: Path) -> None:
    root = checkout_with_a_lock(tmp_path, wheel_of_uv(), hashlib.sha256(b"other").hexdigest())

    with pytest.raises(WayClosedError, match="not what the lock file names"):
        by_download(root)

    assert not (root / ".uv").exists()


def put_stand_in(root: Path) -> None:
    (root / ".uv" / "bin").mkdir(parents=True)
    (root / ".uv" / "bin" / "uv").write_bytes(STAND_IN)
    (root / ".uv" / "bin" / "uv").chmod(0o755)


def closed(root: Path) -> None:
    (root / ".uv").mkdir()
    (root / ".uv" / "half-made").touch()
    raise WayClosedError(str(ImportError("ensurepip")))


@pytest.mark.usefixtures("no_uv_on_path")
def test_the_next_way_is_tried_where_one_is_closed_and_nothing_half_made_stays(
    tmp_path: Path,
) -> None:
    assert get_uv(tmp_path, [closed, put_stand_in]) == tmp_path / ".uv" / "bin" / "uv"
    assert [path.name for path in (tmp_path / ".uv").iterdir()] == ["bin"]


@pytest.mark.usefixtures("no_uv_on_path")
def test_a_machine_where_no_way_is_open_gets_the_reasons_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        get_uv(tmp_path, [closed])

    assert "  closed: ensurepip\n" in str(stopped.value)
    assert "apt-get install python3-venv" in str(stopped.value)


def test_the_uv_of_the_machine_is_taken_before_any_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put_stand_in(tmp_path / "machine")
    put_stand_in(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}/machine/.uv/bin{os.pathsep}{os.environ['PATH']}")

    assert get_uv(tmp_path) == tmp_path / "machine" / ".uv" / "bin" / "uv"


def test_an_environment_that_works_keeps_its_python(tmp_path: Path) -> None:
    assert python_for(tmp_path) == sys.executable

    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv")

    assert python_for(tmp_path) == str(tmp_path / ".venv" / "bin" / "python")


def test_a_failing_command_is_told_by_its_last_line() -> None:
    with pytest.raises(WayClosedError, match=r"^the remedy$"):
        run(sys.executable, "-c", "import sys; print('noise'); sys.exit('the remedy')")


def sh(script: str, programs: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script of the project where only some programs of this machine can be found."""
    for program in programs:
        found = shutil.which(program)
        assert found
        (folder / program).symlink_to(found)
    command = ["/bin/sh", str(ROOT / "scripts" / script)]
    environment = {"PATH": str(folder)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old_is_named_with_the_one_that_is_needed(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 || exit 1\n')
    old.chmod(0o755)

    done = sh("environment.sh", ["dirname", "cat"], tmp_path)

    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and this machine has Python 3.9.2" in done.stderr


def test_a_machine_without_python_is_told_so(tmp_path: Path) -> None:
    done = sh("environment.sh", ["dirname", "cat"], tmp_path)

    assert done.returncode == 1
    assert "this machine has no Python" in done.stderr


def test_where_programs_cannot_be_installed_the_tests_go_on(tmp_path: Path) -> None:
    done = sh("programs.sh", [], tmp_path)

    assert done.returncode == 0
    assert "install LibreOffice and poppler yourself" in done.stdout


def test_make_lists_what_it_can_do() -> None:
    command = ["make", "-s", "-C", str(ROOT)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for target in ["demo", "test", "check", "bench", "workbook", "templates", "docs", "clean"]:
        assert f"  make {target} " in listed
