"""What the import buttons ask: which export or sheet, where the file lies, what headings mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from addin.errors import BillingError, RefusedError
from addin.jobs.content import Content
from addin.jobs.imports.headings import Meanings, Target
from addin.jobs.imports.marking import MarkedError, mark_faults
from addin.jobs.imports.metric_mapping import read_mapping
from addin.jobs.imports.metrics import import_metrics
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.report import Proposal
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import TableSpec
from addin.tables.sheets.clients import Client
from addin.tables.sheets.work import Metric
from addin.tables.sources import folded_heading
from addin.words import text

NO_MONTH = "MET-11"
LONGEST_SHOWN = 40
"""Characters of a heading that fit into a question."""


class UnknownSheetError(BillingError):
    """There is no table of this name; takes ``table`` and ``tables``."""

    code = "IMP-04"


class Asker(Protocol):
    """Who puts questions to the user; each raises ``StoppedError`` if it is cancelled."""

    def words(self, question: str) -> str:
        """A few words; may be none."""

    def file(self, question: str) -> Path:
        """A file that is there."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file of another program, and what *Metrics* calls such files."""

    source: str
    path: Path


def asked_export(content: Content, asker: Asker) -> Export:
    """Ask which export is to be taken up; where *Metrics* knows a single one it is that.

    Raises:
        StoppedError: The user does not want it.
        BillingError: *Metrics* knows no such export, or says too little of it.
    """
    sources = list(dict.fromkeys(row.source for row in content.records(Metric)))
    if len(sources) > 1:
        shown = ", ".join(sources)
        source = asker.words(text("ask.metrics.source", content.language, sources=shown[:100]))
    else:
        source = "".join(sources)
    read_mapping(content, source)
    return Export(source, asker.file(text("ask.metrics.file", content.language, source=source)))


def take_up(content: Content, export: Export) -> Proposal:
    """Import it, of the month it names; of that of the settings where it names none.

    Raises:
        BillingError: As ``import_metrics`` has it; nothing is written.
    """
    try:
        return import_metrics(content, export.path, export.source)
    except RefusedError as refused:
        nowhere = any(one.code == NO_MONTH and not one.where.row for one in refused.findings)
        if not nowhere or content.firm.month is None:
            raise
    return import_metrics(content, export.path, export.source, content.firm.month)


@dataclass(frozen=True, slots=True)
class Rows:
    """A file with rows for a sheet."""

    spec: TableSpec[Any]
    path: Path


def asked_rows(content: Content, asker: Asker) -> Rows:
    """Ask which sheet a file has rows for, and where it lies.

    Raises:
        StoppedError: The user does not want it.
        UnknownSheetError: There is no such sheet.
    """
    language = content.language
    name = asker.words(text("import.ask_table", language, sheet=Client.spec.sheet[language]))
    spec = _spec(name) if name.strip() else Client.spec
    if spec is None:
        tables = tuple(one.sheet for one in TABLES)
        raise UnknownSheetError(table=name, tables=tables)
    return Rows(spec, asker.file(text("import.ask_file", language, sheet=spec.sheet[language])))


def _spec(name: str) -> TableSpec[Any] | None:
    """The table of a sheet, by its name in any language or that of the table."""
    wanted = folded_heading(name)
    for spec in BY_NAME.values():
        if wanted in {spec.name.lower(), *map(folded_heading, spec.sheet.all())}:
            return spec
    return None


def take_in(content: Content, rows: Rows, asker: Asker, today: date) -> Proposal:
    """Import the rows of a file; who asks is asked what an unknown heading means.

    Raises:
        MarkedError: With every fault of the file; a copy of it has them in red.
        BillingError: As ``import_file`` has it; nothing is written.
    """

    def ask(heading: str, _: Target | None, __: Sequence[Target]) -> str | None:
        shown, sheet = heading[:LONGEST_SHOWN], rows.spec.sheet[content.language]
        question = text("import.ask_heading", content.language, heading=shown, sheet=sheet)
        return asker.words(question).strip() or None

    request = FileRequest(rows.path, Meanings(ask=ask), today=today)
    try:
        return import_file(content, rows.spec, request)
    except RefusedError as refused:
        copy = mark_faults(refused, rows.spec, rows.path, content.language)
        if copy is None:
            raise
        raise MarkedError(refused, copy) from None
