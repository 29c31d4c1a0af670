"""Import a file that people made: mapped, repaired, checked as a whole, then written in one write.

A script's JSON is read as it stands; a csv or Excel file is what somebody typed, so that what has
one meaning only is taken for that, and told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from addin.books.import_examples import known_examples
from addin.errors import Finding, RefusedError
from addin.jobs.content import Content
from addin.jobs.importing import FACTS, IssuedTableError, import_rows, import_table
from addin.jobs.imports.aside import without_asides
from addin.jobs.imports.bank_accounts import Accounts, accounts_target, taken_out
from addin.jobs.imports.headings import Headed, Meanings, Target, headed, targets
from addin.jobs.imports.incoming import Incoming, read_outside
from addin.jobs.imports.known_codes import with_known_codes
from addin.jobs.imports.people_checks import (
    alike_clients,
    checks_that_tell,
    discounts_too_large,
)
from addin.jobs.imports.repairs import repaired
from addin.jobs.report import Proposal
from addin.tables.columns import TableSpec
from addin.tables.grid import Grid
from addin.tables.reading import Table, read_table
from addin.tables.sheets.clients import Client
from addin.tables.sources import folded_heading
from addin.tables.written_days import Order

RECORDS = ".json"


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A file to import.

    Attributes:
        path: Where it lies.
        meanings: What its headings mean, where the table does not know them.
        order: What stands first in its dates; None to let each column tell.
        today: On which new clients are registered; None to leave that to whoever asks.
    """

    path: Path
    meanings: Meanings = field(default_factory=Meanings)
    order: Order | None = None
    today: date | None = None


def import_file(content: Content, spec: TableSpec[Any], request: FileRequest) -> Proposal:
    """Add the rows of a file to a table, and update those it has.

    Args:
        content: The workbook.
        spec: The table.
        request: The file, and what is known of it.

    Raises:
        RefusedError: With every fault of the file; its rows and columns are those of the file.
        BillingError: The file cannot be read, or is not to be imported there.
    """
    if spec.name in FACTS:
        raise IssuedTableError(table=spec.sheet[content.language])
    if request.path.suffix.lower() == RECORDS:
        return import_table(content, spec, read_outside(request.path))
    content.require_structure()
    grid = read_outside(request.path, known_headings(spec))
    return _imported(content, spec, grid, request)


def _besides(spec: TableSpec[Any]) -> tuple[Target, ...]:
    return (accounts_target(),) if spec is Client.spec else ()


def known_headings(spec: TableSpec[Any]) -> frozenset[str]:
    """Every heading by which a column of a file is known, in any language."""
    known = targets(spec, _besides(spec))
    return frozenset(text for one in known for text in (one.name, *one.heading.all()))


def _imported(
    content: Content,
    spec: TableSpec[Any],
    grid: Grid,
    request: FileRequest,
) -> Proposal:
    besides = _besides(spec)
    aside = without_asides(spec, grid, known_examples(spec))
    found = headed(content, spec, aside.grid, request.meanings, besides)
    rows, accounts, shown = _without_accounts(found, besides)
    coded = with_known_codes(content, spec, rows)
    mended = repaired(spec, coded.grid, request.order)
    table = read_table(spec, mended.grid, typed=False)
    findings = [*aside.findings, *found.findings, *coded.findings, *mended.findings]
    doubtful = {finding.where for finding in mended.findings}
    findings += [one for one in table.findings if one.where not in doubtful]
    findings += accounts.findings if accounts else []
    findings += discounts_too_large(table)
    proposal = _checked(content, _as_in_the_file(table, shown), shown, findings, request.today)
    edit = accounts.edit(content, table) if accounts else None
    proposal.edits += [one for one in (edit, found.edit) if one]
    return proposal


def _without_accounts(
    found: Headed, besides: tuple[Target, ...]
) -> tuple[Grid, Accounts | None, Mapping[str, str]]:
    """The file without its column of bank accounts, the accounts, and the headings it shows."""
    names = {folded_heading(text) for one in besides for text in (one.name, *one.heading.all())}
    heading = next((one for one in found.grid.headings if folded_heading(one) in names), None)
    if heading is None:
        return found.grid, None, found.shown
    grid, cells = taken_out(found.grid, heading)
    shown = {**found.shown, besides[0].name: found.shown[heading]}
    return grid, Accounts(cells, grid.first_row), shown


def _checked(
    content: Content,
    table: Table[Any],
    shown: Mapping[str, str],
    findings: list[Finding],
    today: date | None,
) -> Proposal:
    """Import the rows; what is wrong with them is said in the words of the file."""
    checks = checks_that_tell(table.spec.name, findings)

    def completed(content: Content, source: Table[Any], rows: Incoming) -> Iterable[Finding]:
        if source.spec is Client.spec and "registered" in content.table(Client).headings:
            rows.values["registered"] = [one or today for one in rows.values["registered"]]
        return alike_clients(content, source, rows)

    try:
        return import_rows(content, table, findings, checks, completed)
    except RefusedError as refused:
        seen = replace(table, headings={**shown, **table.headings})
        raise RefusedError(refused.findings, {**refused.tables, table.spec.name: seen}) from None


def _as_in_the_file(table: Table[Any], shown: Mapping[str, str]) -> Table[Any]:
    """The same rows under the headings that the file shows."""
    headings = tuple(shown.get(heading, heading) for heading in table.grid.headings)
    return replace(
        table,
        headings={name: shown.get(heading, heading) for name, heading in table.headings.items()},
        grid=replace(table.grid, headings=headings),
    )
