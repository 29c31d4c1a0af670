"""The fonts of the Word templates: a page breaks elsewhere where they are replaced by others."""

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from addin.books.installation.machine import Machine, System
from addin.config import resource
from addin.jobs.examining.examined import Examined, Examiner, State
from addin.jobs.examining.programs import output_of

# Fonts with the very widths of another: a document keeps its lines and pages.
SAME_WIDTHS = {
    "Arial": ("Liberation Sans", "Arimo"),
    "Calibri": ("Carlito",),
    "Cambria": ("Caladea",),
    "Courier New": ("Liberation Mono", "Cousine"),
    "Times New Roman": ("Liberation Serif", "Tinos"),
}
_NAMED = re.compile(rb'w:(?:ascii|hAnsi)="([^"]+)"')
_ENDINGS = {".ttf", ".otf", ".ttc"}


def look_at_fonts(examiner: Examiner) -> Iterator[Examined]:
    """Each font that a template names."""
    for font in fonts_of_templates(resource("templates")):
        standing_in = installed(font, examiner.machine)
        if standing_in == font:
            yield examiner.found("font", State.OK, examiner.say("there"), font=font)
        elif standing_in in SAME_WIDTHS.get(font, ()):
            found = examiner.say("same_widths", font=standing_in)
            yield examiner.found("font", State.OK, found, font=font)
        else:
            found = standing_in or examiner.say("not_found")
            yield examiner.found("font", State.ABSENT, found, "font", font=font)


@cache
def fonts_of_templates(folder: Path) -> tuple[str, ...]:
    """The fonts that the Word templates of a folder name, in the order of the alphabet."""
    found: set[str] = set()
    for template in sorted(folder.rglob("*.docx")):
        with ZipFile(template) as archive:
            for name in archive.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    found |= {one.decode() for one in _NAMED.findall(archive.read(name))}
    return tuple(sorted(found))


def installed(font: str, machine: Machine) -> str:
    """The font that is shown for one; empty if that is not known."""
    if machine.system is System.LINUX:
        if shutil.which("fc-match", path=machine.environment.get("PATH", "")) is None:
            return ""
        shown = output_of(["fc-match", "--format=%{family[0]}", font])
        return shown.partition(",")[0].strip()
    names = {_plain(path.stem) for folder in font_folders(machine) for path in _fonts_in(folder)}
    wanted = _plain(font)
    return font if any(name == wanted or name.startswith(wanted) for name in names) else ""


def font_folders(machine: Machine) -> tuple[Path, ...]:
    """Where a system keeps the fonts of all and those of one user."""
    if machine.system is System.MACOS:
        of_all = (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
        return (*of_all, machine.home / "Library" / "Fonts")
    windows = machine.environment.get("WINDIR", r"C:\Windows")
    own = machine.home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
    return (Path(windows) / "Fonts", own)


def _fonts_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
