"""What a job did, to be shown or given to a script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from addin.errors import Finding, Severity
from addin.jobs.content import Content
from addin.jobs.telling import Told, tell
from addin.tables.editing import TableEditor, replace_rows
from addin.tables.edits import TableEdit
from addin.tables.reading import by_place
from addin.tables.sheets.bills import CheckRow


class ExitStatus(IntEnum):
    """How a command ends."""

    DONE = 0
    FINDINGS = 1  # done, and there is something to look at
    REFUSED = 2  # nothing was written


@dataclass
class Report:
    """The outcome of a job.

    Attributes:
        job: Its name on the command line.
        file: The workbook.
        added: Rows added to the job's main table; the other counts likewise.
        skipped: Projects left out whole.
        totals: Figures of the job as decimal strings.
        invoices: One record per invoice issued.
        dry_run: Nothing was written, by request or, of a check, because it could not be.
        preview: Of the drafts that were written of what the job left.
    """

    job: str
    file: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: Sequence[str] = ()
    findings: list[Told] = field(default_factory=list)
    totals: dict[str, str] = field(default_factory=dict)
    invoices: list[dict[str, Any]] | None = None
    dry_run: bool = False
    preview: "Report | None" = None

    @property
    def exit_status(self) -> ExitStatus:
        """1 when an error or a warning was found; a note needs nobody's attention."""
        previewed = self.preview.findings if self.preview is not None else []
        told = (*self.findings, *previewed)
        worth_a_look = any(one.severity != Severity.NOTE for one in told)
        return ExitStatus.FINDINGS if worth_a_look else ExitStatus.DONE

    def record(self) -> dict[str, Any]:
        """As one JSON object."""
        record: dict[str, Any] = {
            "job": self.job,
            "file": self.file,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "skipped": list(self.skipped),
            "findings": [told.record() for told in self.findings],
            "totals": self.totals,
        }
        if self.invoices is not None:
            record["invoices"] = self.invoices
        if self.preview is not None:
            record["preview"] = self.preview.record()
        return record


@dataclass
class Proposal:
    """What a job would do: its edits, to be carried out together, and its report."""

    report: Report
    edits: list[TableEdit] = field(default_factory=list)


def told_findings(content: Content, findings: Iterable[Finding]) -> list[Told]:
    """The findings in the order of the sheets, each once."""
    unique: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.where, tuple(sorted(map(str, finding.values.items()))))
        unique.setdefault(key, finding)
    in_order = sorted(unique.values(), key=by_place)
    return [tell(finding, content.tables, content.language) for finding in in_order]


def checks_edit(content: Content, findings: Sequence[Told]) -> TableEdit:
    """Make the *Checks* sheet, if there is one, show these findings and no others."""
    editor: TableEditor = content.editor(CheckRow)
    if not editor.table.headings:
        return TableEdit(CheckRow.spec.name)
    rows: list[Mapping[str, Any]] = [
        {
            "severity": told.severity,
            "code": told.code,
            "sheet": told.sheet or None,
            "row": told.row,
            "column": told.column or None,
            "message": told.sentence,
            "cell": told.cell or None,
        }
        for told in findings
    ]
    replace_rows(editor, rows)
    return editor.edit()
