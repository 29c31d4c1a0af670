"""What a credit note opens again: the entries, expenses and units that a line bills."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.choices import Axis, HoursMode
from addin.billing.credit import CreditPart, quantity_left
from addin.billing.existing import corrected_key
from addin.billing.invoice import Invoice, InvoiceLine, Source
from addin.billing.money import line_cents
from addin.billing.time import hours
from addin.errors import BillingError
from addin.jobs.content import Content
from addin.journal.reopened import Reopened
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Expense, TimesheetEntry, Unit

TIMESHEETS, EXPENSES, UNITS, PREBILLING = "Timesheets", "Expenses", "Units", "Prebilling"
"""The tables of the rows that may be opened again."""


class NotBilledHereError(BillingError):
    """The invoice does not bill the entry or expense that is to be opened again."""

    code = "CRN-06"


class CommercialBeforeError(BillingError):
    """A part of the line was credited for good: it cannot be billed again as a whole."""

    code = "CRN-07"


class CorrectedLineError(BillingError):
    """The line has a correction on another invoice, which is to be credited first."""

    code = "CRN-08"


class PartOfLineError(BillingError):
    """A part of such a line cannot be told from the rest, so it cannot be opened again."""

    code = "CRN-09"


@dataclass(frozen=True)
class CreditSources:
    """The rows behind the lines of one invoice.

    Attributes:
        content: The workbook.
        invoice: As it was issued.
        notes: The credit notes it has already.
        opened: What credit notes have opened again so far.
    """

    content: Content
    invoice: Invoice
    notes: Sequence[Invoice]
    opened: Reopened
    _rows: dict[str, PrebillingLine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows.update(
            (row.line, row) for row in self.content.records(PrebillingLine) if row.line
        )

    def whole(self, places: Collection[int]) -> list[CreditPart]:
        """Lines that are opened again with all that stands behind them.

        Raises:
            BillingError: One of them cannot be (CRN-07, CRN-08).
        """
        credited = {self.invoice.lines[place - 1].line for place in places}
        for place in places:
            self._require_whole(place, credited)
        return [
            CreditPart(place, reopens=tuple(self._sources(self.invoice.lines[place - 1])))
            for place in places
        ]

    def of_quantity(self, place: int, quantity: Decimal) -> CreditPart:
        """A number of the units of a line.

        Raises:
            PartOfLineError: The line does not bill units, or not all of them to this payer.
        """
        line = self.invoice.lines[place - 1]
        row = self._rows.get(line.line)
        if row is None or row.axis is not Axis.UNIT or not _is_plain(line):
            raise PartOfLineError(invoice=self.invoice.number, line=place)
        return CreditPart(place, quantity, tuple(self._sources(line)))

    def of_rows(self, keys: Iterable[str]) -> list[CreditPart]:
        """The entries and expenses of these numbers, each with the part of a line it makes.

        Raises:
            BillingError: One of them is not on the invoice (CRN-06), or the part that it makes
                cannot be told (CRN-07, CRN-08, CRN-09).
        """
        wanted = dict.fromkeys(keys)
        lines = self._lines_of(wanted)
        found = []
        for place, line in enumerate(self.invoice.lines, start=1):
            mine = [key for key in wanted if lines[key] == line.line]
            if mine:
                found.append(self._part_of_rows(place, mine))
        return found

    def _lines_of(self, keys: Collection[str]) -> dict[str, str]:
        known = {line.line for line in self.invoice.lines}
        marks: dict[str, str] = {}
        for record, name in ((TimesheetEntry, "entry"), (Expense, "expense")):
            values = self.content.table(record).values
            marked = zip(values[name], values["line"], strict=True)
            marks |= {key: line for key, line in marked if key in keys and line in known}
        for key in keys:
            if key not in marks:
                raise NotBilledHereError(invoice=self.invoice.number, entry=key)
        return marks

    def _part_of_rows(self, place: int, keys: Sequence[str]) -> CreditPart:
        line = self.invoice.lines[place - 1]
        rest = [
            row
            for row in self.content.records(TimesheetEntry)
            if row.line == line.line and row.entry not in keys
        ]
        if not rest:
            return self.whole([place])[0]
        row = self._rows.get(line.line)
        if row is None or row.axis is not Axis.TIME or not _is_plain(line):
            raise PartOfLineError(invoice=self.invoice.number, line=place)
        mode = HoursMode.DECIMAL if line.minutes is None else HoursMode.MINUTES
        kept = hours(sum(_minutes(one) for one in rest), mode)
        left = quantity_left(self.invoice, self.notes, place)
        if not 0 < kept < left:
            raise PartOfLineError(invoice=self.invoice.number, line=place)
        sources = tuple(Source(TIMESHEETS, key) for key in keys)
        return CreditPart(place, left - kept, sources)

    def _require_whole(self, place: int, credited: Collection[str]) -> None:
        line = self.invoice.lines[place - 1]
        for note in self.notes:
            for one in note.lines:
                if one.credits == place and not one.reopens:
                    raise CommercialBeforeError(
                        invoice=self.invoice.number, line=place, note=note.number
                    )
        for key, row in self._rows.items():
            stands = row.invoice and key not in self.opened.lines and key not in credited
            if corrected_key(key) == line.line and stands:
                raise CorrectedLineError(
                    invoice=self.invoice.number, line=place, numbers=row.invoice
                )

    def _sources(self, line: InvoiceLine) -> Iterator[Source]:
        """The rows behind a line; its own row of prebilling where nothing else is."""
        found = [
            *self._marked(TimesheetEntry, "entry", TIMESHEETS, line.line),
            *self._marked(Expense, "expense", EXPENSES, line.line),
        ]
        row = self._rows.get(line.line)
        if row is not None and row.axis is Axis.UNIT:
            months = {Month.of(line.period_from), Month.of(line.period_to)}
            found += dict.fromkeys(
                Source(UNITS, f"{one.month}/{one.project}/{one.service}")
                for one in self.content.records(Unit)
                if one.month in months and (one.project, one.service) == (row.project, row.service)
            )
        yield from found or [Source(PREBILLING, line.line)]

    def _marked(
        self, record: type[TimesheetEntry | Expense], name: str, table: str, line: str
    ) -> Iterator[Source]:
        values = self.content.table(record).values
        for key, marked in zip(values[name], values["line"], strict=True):
            if marked == line and key:
                yield Source(table, key)


def _is_plain(line: InvoiceLine) -> bool:
    """Whether one payer pays all of a line, at its price and without a discount."""
    return (
        bool(line.unit)
        and not line.allowance_cents
        and line.quantity > 0
        and (
            line.minutes is not None or line_cents(line.quantity, line.unit_price) == line.net_cents
        )
    )


def _minutes(row: TimesheetEntry) -> int:
    return row.billed_minutes if row.billed_minutes is not None else row.minutes or 0
