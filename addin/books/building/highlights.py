"""What a sheet colours by what its cells hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from addin.billing.choices import (
    Basis,
    Decision,
    EntryStatus,
    InvoiceState,
    PlanStatus,
    ProjectStatus,
)
from addin.books.building.formulas import any_equal, labels_of, literal
from addin.books.building.layout import cell_in_row, column_area, row_area
from addin.books.building.styles import (
    ATTENTION,
    BAD,
    GOOD,
    OUT,
    OVERRIDDEN,
    PAST,
    UNDER_WAY,
)
from addin.errors import Severity
from addin.tables import kinds
from addin.tables.columns import Column, TableSpec, Writer
from addin.words import Language, text

Properties = Mapping[str, Any]
Spec = TableSpec[Any]

# Without it Excel shows 12 as "12." in the format #,##0.####.
_WHOLE_FORMAT = {
    kinds.QUANTITY.name: (0, "#,##0"),
    kinds.PERCENT.name: (2, "0%"),
    kinds.VAT_RATE.name: (2, "0%"),
}
_PERCENT_FORMAT = "0.00##%"
_TYPED_OVER = (
    "quantity_override",
    "price_override",
    "text_override",
    "discount_percent",
    "discount_amount",
    "payer_override",
)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format.

    Attributes:
        area: Where it applies.
        formula: When, as seen from the first cell of the area.
        properties: What it changes.
    """

    area: str
    formula: str
    properties: Properties


def highlights(spec: Spec, language: Language) -> Iterator[Highlight]:
    """The conditional formats of a table, the most important first."""
    own = _BY_TABLE.get(spec.name)
    if own is not None:
        yield from own(spec)
    for column in spec.columns:
        yield from _of_column(spec, column, language)


def _of_column(spec: Spec, column: Column, language: Language) -> Iterator[Highlight]:
    cell, area = cell_in_row(spec, column.name), column_area(spec, column.name)
    if column.writer is Writer.FORMULA and column.name == "check":
        ok = literal(text("sheet.check.ok", language))
        yield Highlight(area, f"={cell}={ok}", {"font_color": GOOD["font_color"]})
        yield Highlight(area, f'={cell}<>""', BAD)
    if column.kind.name in _WHOLE_FORMAT:
        digits, number_format = _WHOLE_FORMAT[column.kind.name]
        whole = f"=AND(ISNUMBER({cell}),ROUND({cell},8)=ROUND({cell},{digits}))"
        yield Highlight(area, whole, {"num_format": number_format})


def _value(spec: Spec, field: str, *values: StrEnum) -> str:
    """Whether the column of the row holds one of some values, in any language."""
    return str(any_equal(cell_in_row(spec, field), labels_of(*values)))


def _by_value(
    spec: Spec, field: str, *properties: tuple[StrEnum, Properties]
) -> Iterator[Highlight]:
    """A colour for each of some values of a column."""
    for value, style in properties:
        yield Highlight(column_area(spec, field), f"={_value(spec, field, value)}", style)


def _filled(spec: Spec, field: str) -> str:
    return f'{cell_in_row(spec, field)}<>""'


def _past(spec: Spec) -> Highlight:
    """What an invoice has billed is over."""
    return Highlight(row_area(spec), f"={_filled(spec, 'invoice')}", PAST)


def _checks(spec: Spec) -> Iterator[Highlight]:
    yield from _by_value(
        spec,
        "severity",
        (Severity.ERROR, BAD),
        (Severity.WARNING, ATTENTION),
        (Severity.NOTE, UNDER_WAY),
    )


def _projects(spec: Spec) -> Iterator[Highlight]:
    closed = _value(spec, "status", ProjectStatus.CLOSED)
    yield Highlight(row_area(spec), f"={closed}", PAST)
    yield from _by_value(spec, "status", (ProjectStatus.ON_HOLD, ATTENTION))


