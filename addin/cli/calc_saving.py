"""What is saved of a workbook open in LibreOffice, and what is told about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.books.calc.expansion import expand_tables, room_below
from addin.books.calc.office import Office, UnoObject
from addin.books.calc.saving.carried import carried
from addin.books.calc.saving.changes import Changes, Written, changes_of
from addin.books.calc.saving.file_formulas import FileFormulas
from addin.books.calc.saving.held_book import HeldBook
from addin.books.calc.saving.losses import Kind, Loss
from addin.books.calc.saving.state import state_of
from addin.books.calc.saving.structure import Structure, joined
from addin.jobs.undoing import settings_of
from addin.words import Language, text

# What leaves cells behind: the workbook is not to be taken for saved.
GRAVE = frozenset({Kind.SHEETS, Kind.MOVED, Kind.HEADINGS, Kind.FORMULAS})


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving.

    Attributes:
        written: Whether the file was written at all.
        losses: What is not in the file.
    """

    written: bool
    losses: Sequence[Loss]

    @property
    def whole(self) -> bool:
        """Whether no cells are left behind."""
        return not any(loss.kind in GRAVE for loss in self.losses)

    def sentence(self, file: Path, language: Language) -> str:
        """What is not saved, and what to do about it; empty if all is."""
        if not self.losses:
            return ""
        first = "calc.partly_saved" if self.written else "calc.not_saved"
        lines = [
            f"• {text(f'calc.lost.{loss.kind}', language, where=loss.where)}"
            for loss in self.losses
        ]
        head = text(first, language, file=file.name)
        return "\n\n".join([head, "\n".join(lines), text("calc.remedy", language)])


class DocumentSaving:
    """A document in LibreOffice and the file it is a copy of."""

    def __init__(self, document: UnoObject, office: Office, held: HeldBook) -> None:
        """What the document holds now is what the file holds."""
        self.document, self.held = document, held
        self._formulas = FileFormulas(office)
        self._names = _names(document)
        there = held.table_names()
        self._tables = {name for name in self._names if name.casefold() in there}
        self._room = room_below(document)
        self._before = state_of(document, self._tables)
        self._structure = Structure(document, self._before)

    def expand(self) -> None:
        """Let rows that were typed right below a table be rows of it."""
        expand_tables(self.document, self._room)
        self._room = room_below(self.document)

    def save(self) -> Saved:
        """Put into the file what is different by now, after a restore point.

        Raises:
            BillingError: It cannot be; the file is as it was.
        """
        self.expand()
        now = state_of(self.document, self._tables)
        changes = changes_of(self.document, self._before, now, self._written())
        losses = joined([*changes.losses, *self._structure_losses(changes)])
        if changes:
            self.held.save(changes, settings_of(self.held).restore_days)
        before, self._before = self._before, carried(self._before, now, changes)
        if [state.extents for state in before] != [state.extents for state in self._before]:
            # The next save looks at more cells, or at fewer.
            self._structure = Structure(self.document, self._before)
        return Saved(bool(changes), losses)

    def _written(self) -> Written:
        """What formulas are in the file, unless they speak of a name that it does not have."""
        came = sorted(_names(self.document) - self._names)
        if not came:
            return self._formulas.written
        speaks = re.compile(
            rf"(?<![\w.])(?:{'|'.join(map(re.escape, came))})(?![\w.(])", re.IGNORECASE
        )
        return lambda formula: None if speaks.search(formula) else self._formulas.written(formula)

    def _structure_losses(self, changes: Changes) -> list[Loss]:
        if any(loss.kind is Kind.SHEETS for loss in changes.losses):
            return []  # some of the sheets that were looked at are not there
        edited = {edit.table for edit in changes.tables}
        moved = {
            state.name
            for state in self._before
            if not edited.isdisjoint(table.name for table in state.tables)
        }
        moved |= {loss.where for loss in changes.losses if loss.kind is Kind.MOVED}
        before, self._structure = self._structure, Structure(self.document, self._before)
        typed = {(edit.sheet, (edit.row, edit.column)) for edit in changes.cells}
        typed |= {(sheet, place) for sheet, places in changes.left.items() for place in places}
        return before.losses(self._structure, self._before, moved, typed)


def _names(document: UnoObject) -> set[str]:
    """The names that formulas can use for cells."""
    return {*document.NamedRanges.ElementNames, *document.DatabaseRanges.ElementNames}
