"""Make a new workbook."""

import shutil
from pathlib import Path

from addin.books.builder import build_workbook
from addin.books.refusals import CannotSaveError
from addin.books.sample import sample_rows
from addin.errors import BillingError
from addin.tables.sheets.settings import Setting
from addin.words import Language

DEMO_MARK = ".quotepart-demo"
"""Says that a folder holds a demonstration, and may be emptied for the next one."""


class ExistsError(BillingError):
    """A file of that name is there already."""

    code = "NEW-01"


class WrongEndingError(BillingError):
    """The name is not that of a workbook with macros."""

    code = "NEW-02"


class NotADemoError(BillingError):
    """The folder holds files that no demonstration made."""

    code = "NEW-03"


def found(path: Path, language: Language, *, sample: bool = False) -> Path:
    """Write a new workbook.

    Args:
        path: Where; ``.xlsm`` is added when the name has no ending.
        language: Of its sheets and headings.
        sample: Fill it with a sample firm.

    Raises:
        BillingError: The file exists, its name ends otherwise, or it cannot be written.
    """
    target = path if path.suffix or not path.name else path.with_suffix(".xlsm")
    if target.suffix.lower() != ".xlsm":
        raise WrongEndingError(path=path)
    if target.exists():
        raise ExistsError(path=target)
    rows = sample_rows(language) if sample else _empty(language)
    workbook = build_workbook(language, rows)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(workbook)
    except OSError as fault:
        raise CannotSaveError(file=target, reason=fault.strerror or fault) from fault
    return target


def _empty(language: Language) -> dict[str, list[dict[str, object]]]:
    return {Setting.spec.name: [{"setting": "language", "value": language}]}


def make_way(folder: Path) -> None:
    """Empty the folder of an earlier demonstration; make it when there is none.

    Raises:
        NotADemoError: It holds files of somebody's own.
    """
    mark = folder / DEMO_MARK
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not mark.is_file():
            raise NotADemoError(path=folder)
        shutil.rmtree(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as fault:
        raise CannotSaveError(file=mark, reason=fault.strerror or fault) from fault
