"""Invoices in Word as ``issue`` writes them."""

import sys
from pathlib import Path

from addin.documents.invoice_view import invoice_context
from addin.documents.invoices import expected_totals, read_totals, render_invoice
from addin.documents.printed_rows import differing_rows
from bench.invoices import invoices
from bench.measuring import Laps


def main(folder: Path, count: int, lines: int) -> None:
    """Render invoices, write them, then read their figures back."""
    whole = invoices(count, lines)
    laps = Laps()
    laps.start()
    first = render_invoice(whole[0])
    laps.lap("first")
    documents = [first, *map(render_invoice, whole[1:])]
    laps.lap("others")
    for invoice, document in zip(whole, documents, strict=True):
        (folder / f"{invoice.number}.docx").write_bytes(document)
    laps.lap("files")
    for invoice, document in zip(whole, documents, strict=True):
        assert read_totals(document) == expected_totals(invoice)
        assert not list(differing_rows(invoice, document))
    laps.lap("proof")
    for invoice in whole:
        invoice_context(invoice)
    laps.lap("context")
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
