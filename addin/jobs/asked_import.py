"""What the button *Import quantities* asks: which export, and where its file lies."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from addin.errors import RefusedError
from addin.jobs.content import Content
from addin.jobs.imports.metric_mapping import read_mapping
from addin.jobs.imports.metrics import import_metrics
from addin.jobs.report import Proposal
from addin.tables.sheets.work import Metric
from addin.words import text

NO_MONTH = "MET-11"


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
