"""After a refused import: the copy of the user's file in which every fault is marked."""

from pathlib import Path
from typing import Any

from addin.errors import BillingError, RefusedError
from addin.jobs.imports.people_files import RECORDS, known_headings
from addin.jobs.telling import tell
from addin.tables.columns import TableSpec
from addin.words import Language


class CopyNotWrittenError(BillingError):
    """The marked copy cannot be written; takes ``file`` and ``reason``."""

    code = "IMP-21"


class MarkedError(RefusedError):
    """The import is refused, and a copy of the file has every fault in red.

    Attributes:
        copy: That copy.
    """

    code = "IMP-24"

    def __init__(self, refused: RefusedError, copy: Path) -> None:
        """Take the place of a refusal."""
        super().__init__(refused.findings, refused.tables)
        self.copy = copy
        self.values["file"] = copy


def mark_faults(
    refused: RefusedError, spec: TableSpec[Any], source: Path, language: Language
) -> Path | None:
    """Write a copy of a file, beside it, with the faults for which its import was refused.

    Args:
        refused: By ``import_file``.
        spec: The table of the import.
        source: The file; it is not touched.
        language: Of the sentences.

    Returns:
        The copy; None where there is nothing of people's to mark: a script's records, or faults of
        the workbook alone.

    Raises:
        CopyNotWrittenError: It cannot be written.
    """
    from addin.books.marked_copy import (  # noqa: PLC0415 - openpyxl takes a fifth of a second
        Mark,
        Marks,
        copy_name,
        write_marked_copy,
    )

    table = refused.tables.get(spec.name)
    if source.suffix.lower() == RECORDS or table is None or table.grid.table != source.name:
        return None
    told = [
        tell(finding, refused.tables, language)
        for finding in refused.findings
        if finding.where.table == spec.name and finding.severity != "note"
    ]
    marks = Marks(
        table.grid.first_row - 1,
        language,
        [Mark(one.row, one.column, one.sentence) for one in told],
        known_headings(spec),
    )
    to = copy_name(source, language)
    try:
        write_marked_copy(source, to, marks)
    except OSError as fault:
        raise CopyNotWrittenError(file=to, reason=fault.strerror or str(fault)) from fault
    return to
