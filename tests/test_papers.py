"""The papers of the repository: complete, up to date, and at home on any machine."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from addin.cli import app
from addin.tables.catalogue import TABLES
from addin.words import catalogue
from scripts.docs import PAGES, out_of_date

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

# paths of one machine, and addresses of package registries; written so as not to match itself
FOREIGN = re.compile(r"/(?:root|home|Users|work)/\w|pypi\.org|python[h]osted|npm[j]s|deb\.debian")


def test_the_generated_pages_say_what_the_code_says() -> None:
    assert out_of_date(DOCS, PAGES) == []


def headings(page: str) -> set[str]:
    text = (DOCS / page).read_text("utf-8")
    return set(re.findall(r"^#+ (.+)$", text, re.MULTILINE))


def test_every_code_is_documented() -> None:
    assert {heading.split()[0] for heading in headings("errors.md")} >= catalogue("findings").keys()


def test_every_table_is_documented() -> None:
    assert headings("tables.md") >= {spec.name for spec in TABLES}


def commands(group: Any, name: str) -> Iterator[str]:
    for word, command in getattr(group, "commands", {}).items():
        yield f"`{name} {word}`"
        yield from commands(command, f"{name} {word}")


def test_every_command_is_documented() -> None:
    found = set(commands(typer.main.get_command(app), "quotepart"))
    assert found
    assert headings("command-line.md") >= found


def files() -> list[Path]:
    """What the repository holds or is about to: all but what git ignores."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("This is no git checkout: its files cannot be told from what was made in it.")
    found = [ROOT / name for name in listed.stdout.split("\0") if name and name != "uv.lock"]
    return [path for path in found if path.is_file()]


def contents(path: Path) -> Iterator[str]:
    """What a file says; a workbook or a document says what each of its parts says."""
    raw = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("latin-1") for name in archive.namelist())
    else:
        yield raw.decode("latin-1")


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in files()
        for text in contents(path)
        if (found := FOREIGN.search(text))
    ]
    assert named == []
