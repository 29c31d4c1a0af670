"""Statements of account: balances that follow from their movements, in every language."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from addin.documents.invoices import ready_template
from addin.documents.statement_view import (
    Movement,
    prove_statement,
    statement_context,
)
from addin.documents.template_choice import STATEMENT, template_path
from addin.documents.template_errors import UnclearFigureError, UnmarkedFigureError
from addin.words import Language
from documents.annex_samples import account
from documents.sample_templates import texts, with_text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("count", "opening"), [(0, 0), (5, 150000), (3, -90000000)])
def test_a_statement_shows_its_balances(
    language: Language, count: int, opening: int, tmp_path: Path
) -> None:
    statement = account(language, count, opening)
    fields = statement_context(statement)

    made = ready_template(template_path(STATEMENT, language)).render(fields)

    prove_statement(made, statement)
    shown = "\n".join(texts(made))
    assert all(str(fields[name]) in shown for name in ("opening", "closing", "open_total"))
    assert all(one.number in shown for one in statement.movements)
    assert all(one.number in shown for one in statement.open_invoices)
    path = tmp_path / "statement.docx"
    path.write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-(10**8), 10**8), max_size=8))
def test_every_balance_follows_from_the_one_before(opening: int, changes: list[int]) -> None:
    movements = tuple(Movement(date(2026, 1, 2), "invoice", "1", cents) for cents in changes)
    statement = replace(
        account(Language.EN), opening_cents=opening, movements=movements, open_invoices=()
    )

    assert [
        after - before
        for before, after in zip([opening, *statement.balances], statement.balances, strict=False)
    ] == changes
    assert statement.closing_cents == ([opening, *statement.balances])[-1]
    made = ready_template(template_path(STATEMENT, "en")).render(statement_context(statement))
    prove_statement(made, statement)


def test_a_balance_that_differs_in_the_document_is_seen() -> None:
    statement = account(Language.EN)
    made = ready_template(template_path(STATEMENT, "en")).render(statement_context(statement))

    with pytest.raises(UnclearFigureError):
        prove_statement(made, replace(statement, opening_cents=150001))


def test_a_statement_whose_template_marks_nothing_is_refused() -> None:
    with pytest.raises(UnmarkedFigureError):
        prove_statement(with_text("no mark"), account(Language.EN))


@pytest.mark.parametrize(("country", "name"), [("BE", "Note de crédit"), ("FR", "Avoir")])
def test_a_credit_note_is_called_what_the_country_of_the_firm_calls_it(
    country: str, name: str
) -> None:
    whole = account(Language.FR)
    statement = replace(whole, seller=replace(whole.seller, country=country))

    movements: Any = statement_context(statement)["movements"]

    assert movements[2]["text"] == f"{name} 2026-00002"
