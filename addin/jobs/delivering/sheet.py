"""The sheet *Deliveries*: what became of each file, as the journal tells it."""

from collections.abc import Iterable, Mapping
from typing import Any

from addin.billing.choices import DeliveryOutcome, Transfer
from addin.jobs.content import Content
from addin.jobs.delivering.outcomes import Key, Outcome
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import DeliveryRow

ByHand = tuple[str, str, tuple[str, ...]]
"""Number of a document that somebody carries, whose books, names of its files."""


def show(
    content: Content, found: Mapping[Key, Outcome], by_hand: Iterable[ByHand]
) -> list[TableEdit]:
    """Bring the sheet level; a workbook without it is left as it is.

    Args:
        content: The workbook.
        found: What became of everything that was ever carried.
        by_hand: What is left to somebody.
    """
    editor: TableEditor = content.editor(DeliveryRow)
    if not editor.table.headings:
        return []
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for number, books, files in by_hand:
        for file in files:
            wanted[number, file] = _by_hand(books)
    for (number, books, name), outcome in found.items():
        wanted[number, name] = _cells(books, outcome)
    rows = editor.table.values
    for position, key in enumerate(zip(rows["document"], rows["file"], strict=True)):
        if cells := wanted.pop(key, None):
            editor.change(position, cells)
    for (number, file), cells in wanted.items():
        editor.add({"document": number, "file": file, **cells})
    edit = editor.edit()
    return [edit] if edit else []


def _by_hand(books: str) -> dict[str, Any]:
    return {
        "client": books or None,
        "transfer": Transfer.MANUAL,
        "target": None,
        "outcome": DeliveryOutcome.MANUAL,
        "moment": None,
        "attempts": None,
        "message": None,
    }


def _cells(books: str, found: Outcome) -> dict[str, Any]:
    """The row of a file; the moment is that of this computer, without its seconds' fractions."""
    moment = found.moment.astimezone() if found.moment else None
    return {
        "client": books or None,
        "transfer": found.transfer,
        "target": found.target or None,
        "outcome": found.shown,
        "moment": moment.strftime("%Y-%m-%d %H:%M:%S") if moment else None,
        "attempts": found.attempts,
        "message": found.message or None,
    }
