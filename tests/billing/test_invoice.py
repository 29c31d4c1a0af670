"""What an invoice says of the prebilling lines that it bills."""

from dataclasses import replace
from decimal import Decimal

from journal_samples import invoice

from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentAllowance, billed_lines


def allowance(line: str = "") -> DocumentAllowance:
    return DocumentAllowance("Remise", 10_00, VatCategory.S, Decimal("0.21"), line)


def test_an_invoice_names_each_line_once_and_then_those_that_grant_a_discount() -> None:
    plain = invoice("2026-00001")
    twice = replace(
        plain,
        lines=(*plain.lines, replace(plain.lines[0], line="L0"), *plain.lines),
        allowances=(allowance("L9"), allowance(), allowance("L1")),
    )

    assert billed_lines(plain) == ("L1",)
    assert billed_lines(twice) == ("L1", "L0", "L9")
