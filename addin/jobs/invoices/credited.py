"""What rows of prebilling come to once credit notes are taken off, as the sheets show it."""

from collections.abc import Callable

from addin.billing.money import to_cents
from addin.jobs.content import Content
from addin.journal.turn import CREDITS
from addin.tables.sheets.bills import InvoiceLineRow, InvoiceRow, PrebillingLine

COLUMNS = ("number", "line", "net")


def sold_cents(content: Content) -> Callable[[PrebillingLine], int]:
    """Gives what a row with an amount sells: less what credit notes have taken back of it.

    What an invoice bills once more by the same row counts again.
    """
    invoices = content.table(InvoiceRow).values
    notes = {
        number
        for number, series in zip(invoices["number"], invoices["series"], strict=True)
        if series and series.startswith(f"{CREDITS} ")
    }
    credited: dict[str, int] = {}
    billed: dict[str, int] = {}
    lines = content.table(InvoiceLineRow).values if notes else {}
    for number, line, net in zip(*(lines.get(name, ()) for name in COLUMNS), strict=True):
        if line and net is not None:
            side, cents = (credited, -to_cents(net)) if number in notes else (billed, to_cents(net))
            side[line] = side.get(line, 0) + cents

    def sold(row: PrebillingLine) -> int:
        assert row.amount is not None, row
        cents = to_cents(row.amount)
        if not row.invoice or row.line not in credited:
            return cents
        return cents - credited[row.line] + max(billed.get(row.line, 0) - cents, 0)

    return sold
