"""The hours behind the lines of an invoice, from the timesheets of the workbook."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.billing.choices import TimeDetail
from addin.billing.invoice import Invoice
from addin.documents.annex_view import AnnexLine, TimeEntry, annex_line
from addin.errors import BillingError
from addin.jobs.content import Content
from addin.jobs.texts import Texts
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import ListValue
from addin.tables.sheets.work import Person, Service, TimesheetEntry
from addin.words import Language


class NoTimeError(BillingError):
    """An invoice bills no time, so that there is nothing to put into an annex."""

    code = "DOC-16"


@dataclass(frozen=True)
class HoursBehind:
    """Tells the hours behind an invoice, or behind many.

    Attributes:
        details: What a row stands for, as each client wants it.
        rows: The time entries of the workbook, by the key of the line that bills them.
        names: Of colleagues and of services, by their codes.
    """

    details: Mapping[str, TimeDetail]
    rows: Mapping[str, Sequence[TimesheetEntry]]
    names: Mapping[str, Mapping[str, str]]
    texts: Texts

    @classmethod
    def of(cls, content: Content) -> "HoursBehind":
        """With the entries of a workbook."""
        rows: dict[str, list[TimesheetEntry]] = defaultdict(list)
        for row in content.records(TimesheetEntry):
            if row.line is not None:
                rows[row.line].append(row)
        names = {
            "people": {one.person: one.name for one in content.records(Person)},
            "services": {one.service: one.name for one in content.records(Service)},
        }
        details = {one.client: one.time_detail for one in content.records(Client)}
        return cls(details, rows, names, Texts(content.records(ListValue)))

    def has(self, invoice: Invoice) -> bool:
        """Whether there are hours behind one of its lines."""
        return any(line.line in self.rows for line in invoice.lines)

    def lines(self, invoice: Invoice, detail: TimeDetail | None = None) -> list[AnnexLine]:
        """The lines that bill time; their rows come to their amounts, to the cent.

        Args:
            invoice: Of one payer.
            detail: What a row stands for; None for what the payer wants on the sheet Clients.

        Raises:
            NoTimeError: There are none.
        """
        if not self.has(invoice):
            raise NoTimeError(number=invoice.number)
        wanted = detail or self.details.get(invoice.buyer.key, TimeDetail.SERVICE)
        language = Language(invoice.language)
        return [
            annex_line(line, [self._entry(row, language) for row in self.rows[line.line]], wanted)
            for line in invoice.lines
            if line.line in self.rows
        ]

    def _entry(self, row: TimesheetEntry, language: Language) -> TimeEntry:
        service = self.names["services"].get(row.service, row.service)
        return TimeEntry(
            day=row.date,
            person=self.names["people"].get(row.person, row.person),
            service=self.texts.said(service, language),
            task=row.task or "",
            note=row.note or "",
            minutes=_minutes(row),
        )


def _minutes(row: TimesheetEntry) -> int:
    """What was billed; what was worked, in a workbook that does not keep that."""
    if row.billed_minutes is not None:
        return row.billed_minutes
    if row.minutes is not None:
        return row.minutes
    if row.start is None or row.end is None:
        return 0
    start, end = (datetime.combine(date.min, clock) for clock in (row.start, row.end))
    return round((end - start).total_seconds() / 60) % (24 * 60)
