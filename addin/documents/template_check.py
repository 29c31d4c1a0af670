"""Whether a template of the firm can be used for its invoices, tried before the month's end."""

from dataclasses import asdict
from pathlib import Path

from addin.documents.invoice_view import invoice_context
from addin.documents.invoices import MARKS, expected_totals, read_totals, render_invoice
from addin.documents.sandbox import nearest
from addin.documents.specimen import bare_specimen, specimen
from addin.documents.template_errors import UnclearFigureError, UnknownTagError
from addin.documents.word import WordTemplate
from addin.words import Language


def check_template(template: Path, language: Language = Language.EN) -> None:
    """Try a template with an invoice that has everything and with one that has the least.

    Raises:
        BillingError: What is wrong with it first: it cannot be read, a tag is mistyped or unknown
            (even in a branch that few invoices take), or the figures that prove the document
            are not where they are marked.
    """
    known = invoice_context(specimen(language))
    for field in sorted(WordTemplate(template).fields - known.keys()):
        raise UnknownTagError(template=template.name, tag=field, known=nearest(field, known))
    for invoice in (specimen(language), bare_specimen(language)):
        printed = asdict(read_totals(render_invoice(invoice, template)))
        for figure, due in asdict(expected_totals(invoice)).items():
            if printed[figure] != due:
                raise UnclearFigureError(mark=MARKS[figure], found=printed[figure])