def _splits(spec: Spec) -> Iterator[Highlight]:
    """A share is a percentage or a figure, as its basis says."""
    share, basis = (cell_in_row(spec, field) for field in ("share", "basis"))
    percent = any_equal(basis, ("", *labels_of(Basis.PERCENT)))
    area = column_area(spec, "share")
    number = f"ISNUMBER({share})"
    rest = any_equal(basis, labels_of(Basis.REST))
    # The rest has no figure of its own; the 0 that the cell needs would look like one.
    yield Highlight(area, f"=AND({number},{share}=0,{rest})", {"num_format": '"-"'})
    yield Highlight(area, f"=AND({number},{percent})", {"num_format": _PERCENT_FORMAT})
    whole = f"=AND({number},NOT({percent}),{share}=ROUND({share},0))"
    yield Highlight(area, whole, {"num_format": "#,##0"})


def _plan(spec: Spec) -> Iterator[Highlight]:
    skipped = _value(spec, "status", PlanStatus.SKIPPED)
    yield Highlight(row_area(spec), f"={skipped}", OUT)
    yield from _by_value(
        spec, "status", (PlanStatus.PREBILLED, UNDER_WAY), (PlanStatus.INVOICED, GOOD)
    )


def _timesheets(spec: Spec) -> Iterator[Highlight]:
    yield _past(spec)
    yield from _by_value(
        spec, "status", (EntryStatus.DRAFT, ATTENTION), (EntryStatus.APPROVED, GOOD)
    )


def _prebilling(spec: Spec) -> Iterator[Highlight]:
    yield _past(spec)
    for field in _TYPED_OVER:
        open_row = f'{cell_in_row(spec, "invoice")}=""'
        overridden = f"=AND({_filled(spec, field)},{open_row})"
        yield Highlight(column_area(spec, field), overridden, OVERRIDDEN)
    held = any_equal(cell_in_row(spec, "hold"), sorted(kinds.TRUE))
    yield Highlight(row_area(spec), f"={held}", ATTENTION)
    approved = _value(spec, "decision", Decision.APPROVED)
    yield Highlight(row_area(spec), f"={approved}", GOOD)


def _invoices(spec: Spec) -> Iterator[Highlight]:
    settled = _value(spec, "state", InvoiceState.PAID, InvoiceState.CREDITED)
    due = cell_in_row(spec, "due_date")
    nil = f"ROUND(N({cell_in_row(spec, 'gross')}),2)=0"
    late = f"=AND(ISNUMBER({due}),{due}<TODAY(),NOT({settled}),NOT({nil}))"
    yield Highlight(column_area(spec, "due_date"), late, BAD)
    yield from _by_value(
        spec,
        "state",
        (InvoiceState.PAID, GOOD),
        (InvoiceState.PARTLY_PAID, ATTENTION),
        (InvoiceState.OVERDUE, BAD),
        (InvoiceState.CREDITED, OUT),
        (InvoiceState.SENT, UNDER_WAY),
    )


def _differences(spec: Spec) -> Iterator[Highlight]:
    """More is green, less is red."""
    cell, area = cell_in_row(spec, "difference"), column_area(spec, "difference")
    for sign, style in ((">", GOOD), ("<", BAD)):
        yield Highlight(area, f"=AND(ISNUMBER({cell}),{cell}{sign}0)", style)


def _new_client(spec: Spec) -> Iterator[Highlight]:
    """A field whose value is refused, with the reason beside it."""
    yield Highlight(row_area(spec), f"={_filled(spec, 'message')}", BAD)


def _lists(spec: Spec) -> Iterator[Highlight]:
    """A row away from the others of its list is not in the drop-downs."""
    here = cell_in_row(spec, "list")
    column, row = here[:2], int(here[2:])
    apart = (
        f"=AND({here}<>{column}{row - 1},COUNTIF({column}${row - 1}:{column}{row - 1},{here})>0)"
    )
    yield Highlight(column_area(spec, "list"), apart, ATTENTION)


_BY_TABLE: Mapping[str, Callable[[Spec], Iterator[Highlight]]] = {
    "Checks": _checks,
    "Projects": _projects,
    "Splits": _splits,
    "Plan": _plan,
    "Overview": _differences,
    "Volumes": _differences,
    "Timesheets": _timesheets,
    "Prebilling": _prebilling,
    "Invoices": _invoices,
    "Lists": _lists,
    "NewClient": _new_client,
}
