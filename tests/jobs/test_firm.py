"""The firm, from the rows of its settings."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_book import MemoryBook
from sound_rows import LANGUAGES, as_excel, values

from addin.billing.calendar import Month
from addin.errors import Finding, Place
from addin.jobs.content import load
from addin.jobs.firm import setting_value
from addin.jobs.telling import tell
from addin.tables.columns import Column
from addin.tables.editing import cell_of
from addin.tables.sheets.settings import Firm
from addin.words import Language

CHECKED = {"iban", "vat_number", "endpoint"}
FREE = [column for column in Firm.spec.columns if column.name not in CHECKED]
"""Settings without check digits."""
LIMITED = {
    "fiscal_year_start": st.integers(1, 12),
    "payment_days": st.integers(0, 365),
    "restore_days": st.integers(0, 3650),
    "mails_per_minute": st.integers(1, 1000),
}


def firm_of(*settings: tuple[str, Any]) -> tuple[Firm, list[Finding]]:
    """The firm of a workbook with these settings, and what is wrong with them."""
    rows: list[Mapping[str, Any]] = [{"setting": name, "value": value} for name, value in settings]
    content = load(MemoryBook({"Settings": rows}))
    for finding in content.findings:
        assert all(tell(finding, content.tables, language).message for language in Language)
    return content.firm, [one for one in content.findings if one.where.table == "Settings"]


def test_a_setting_without_a_row_or_a_value_has_its_default() -> None:
    firm, findings = firm_of(("payment_days", None), ("country", " "))

    assert findings == []
    assert (firm.payment_days, firm.country, firm.language) == (30, "BE", Language.EN)
    assert (firm.firm_name, firm.month, firm.number_pattern) == (None, None, "{year}-{number:05}")


@pytest.mark.parametrize("column", FREE, ids=lambda column: column.name)
@given(data=st.data(), language=LANGUAGES)
def test_a_setting_is_read_back_from_its_cell_and_from_its_json(
    column: Column, data: st.DataObject, language: Language
) -> None:
    value = data.draw(LIMITED.get(column.name, values(column)))

    assert setting_value(column, as_excel(cell_of(column, value, language))) == value
    assert setting_value(column, column.kind.to_json(value)) == value


def test_a_setting_is_found_by_its_label_in_any_language() -> None:
    firm, findings = firm_of(
        ("Langue", "néerlandais"), ("maand", "2026-10"), ("Telefon", 25550100.0)
    )

    assert findings == []
    assert (firm.language, firm.month, firm.phone) == (Language.NL, Month(2026, 10), "25550100")


def test_a_month_may_be_a_date() -> None:
    assert firm_of(("month", datetime(2026, 10, 31)))[0].month == Month(2026, 10)  # noqa: DTZ001


def test_numbers_with_check_digits_are_kept_in_their_canonical_form() -> None:
    firm, findings = firm_of(("iban", "be68 5390 0754 7034"), ("vat_number", 123456749.0))

    assert findings == []
    assert (firm.iban, firm.vat_number) == ("BE68539007547034", "BE0123456749")


@pytest.mark.parametrize(
    ("name", "cell", "code", "values"),
    [
        ("payment_days", "thirty", "TAB-05", {"value": "thirty"}),
        ("payment_days", 30.5, "TAB-16", {"value": Decimal("30.5")}),
        (
            "payment_days",
            366.0,
            "SET-02",
            {"heading": "payment_days", "value": 366, "expected": "0-365"},
        ),
        (
            "fiscal_year_start",
            0.0,
            "SET-02",
            {"heading": "fiscal_year_start", "value": 0, "expected": "1-12"},
        ),
        ("end_of_month", "perhaps", "TAB-17", {"value": "perhaps"}),
        ("month", "October", "TAB-14", {"value": "October"}),
        ("firm_name", "#REF!", "TAB-12", {"value": "#REF!"}),
        ("language", "Latin", "TAB-09", {"value": "Latin", "allowed": tuple(Language)}),
        (
            "vat_number",
            "0123456748",
            "ID-03",
            {"number": "0123456748", "country": "BE"},
        ),
        ("iban", "BE68539007547035", "ID-10", {"iban": "BE68539007547035"}),
        ("endpoint", "0123456749", "ID-11", {"endpoint": "0123456749"}),
    ],
)
def test_a_wrong_value_is_named_and_its_default_taken(
    name: str, cell: Any, code: str, values: Mapping[str, object]
) -> None:
    firm, findings = firm_of(("phone", "1"), (name, cell))

    assert findings == [Finding(code, Place("Settings", 6, "value"), values)]
    assert getattr(firm, name) == Firm.spec.column(name).default


def test_a_setting_that_does_not_exist_is_named() -> None:
    _, [finding] = firm_of(("colour", "red"))

    assert (finding.code, finding.where) == ("TAB-09", Place("Settings", 5, "setting"))


def test_a_setting_that_stands_twice_is_named() -> None:
    _, [finding] = firm_of(("phone", "1"), ("Téléphone", "2"))

    assert (finding.code, finding.values) == ("TAB-11", {"key": "phone", "first": 5})
