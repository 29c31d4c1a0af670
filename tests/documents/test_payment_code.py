"""The code that a banking app reads: what it says, where it stands, and when there is none."""

import zlib
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
import segno
from docx.image.image import Image
from hypothesis import given, settings
from hypothesis import strategies as st
from segno import helpers

from addin.billing.invoice import DocumentKind, Invoice
from addin.documents.invoices import expected_totals, read_totals, render_invoice
from addin.documents.payment_code import WIDTH_MM, payment_code, transfer
from addin.documents.specimen import bare_specimen, credit_specimen, early_specimen, specimen
from addin.words import Language
from documents.sample_templates import parts

FR = specimen(Language.FR)


def owing(cents: int, **changes: Any) -> Invoice:
    return replace(FR, totals=replace(FR.totals, gross_cents=cents), **changes)


def test_the_code_says_who_gets_what_and_which_invoice_it_pays() -> None:
    assert transfer(FR).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "GKCCBEBB",
        "Marchal & Associés SRL",
        "BE68539007547034",
        "EUR3037.46",
        "",
        "+++000/1459/32557+++",
    ]


@pytest.mark.parametrize("reference", ["2026-00042", "+++1+++", "RF", "see our letter"])
def test_a_reference_that_banks_do_not_know_is_text(reference: str) -> None:
    assert transfer(replace(FR, reference=reference)).split("\n")[9:] == ["", reference]


def test_a_creditor_reference_is_a_structured_one() -> None:
    assert transfer(replace(FR, reference="RF18539007547034")).split("\n")[9:] == [
        "RF18539007547034"
    ]


def test_an_invoice_without_a_reference_is_paid_by_its_number() -> None:
    assert transfer(replace(FR, reference="")).split("\n")[9:] == ["", "2026-00042"]


def test_an_invoice_that_may_be_paid_early_asks_for_the_whole() -> None:
    assert "EUR3026.92" in transfer(early_specimen(Language.FR))


@pytest.mark.parametrize(
    "invoice",
    [
        credit_specimen(Language.FR),
        bare_specimen(Language.FR),
        owing(0),
        owing(-100),
        owing(100_000_000_000),
        owing(100, currency="CHF"),
        owing(100, iban=""),
        owing(100, kind=DocumentKind.PRO_FORMA),
        owing(
            100, number="2026-" + "é" * 150, reference="", seller=replace(FR.seller, name="é" * 70)
        ),
    ],
    ids=["credit", "draft", "nil", "reverse", "huge", "francs", "no account", "pro forma", "long"],
)
def test_there_is_no_code_where_there_is_nothing_to_transfer(invoice: Invoice) -> None:
    assert payment_code(invoice) is None


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 99_999_999_999),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90),
)
def test_the_amount_and_the_name_are_those_of_the_invoice(cents: int, name: str) -> None:
    fields = transfer(owing(cents, seller=replace(FR.seller, name=name))).split("\n")

    assert fields[7].startswith("EUR")
    assert round(100 * float(fields[7][3:])) == cents
    assert fields[5] == " ".join(name.split())[:70]


FROM_ABOVE = 2
"""Filter of a row of a PNG that is told by its differences from the row above it."""


def pixels(png: bytes) -> list[list[int]]:
    """The rows of a picture, 1 for black."""
    start = png.index(b"IDAT")
    size = int.from_bytes(png[start - 4 : start], "big")
    width = Image.from_blob(png).px_width
    packed = zlib.decompress(png[start + 4 : start + 4 + size])
    step = len(packed) // width
    rows: list[bytes] = []
    for start in range(0, len(packed), step):
        line = packed[start + 1 : start + step]
        above = rows[-1] if packed[start] == FROM_ABOVE else bytes(step - 1)
        rows.append(bytes((one + other) % 256 for one, other in zip(line, above, strict=True)))
    return [[1 - (row[x // 8] >> (7 - x % 8) & 1) for x in range(width)] for row in rows]


def test_the_picture_is_the_one_that_segno_draws() -> None:
    code = payment_code(FR)
    drawn = segno.make_qr(transfer(FR).encode(), error="m", boost_error=False, mode="byte", mask=2)

    assert code is not None
    assert pixels(code.content) == [list(row) for row in drawn.matrix_iter(scale=6, border=4)]


def test_segno_s_own_helper_says_the_same() -> None:
    helped = helpers.make_epc_qr(
        name=FR.seller.name,
        iban=FR.iban,
        amount=Decimal("3037.46"),
        reference=FR.reference,
        bic=FR.bic,
        encoding="utf-8",
    )
    ours = segno.make_qr(
        transfer(FR).encode(), error="m", boost_error=False, mode="byte", mask=helped.mask
    )

    assert ours.matrix == helped.matrix


def test_the_code_stands_on_the_invoice_beside_the_account() -> None:
    made = render_invoice(FR)
    code = payment_code(FR)
    assert code is not None

    (shape,) = docx.Document(BytesIO(made)).element.body.xpath(".//wp:extent")
    assert shape.cx == pytest.approx(WIDTH_MM * 36000, abs=400)
    assert code.content in parts(made).values()
    assert read_totals(made) == expected_totals(FR)


def test_two_invoices_have_two_codes() -> None:
    first, second = (render_invoice(owing(cents)) for cents in (100, 200))

    assert [part for part in parts(first) if part.endswith(".png")]
    assert not {content for name, content in parts(first).items() if name.endswith(".png")} & {
        content for name, content in parts(second).items() if name.endswith(".png")
    }


def test_a_draft_shows_no_code_and_no_amount_to_scan() -> None:
    assert (
        b"wp:inline" not in parts(render_invoice(bare_specimen(Language.FR)))["word/document.xml"]
    )
