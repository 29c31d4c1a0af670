"""Time annexes: rows that come to the line they stand behind, in every language."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from addin.billing.choices import TimeDetail
from addin.documents.annex_view import (
    annex_context,
    annex_line,
    prove_annex,
)
from addin.documents.invoices import ready_template
from addin.documents.specimen import specimen
from addin.documents.template_choice import ANNEX, template_path
from addin.documents.template_errors import UnclearFigureError, UnmarkedFigureError
from addin.words import Language
from documents.annex_samples import TIME_LINE, worked
from documents.sample_templates import texts, with_text

INVOICE = specimen(Language.FR)
LINE = INVOICE.lines[TIME_LINE]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(0, 600), min_size=1, max_size=12),
    st.sampled_from(list(TimeDetail)),
)
def test_the_rows_come_to_the_line_to_the_cent(
    cents: int, minutes: list[int], detail: TimeDetail
) -> None:
    line = replace(LINE, net_cents=cents)
    entries = [
        replace(entry, minutes=one)
        for entry, one in zip(worked(len(minutes)), minutes, strict=True)
    ]

    rows = annex_line(line, entries, detail).rows

    assert sum(row.cents for row in rows) == cents
    assert sum(row.minutes for row in rows) == sum(minutes)
    total = sum(minutes)
    assert all(abs(row.cents * total - cents * row.minutes) < total for row in rows if total)


@pytest.mark.parametrize(
    ("detail", "rows"),
    [
        (TimeDetail.SERVICE, [("", "Tax advice")]),
        (TimeDetail.PERSON, [("Anne Dupont", ""), ("Jan Vanderstichelen & Zn <D'Hondt>", "")]),
        (TimeDetail.TASK, [("", "Accounts"), ("", "Tax advice")]),
    ],
)
def test_a_row_stands_for_what_the_client_wants(
    detail: TimeDetail, rows: list[tuple[str, str]]
) -> None:
    found = annex_line(LINE, worked(4), detail).rows

    assert [(row.person, row.work) for row in found] == rows


def test_every_entry_is_a_row_in_the_order_of_its_day() -> None:
    found = annex_line(LINE, worked(3)[::-1], TimeDetail.ENTRY).rows

    assert [(row.first.day, row.work, row.minutes) for row in found] == [
        (1, "Accounts", 15),
        (2, "Accounts\nNote 1 & more", 16),
        (3, "Note 2 & more", 17),
    ]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("detail", TimeDetail)
def test_an_annex_shows_its_rows_and_reconciles_with_its_invoice(
    language: Language, detail: TimeDetail, tmp_path: Path
) -> None:
    invoice = specimen(language)
    lines = [annex_line(invoice.lines[TIME_LINE], worked(9), detail)]
    fields = annex_context(invoice, lines)

    made = ready_template(template_path(ANNEX, language)).render(fields)

    prove_annex(made, invoice, lines)
    shown = "\n".join(texts(made))
    assert all(str(fields[name]) in shown for name in ("time_hours", "other_total", "total_lines"))
    assert invoice.number in shown
    path = tmp_path / "annex.docx"
    path.write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_an_annex_of_all_lines_has_no_other_ones() -> None:
    invoice = replace(
        INVOICE, lines=(LINE,), totals=replace(INVOICE.totals, lines_cents=LINE.net_cents)
    )
    lines = [annex_line(LINE, worked(2), TimeDetail.ENTRY)]

    assert annex_context(invoice, lines)["other_total"] == ""


def test_a_cent_that_differs_in_the_document_is_seen() -> None:
    lines = [annex_line(LINE, worked(2), TimeDetail.ENTRY)]
    made = ready_template(template_path(ANNEX, "fr")).render(annex_context(INVOICE, lines))
    (line,) = lines
    other = replace(line, rows=(replace(line.rows[0], cents=1), *line.rows[1:]))

    with pytest.raises(UnclearFigureError) as caught:
        prove_annex(made, INVOICE, [other])

    assert caught.value.values["mark"] == "annex_row"


def test_an_annex_whose_template_marks_nothing_is_refused() -> None:
    with pytest.raises(UnmarkedFigureError):
        prove_annex(with_text("no mark"), INVOICE, [annex_line(LINE, worked(1), TimeDetail.TASK)])
