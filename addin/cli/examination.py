"""Look at the machine: what Quotepart needs, what is there, and how to mend what is not."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.text import Text

from addin.cli import showing
from addin.config import resource
from addin.jobs.report import ExitStatus

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        state: ``ok``, ``missing`` (something cannot work) or ``absent`` (something may be missed).
        remedy: What to do; empty when nothing is to be done.
    """

    what: str
    state: str
    found: str
    remedy: str = ""


def examine(*, as_json: bool) -> ExitStatus:
    """Print what was found; 1 when something is missing."""
    results = [one for look in LOOKS for one in look()]
    if as_json:
        showing.print_json({"job": "doctor", "checks": [asdict(one) for one in results]})
    else:
        screen = showing.console()
        for one in results:
            screen.print(Text(f"{one.state:8} {one.what}: {one.found}"))
            if one.remedy:
                screen.print(Text(f"         {one.remedy}"))
    missing = any(one.state == "missing" for one in results)
    return ExitStatus.FINDINGS if missing else ExitStatus.DONE


def _python() -> Iterator[Examined]:
    found = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info < OLDEST_PYTHON:
        yield Examined("Python", "missing", found, "Install Python 3.11 or later.")
    else:
        yield Examined("Python", "ok", found)


def _quotepart() -> Iterator[Examined]:
    try:
        yield Examined("Quotepart", "ok", version("quotepart"))
    except PackageNotFoundError:
        remedy = "Install it: pip install quotepart."
        yield Examined("Quotepart", "missing", "not installed as a package", remedy)


def _sources() -> Iterator[Examined]:
    for folder in ("templates", "workbook"):
        path = resource(folder)
        state = "ok" if path.is_dir() else "missing"
        remedy = "" if path.is_dir() else "Install Quotepart again."
        yield Examined(f"Folder {folder}", state, str(path), remedy)


def _excel() -> Iterator[Examined]:
    import xlwings  # noqa: PLC0415 - takes a while, and only this look needs it

    found = f"xlwings {xlwings.__version__}"
    if sys.platform not in {"win32", "darwin"}:
        remedy = "Excel runs on Windows and macOS; here the command line does the same work."
        yield Examined("Excel's bridge", "absent", found, remedy)
        return
    yield Examined("Excel's bridge", "ok", found)
    if sys.platform == "win32":
        name = f"xlwings64-{xlwings.__version__}.dll"
        there = any((Path(root) / name).exists() for root in (sys.prefix, sys.base_prefix))
        remedy = (
            "" if there else "Install xlwings again with the same Python: cell formulas need it."
        )
        yield Examined("Bridge for cell formulas", "ok" if there else "missing", name, remedy)


def _programs() -> Iterator[Examined]:
    for name, purpose in (("soffice", "LibreOffice"), ("pdftoppm", "Poppler")):
        path = shutil.which(name)
        if path:
            yield Examined(purpose, "ok", path)
        else:
            remedy = f"Only needed to look at documents without Office: install {purpose}."
            yield Examined(purpose, "absent", "not found", remedy)


LOOKS: tuple[Callable[[], Iterator[Examined]], ...] = (
    _python,
    _quotepart,
    _sources,
    _excel,
    _programs,
)
