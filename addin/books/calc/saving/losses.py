"""What cannot be carried from LibreOffice into the file, so that the user is told."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What stays as it is in the file; the values are keys of its words."""

    SHEETS = "sheets"  # sheets came, went, or have another name or place
    MOVED = "moved"  # rows or columns came or went: nothing of the sheet is carried
    HEADINGS = "headings"  # headings or totals of a table
    FORMULAS = "formulas"  # formulas that Excel would not read as the same
    FORMATS = "formats"
    WIDTHS = "widths"
    NOTES = "notes"
    DRAWINGS = "drawings"
    NAMES = "names"


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One kind of change that is not saved.

    Attributes:
        where: Name of the sheet, or its cells; empty for the workbook as a whole.
    """

    kind: Kind
    where: str = ""
