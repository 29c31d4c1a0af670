"""Totals never stand alone on a page: the last row above them goes with them."""

from dataclasses import replace
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from addin.billing.choices import TimeDetail
from addin.billing.invoice import Invoice
from addin.documents.annex_view import annex_context, annex_line
from addin.documents.invoices import ready_template, render_invoice
from addin.documents.specimen import credit_specimen, specimen
from addin.documents.statement_view import statement_context
from addin.documents.template_choice import ANNEX, STATEMENT, template_path
from addin.words import Language
from documents.annex_samples import TIME_LINE, account, worked
from documents.sample_templates import parts

LINES = 3
ROWS = 4
PARAGRAPH, TABLE, ROW, MARK = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tag")
KEPT, VALUE = f"{qn('w:pPr')}/{qn('w:keepNext')}", qn("w:val")


def body_of(document: bytes) -> list[Any]:
    """The paragraphs and tables of a document, from the top."""
    return list(etree.fromstring(parts(document)["word/document.xml"])[0])


def place_of(body: list[Any], mark: str) -> int:
    """Where the first table stands that has a mark."""
    return next(
        place
        for place, block in enumerate(body)
        if block.tag == TABLE and any(tag.get(VALUE) == mark for tag in block.iter(MARK))
    )


def is_kept(block: Any) -> bool:
    """Whether a paragraph, or a row by its first one, stays on the page of what follows."""
    first = next(block.iter(PARAGRAPH))
    return first.find(KEPT) is not None


def rows_kept(table: Any) -> list[bool]:
    """Which rows of a table, its headings left out, are kept with what follows."""
    return [is_kept(row) for row in table.findall(ROW)[1:]]


INVOICES = [
    replace(whole, lines=whole.lines[:1] * LINES)
    for language in Language
    for whole in (specimen(language), credit_specimen(language))
]


@pytest.mark.parametrize("invoice", INVOICES, ids=lambda one: f"{one.kind.value}-{one.language}")
def test_the_last_line_of_an_invoice_goes_with_its_totals(invoice: Invoice) -> None:
    body = body_of(render_invoice(invoice))
    lines, sums = (place_of(body, mark) for mark in ("line_amount", "total_gross"))

    assert rows_kept(body[lines]) == [False, False, True]
    assert all(map(is_kept, body[lines + 1 : sums]))
    assert len(body[sums].findall(ROW)) == 1  # which no page cuts in two


@pytest.mark.parametrize("language", Language)
def test_the_last_hours_of_an_annex_go_with_its_totals(language: Language) -> None:
    invoice = specimen(language)
    lines = [annex_line(invoice.lines[TIME_LINE], worked(ROWS), TimeDetail.ENTRY)]
    template = ready_template(template_path(ANNEX, language))
    body = body_of(template.render(annex_context(invoice, lines)))
    time, totals = (place_of(body, mark) for mark in ("annex_row", "annex_total"))

    # What a line is for stays with its first hours.
    assert rows_kept(body[time]) == [True, False, False, False, True]
    assert all(map(is_kept, body[time + 1 : totals]))
    assert all(map(is_kept, body[totals].findall(ROW)[:-1]))


@pytest.mark.parametrize("language", Language)
def test_the_last_movement_of_a_statement_goes_with_the_balance(language: Language) -> None:
    template = ready_template(template_path(STATEMENT, language))
    body = body_of(template.render(statement_context(account(language, count=3))))
    movements = body[place_of(body, "closing_balance")]

    assert rows_kept(movements) == [True, False, False, True, False]
