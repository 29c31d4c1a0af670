"""Bank accounts that stand in a column of the clients' file, several in a cell."""

import re
from collections.abc import Iterator
from typing import Any

from addin.errors import Finding, Place
from addin.identity.fault import Fault
from addin.jobs.content import Content
from addin.jobs.imports.headings import Target
from addin.jobs.imports.people_checks import checked_account
from addin.jobs.imports.plainly_right import bic, iban
from addin.tables.cells import CellFault, read_text
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid
from addin.tables.import_marks import import_words
from addin.tables.reading import Table
from addin.tables.sheets.clients import Client, ClientAccount

_BETWEEN = re.compile(r"[;,\n]")
FIELD = "iban"


def accounts_target() -> Target:
    """What the column of accounts is called."""
    return Target(FIELD, import_words("accounts"))


class Accounts:
    """The bank accounts of a file of clients.

    Attributes:
        findings: What is wrong with them, and nothing where nothing is.
    """

    def __init__(self, cells: list[Cell], first_row: int) -> None:
        """Take the cells of the column; ``first_row`` is that of the first cell on the sheet."""
        self.findings: list[Finding] = []
        self._of_rows: dict[int, list[str]] = {}
        for index, cell in enumerate(cells):
            if cell is None:
                continue
            plain = iban(cell) if isinstance(cell, str) else None
            place = Place(Client.spec.name, first_row + index, FIELD)
            found = [plain] if plain else list(dict.fromkeys(self._checked(cell, place)))
            if found:
                self._of_rows[index] = found

    def _checked(self, cell: Cell, place: Place) -> Iterator[str]:
        try:
            text = read_text(cell) or ""
        except CellFault as fault:
            self.findings.append(Finding(fault.code, place, fault.values))
            return
        for one in filter(None, map(str.strip, _BETWEEN.split(text))):
            checked = checked_account(one)
            if isinstance(checked, Fault):
                self.findings.append(checked.at(place))
            else:
                yield checked

    def edit(self, content: Content, source: Table[Any]) -> TableEdit | None:
        """The accounts that are new on their sheet; clients keep the spelling of the workbook."""
        editor = content.editor(ClientAccount)
        spelt = {str(one).lower(): one for one in content.table(Client).values["client"]}
        known = {
            (str(client).lower(), bare)
            for client, account in zip(
                editor.table.values["client"], editor.table.values[FIELD], strict=True
            )
            if isinstance(bare := checked_account(account or ""), str)
        }
        rows = []
        clients = source.values["client"]
        for position, index in enumerate(source.indices):
            client = clients[position]
            for account in self._of_rows.get(index, ()):
                key = (str(client).lower(), account)
                if client is not None and key not in known:
                    known.add(key)
                    rows.append((spelt.get(key[0], client), account, bic(account)))
        editor.add_all(("client", FIELD, "bic"), rows)
        return editor.edit() or None


def taken_out(grid: Grid, heading: str) -> tuple[Grid, list[Cell]]:
    """A file without the column of this heading, and the cells of that column."""
    at = grid.headings.index(heading)
    others = [place for place in range(len(grid.headings)) if place != at]
    headings = tuple(grid.headings[place] for place in others)
    columns = tuple(grid.columns[place] for place in others)
    without = Grid(grid.table, grid.sheet, grid.first_row, headings, columns)
    return without, grid.columns[at]
