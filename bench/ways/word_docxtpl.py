"""The same invoices with docxtpl alone: open the template, render, save, for each of them."""

import sys
from io import BytesIO
from pathlib import Path

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from addin.billing.invoice import Invoice
from addin.config import resource
from addin.documents.invoice_view import invoice_context
from addin.documents.payment_code import payment_code
from addin.documents.pictures import Picture
from addin.words import Language
from bench.invoices import LANGUAGE, invoices
from bench.measuring import Laps


def main(folder: Path, count: int, lines: int) -> None:
    """Render invoices, then write them."""
    whole = invoices(count, lines)
    laps = Laps()
    laps.start()
    first = render(whole[0], payment_code(whole[0]))
    laps.lap("first")
    documents = [first, *(render(one, payment_code(one)) for one in whole[1:])]
    laps.lap("others")
    for invoice, document in zip(whole, documents, strict=True):
        (folder / f"{invoice.number}.docx").write_bytes(document)
    laps.lap("files")
    laps.tell()


def render(invoice: Invoice, code: Picture | None = None, language: Language = LANGUAGE) -> bytes:
    """One document from the template and the fields that Quotepart uses too.

    Args:
        invoice: What to print.
        code: For payment; None leaves it out.
        language: Of the template.
    """
    document = DocxTemplate(resource("templates", "invoice", f"{language}.docx"))
    fields = invoice_context(invoice)
    if code is not None:
        picture = BytesIO(code.content)
        fields["payment_code"] = InlineImage(document, picture, width=Mm(code.width_mm))
    document.render(fields, autoescape=True)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
