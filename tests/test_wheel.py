"""The wheel on a machine without the checkout: what ``pip install quotepart`` gives."""

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from uv import find_uv_bin

from addin.tables.catalogue import BY_NAME

ROOT = Path(__file__).parent.parent
NO_NETWORK = re.compile(r"Failed to fetch|dns error|error sending request")

# Runs in each Python of the installed environment before anything else, and notes what is opened.
WATCH = """\
import os, sys
def watch(event, arguments):
    if event == "open" and str(arguments[0]).startswith({root!r}):
        os.write(log, f"{{arguments[0]}}\\n".encode())
log = os.open({log!r}, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and what it depends on.

    Attributes:
        programs: Folder of its Python and of the command.
        elsewhere: An empty folder to work in, outside the checkout.
        opened: Log of the files of the checkout that its Python opened.
    """

    programs: Path
    elsewhere: Path
    opened: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, from outside the checkout."""
        kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
        return subprocess.run(
            [str(self.programs / command[0]), *command[1:]],
            cwd=self.elsewhere,
            env={**kept, "PATH": f"{self.programs}{os.pathsep}{os.defpath}"},
            capture_output=True,
            text=True,
            check=False,
        )


def uv(*arguments: str | Path) -> None:
    """Run uv; without a network, what it has not kept from earlier cannot be had."""
    command = [find_uv_bin(), *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode and NO_NETWORK.search(done.stderr):
        pytest.skip(f"The wheel needs a network to be built: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", folder)
    return next(folder.glob("quotepart-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    locked = folder / "locked.txt"
    wanted = ("--frozen", "--no-dev", "--no-emit-project", "--output-file", locked)
    uv("export", "--quiet", *wanted)
    uv("venv", "--quiet", "--python", sys.executable, folder / "env")
    programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    into = ("--quiet", "--python", programs / "python")
    uv("pip", "install", *into, "--require-hashes", "--requirements", locked)
    uv("pip", "install", *into, "--no-deps", wheel)
    opened = folder / "opened.log"
    site = next((folder / "env").rglob("site-packages"))
    (site / "sitecustomize.py").write_text(WATCH.format(root=f"{ROOT}{os.sep}", log=str(opened)))
    (folder / "elsewhere").mkdir()
    return Installed(programs, folder / "elsewhere", opened)


def test_the_wheel_carries_the_package_its_words_and_its_resources(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {"addin/cli/commands.py", "addin/words/findings.toml"} <= names
    for folder in ("templates", "workbook"):
        kept = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()}
        carried = {f"addin/resources/{path.as_posix()}" for path in kept if belongs(path)}
        assert carried
        assert carried <= names


def belongs(path: Path) -> bool:
    """Whether a file is the project's, not one that Python or an open office program left."""
    return "__pycache__" not in path.parts and not path.name.startswith(("~$", ".~lock"))


def test_the_installed_command_makes_a_workbook_anywhere(installed: Installed) -> None:
    made = installed.elsewhere / "made" / "Facturation.xlsm"
    made.parent.mkdir()

    done = installed.run("quotepart", "new", str(made), "--lang", "fr", "--sample")

    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        assert "xl/vbaProject.bin" in archive.namelist()
        assert BY_NAME["Splits"].sheet.fr in archive.read("xl/workbook.xml").decode()


def test_the_installed_command_bills_a_month_of_the_sample_firm(installed: Installed) -> None:
    folder = installed.elsewhere / "month"

    done = installed.run("quotepart", "demo", str(folder))

    assert done.returncode == 0, done.stdout + done.stderr
    assert list(folder.rglob("*.xlsm"))
    assert list(folder.rglob("*.docx"))


def test_nothing_of_the_checkout_is_opened_by_the_installed_command(installed: Installed) -> None:
    told = installed.run("python", "-c", "import addin.cli; print(addin.__file__)")

    assert told.returncode == 0, told.stderr
    assert Path(told.stdout.strip()).is_relative_to(installed.programs.parent)
    assert installed.opened.read_text() == ""

    watched = ROOT / "LICENSE"
    installed.run("python", "-c", f"open({str(watched)!r})")
    assert installed.opened.read_text() == f"{watched}\n"
