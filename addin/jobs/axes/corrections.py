"""Corrections: what is added to issued lines, or taken back, as their sources have changed."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from addin.billing.billed_units import unit_corrections
from addin.billing.change import Change, levelled, within_paid
from addin.billing.choices import Axis
from addin.billing.corrections import amount_change, fee_changes, time_changes
from addin.billing.covering import Run
from addin.billing.existing import Billed, billed_lines, corrected_key, correction_key
from addin.billing.lines import Line
from addin.billing.money import from_cents, to_cents
from addin.billing.time import HOUR_MINUTES
from addin.billing.unit_lines import unit_line
from addin.billing.units import UnitTerms
from addin.jobs.axes.expenses import lines_of_issued_expenses
from addin.jobs.invoices.settling import names_invoice
from addin.jobs.month.merging import run_of
from addin.jobs.month.passed_fees import changes_of_passed_fees
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.issued_time import issued_time
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.tables.sheets.work import Expense
from addin.words import text


def lines_of_corrections(sources: Sources, wanted: Wanted, lines: Sequence[Line]) -> list[Line]:
    """One line per issued line that would come out otherwise today.

    Args:
        sources: Of the month.
        wanted: Has the changes of hours beyond retainers, and gets those that the lines make.
        lines: What every axis gives the month.
    """
    billed = billed_lines(sources.existing, sources.month)
    if not billed:
        return []
    run = run_of(sources)
    changes = [
        *fee_changes(lines, sources.existing, run),
        *changes_of_passed_fees(sources, wanted, billed, run),
        *_time(sources, billed, run),
        *_expenses(sources, billed),
    ]
    found, positive = _units(sources, wanted, billed)
    portfolio = sources.portfolio
    settled = _settled(sources)
    wanted.changes = [
        paid
        for one in [*wanted.changes, *changes, *found]
        if one.row.project in portfolio.projects
        and (not one.row.service or one.row.service in portfolio.services)
        and (paid := within_paid(one, settled)) is not None
    ]
    book = _Corrections(sources) if wanted.changes else None
    return [*positive, *(book.line(one) for one in wanted.changes if book is not None)]


def _settled(sources: Sources) -> frozenset[str]:
    """The lines that nobody was sent an invoice for."""
    table = sources.content.table(PrebillingLine).values
    cells = zip(table["line"], table["invoice"], strict=True)
    return frozenset(line for line, invoice in cells if invoice and not names_invoice(invoice))


def _time(sources: Sources, billed: Mapping[str, Billed], run: Run) -> list[Change]:
    minutes = sources.issued_minutes
    if minutes is None:
        found = issued_time(sources.content, sources.portfolio, billed.values(), lambda _: "")
        minutes = found.minutes
    table = sources.content.table(PrebillingLine).values
    pairs = zip(table["line"], table["unit"], strict=True)
    by_minutes = frozenset(line for line, unit in pairs if unit == HOUR_MINUTES)
    return time_changes(billed.values(), minutes, run, by_minutes)


def _expenses(sources: Sources, billed: Mapping[str, Billed]) -> Iterator[Change]:
    """An expense of another month that has no row any more is not corrected, as with time.

    Those of later months are left alone: the run does not see their expenses.
    """
    expenses = [
        one
        for one in billed.values()
        if one.row.axis is Axis.EXPENSE and one.row.month <= sources.month
    ]
    if not expenses:
        return
    today = lines_of_issued_expenses(sources)
    marked = set(sources.content.table(Expense).values["line"])
    for one in expenses:
        key = one.row.key
        if key in today or key in marked or one.row.month == sources.month:
            yield from amount_change([one], today[key].cents if key in today else 0)


def _units(
    sources: Sources, wanted: Wanted, billed: Mapping[str, Billed]
) -> tuple[list[Change], list[Line]]:
    """What takes units back, and what bills them anew at the price of a lower tier."""
    changes: list[Change] = []
    lines: list[Line] = []
    corrections = unit_corrections(
        sources.existing, wanted.counted, wanted.unit_prices, sources.month
    )
    for one in corrections:
        key = corrected_key(one.part.mirrors) or one.part.mirrors
        if key in billed:
            change = levelled(Change(billed[key], one.part.quantity, one.part.unit_price))
            changes += [change] if change else []
        elif one.part.quantity > 0:
            project, service, _ = one.work
            client = sources.portfolio.projects[project].client
            unit = sources.portfolio.services[service].unit or ""
            terms = UnitTerms(client, unit, wanted.unit_prices[one.work])
            lines.append(unit_line(one.work, one.part, terms, sources.month))
    return changes, lines


class _Corrections:
    """Makes lines of changes, after the rows that they correct."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._rows = {row.line: row for row in sources.content.records(PrebillingLine)}
        self._shown: dict[str, dict[str, int]] = {}
        for row in sources.content.records(Allocation):
            self._shown.setdefault(row.line, {})[row.payer] = to_cents(row.amount)

    def line(self, change: Change) -> Line:
        """The line that corrects an issued one, at its price and for its payers."""
        row, shown = change.row, self._rows[change.row.key]
        assert row.axis is not None
        assert row.period is not None
        language = self._sources.content.language
        described = shown.text_override or shown.description or ""
        rounding = from_cents(-change.rounding_cents)
        return Line(
            key=correction_key(row.key),
            month=self._sources.month,
            project=row.project,
            client=shown.client or self._sources.portfolio.projects[row.project].client,
            service=row.service,
            axis=row.axis,
            period=row.period,
            quantity=change.quantity,
            unit=shown.unit or "" if row.axis in {Axis.TIME, Axis.UNIT} else "",
            unit_price=change.unit_price,
            cents=change.cents,
            origin=row.origin,
            payers=tuple(self._payers(change)),
            minutes=change.minutes,
            detail=text("line.rounding", language, amount=rounding) if rounding else "",
            note=text("line.correction", language, what=described),
            phase=row.phase,
            reduction_cents=change.reduction_cents,
            mirrors=row.key,
        )

    def _payers(self, change: Change) -> Iterator[tuple[str, Fraction]]:
        """Those of the journal, or of *Allocations* while some parts are not issued yet.

        None where the line came to nothing: then the split of its project decides.
        """
        row = change.row
        parts = (self._sources.issued.get(row.key, {}), self._shown.get(row.key, {}))
        whole = [one for one in parts if one and sum(one.values()) == row.net_cents]
        for payer, cents in (whole[0] if whole else parts[0]).items():
            if cents:
                yield payer, Fraction(abs(cents))
