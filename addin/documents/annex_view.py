"""The annex of an invoice: the time behind its lines, and what of it this payer pays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from addin.billing.allocation import allocate
from addin.billing.choices import TimeDetail
from addin.billing.invoice import Invoice, InvoiceLine
from addin.documents.figures import amount, hours, money, period
from addin.documents.invoice_view import invoice_context
from addin.documents.marks import cents_shown, marked_texts
from addin.documents.template_errors import UnclearFigureError, UnmarkedFigureError
from addin.words import Language

ROW, LINE, TIME, TOTAL = MARKS = ("annex_row", "annex_line", "annex_time", "annex_total")
"""The content controls of the amounts: of rows, of lines, of all time, of all lines."""


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """An entry of the timesheets as the annex prints it.

    Attributes:
        person: Name of who worked.
        service: Its name, in the buyer's language.
        minutes: Billed, before they are shared over payers.
    """

    day: date
    person: str
    service: str
    task: str
    note: str
    minutes: int


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """Entries brought together.

    Attributes:
        last: Last day, inclusive.
        cents: This payer's part of the amount of the line.
    """

    first: date
    last: date
    person: str
    work: str
    minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A line of the invoice and the time behind it; its rows come to the amount of the line."""

    line: InvoiceLine
    rows: tuple[AnnexRow, ...]


def annex_line(line: InvoiceLine, entries: Sequence[TimeEntry], detail: TimeDetail) -> AnnexLine:
    """The time behind a line, brought together as the client wants it.

    The amount is shared over the rows by their minutes, by largest remainder.

    Args:
        line: Of the invoice of one payer.
        entries: At least one.
        detail: What a row stands for.
    """
    groups = _grouped(entries, detail)
    minutes = [sum(entry.minutes for entry in group) for group in groups]
    weights = minutes if any(minutes) else [1] * len(groups)
    parts = allocate(
        line.net_cents, [(str(place), Fraction(weight)) for place, weight in enumerate(weights)]
    )
    rows = (
        _row(group, detail, total, part.cents)
        for group, total, part in zip(groups, minutes, parts, strict=True)
    )
    return AnnexLine(line, tuple(rows))


def annex_context(invoice: Invoice, lines: Sequence[AnnexLine]) -> dict[str, object]:
    """The fields of an annex: those of its invoice, and besides the time behind its lines."""
    language = Language(invoice.language)
    time_cents = sum(one.line.net_cents for one in lines)
    other_cents = invoice.totals.lines_cents - time_cents
    return invoice_context(invoice) | {
        "parts": [_part(one, language) for one in lines],
        "time_hours": hours(sum(row.minutes for one in lines for row in one.rows)),
        "time_total": money(time_cents, invoice.currency, language),
        "other_total": money(other_cents, invoice.currency, language) if other_cents else "",
        "total_lines": money(invoice.totals.lines_cents, invoice.currency, language),
    }


def prove_annex(docx: bytes, invoice: Invoice, lines: Sequence[AnnexLine]) -> None:
    """Read a written annex back and compare it, row by row, with the lines of its invoice.

    Raises:
        UnmarkedFigureError: The template does not mark an amount.
        UnclearFigureError: An amount is not what it should be.
    """
    due = {
        ROW: [row.cents for one in lines for row in one.rows],
        LINE: [one.line.net_cents for one in lines],
        TIME: [sum(row.cents for one in lines for row in one.rows)],
        TOTAL: [invoice.totals.lines_cents],
    }
    found = marked_texts(docx)
    for mark, cents in due.items():
        if mark not in found:
            raise UnmarkedFigureError(mark=mark)
        if [cents_shown(text, mark) for text in found[mark]] != cents:
            raise UnclearFigureError(mark=mark, found=" / ".join(found[mark]))


def _grouped(entries: Iterable[TimeEntry], detail: TimeDetail) -> list[list[TimeEntry]]:
    """Groups by date of their first entry; each entry alone where every one is wanted."""
    groups: dict[object, list[TimeEntry]] = {}
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.person))
    for place, entry in enumerate(ordered):
        match detail:
            case TimeDetail.PERSON:
                key: object = entry.person
            case TimeDetail.TASK:
                key = entry.task
            case TimeDetail.ENTRY:
                key = place
            case _:
                key = entry.service
        groups.setdefault(key, []).append(entry)
    return list(groups.values())


def _row(group: Sequence[TimeEntry], detail: TimeDetail, minutes: int, cents: int) -> AnnexRow:
    first = group[0]
    by_person = detail in {TimeDetail.PERSON, TimeDetail.ENTRY}
    work = {
        TimeDetail.SERVICE: first.service,
        TimeDetail.PERSON: "",
        TimeDetail.TASK: first.task or first.service,
        TimeDetail.ENTRY: "\n".join(filter(None, (first.task, first.note))) or first.service,
    }[detail]
    days = [entry.day for entry in group]
    person = first.person if by_person else ""
    return AnnexRow(min(days), max(days), person, work, minutes, cents)


def _part(one: AnnexLine, language: Language) -> dict[str, object]:
    return {
        "description": one.line.description,
        "project": one.line.project,
        "hours": hours(sum(row.minutes for row in one.rows)),
        "amount": amount(one.line.net_cents, language),
        "rows": [
            {
                "date": period(row.first, row.last, language),
                "person": row.person,
                "work": row.work,
                "hours": hours(row.minutes),
                "amount": amount(row.cents, language),
            }
            for row in one.rows
        ],
    }
