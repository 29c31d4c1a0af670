"""Every line of the sample firm, explained before and after it is issued."""

from pathlib import Path

import pytest
from explanations import assert_adds_up

from addin.billing.calendar import Month
from addin.books.builder import build_workbook
from addin.books.closed import open_book
from addin.books.sample import sample_rows
from addin.jobs.content import Content, load
from addin.jobs.explained.steps import Step
from addin.jobs.explaining import explained, steps
from addin.jobs.foreseen import month_foreseen
from addin.tables.sheets.bills import PrebillingLine
from addin.words import Language

OCTOBER = Month(2026, 10)


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The sample firm as generating October leaves it."""
    return generated(tmp_path_factory.mktemp("sample"), Language.EN)


def generated(folder: Path, language: Language) -> Content:
    """A new workbook of the sample firm, October as generating it would leave it."""
    path = folder / "Billing.xlsm"
    path.write_bytes(build_workbook(language, sample_rows(language)))
    return month_foreseen(load(open_book(path)), OCTOBER)


def test_the_figures_of_every_line_add_up(october: Content) -> None:
    rows = [row for row in october.records(PrebillingLine) if row.month == OCTOBER]
    keys: set[str] = set()

    for row in rows:
        found: list[Step] = steps(october, row.line or "")
        keys |= {step.key for step in found}
        if row.axis != "discount":
            assert_adds_up(found, str(row.amount))

    assert len(rows) > 40
    assert {"instalment", "rate", "unit_price", "largest_remainder", "vat_reverse"} <= keys


@pytest.mark.parametrize("language", Language)
def test_every_line_is_told_in_every_language(language: Language, tmp_path: Path) -> None:
    content = generated(tmp_path, language)
    rows = [row for row in content.records(PrebillingLine) if row.month == OCTOBER]

    sentences = [one for row in rows[::4] for one in explained(content, row.line or "")]

    assert len(sentences) > 50
    assert not any(sign in sentence for sentence in sentences for sign in "{}")
