"""What a template of each kind is tried with: an invented document, and what must be on it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from addin.billing.choices import TimeDetail
from addin.billing.invoice import Invoice
from addin.documents.annex_view import TimeEntry, annex_context, annex_line, prove_annex
from addin.documents.invoice_view import invoice_context
from addin.documents.invoices import (
    MARKS,
    expected_totals,
    read_totals,
    ready_template,
    render_invoice,
)
from addin.documents.specimen import (
    bare_specimen,
    credit_specimen,
    early_specimen,
    specimen,
)
from addin.documents.statement_view import (
    Movement,
    OpenInvoice,
    Statement,
    prove_statement,
    statement_context,
)
from addin.documents.template_choice import ANNEX, CREDIT_NOTE, STATEMENT
from addin.documents.template_errors import UnclearFigureError
from addin.words import Language


def known_fields(kind: str, language: Language) -> Mapping[str, object]:
    """All fields of a document of a kind, with invented values."""
    if kind == ANNEX:
        invoice = specimen(language)
        return annex_context(invoice, [annex_line(invoice.lines[-1], [_WORK], TimeDetail.ENTRY)])
    if kind == STATEMENT:
        return statement_context(_account(language))
    return invoice_context(
        credit_specimen(language) if kind == CREDIT_NOTE else early_specimen(language)
    )


def trial(kind: str, template: Path, language: Language) -> bytes:
    """An invented document of a template, whose figures are those it should show.

    Raises:
        BillingError: The template cannot be used; the code starts with ``DOC-``.
    """
    if kind == ANNEX:
        invoice = specimen(language)
        lines = [annex_line(invoice.lines[-1], [_WORK], TimeDetail.ENTRY)]
        document = ready_template(template).render(annex_context(invoice, lines))
        prove_annex(document, invoice, lines)
    elif kind == STATEMENT:
        account = _account(language)
        document = ready_template(template).render(statement_context(account))
        prove_statement(document, account)
    elif kind == CREDIT_NOTE:
        credit = credit_specimen(language)
        document = ready_template(template).render(invoice_context(credit))
        _prove(document, credit)
    else:
        document = render_invoice(specimen(language), template)
        _prove(document, specimen(language))
        bare = bare_specimen(language)
        _prove(render_invoice(bare, template), bare)
    return document


def _prove(document: bytes, invoice: Invoice) -> None:
    printed = asdict(read_totals(document))
    for figure, due in asdict(expected_totals(invoice)).items():
        if printed[figure] != due:
            raise UnclearFigureError(mark=MARKS[figure], found=printed[figure])


def _account(language: Language) -> Statement:
    whole = specimen(language)
    cents = whole.totals.gross_cents
    return Statement(
        seller=whole.seller,
        buyer=whole.buyer,
        language=language,
        currency="EUR",
        period="2026-Q1",
        first=date(2026, 1, 1),
        last=whole.issue_date,
        opening_cents=150_000,
        movements=(
            Movement(date(2026, 1, 15), "payment", "2025-00391", -150_000),
            Movement(whole.issue_date, "invoice", whole.number, cents),
        ),
        open_invoices=(OpenInvoice(whole.number, whole.due_date, cents),),
        iban=whole.iban,
    )


_WORK = TimeEntry(date(2026, 2, 28), "Anne Dupont", "Tax advice", "Accounts", "Call", 740)
