"""What the official rules let through is told by our own checks."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from einvoices.official import breaches
from einvoices.samples import credited, hours, issued, piece

from addin.billing.discounts import Discount
from addin.einvoices.building import electronic_invoice
from addin.einvoices.checks import exact_findings
from addin.einvoices.model import AllowanceCharge, ElectronicInvoice, Identifier
from addin.einvoices.profiles import PEPPOL
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl

CENT = Decimal("0.01")
SOUND = electronic_invoice(
    issued(
        [piece("3", "100.10"), hours(50, "95.00"), piece("2", "10", rate=Decimal("0.06"))],
        [Discount("Korting", Decimal("0.05"))],
    )
)


def with_line(**changes: object) -> ElectronicInvoice:
    first, *others = SOUND.lines
    return replace(SOUND, lines=(replace(first, **changes), *others))  # type: ignore[arg-type]


def with_row(**changes: object) -> ElectronicInvoice:
    first, *others = SOUND.vat
    return replace(SOUND, vat=(replace(first, **changes), *others))  # type: ignore[arg-type]


def with_total(**changes: object) -> ElectronicInvoice:
    return replace(SOUND, totals=replace(SOUND.totals, **changes))  # type: ignore[arg-type]


def with_discount(**changes: object) -> ElectronicInvoice:
    first, *others = SOUND.allowances
    return replace(SOUND, allowances=(replace(first, **changes), *others))  # type: ignore[arg-type]


def with_buyer(**changes: object) -> ElectronicInvoice:
    return replace(SOUND, buyer=replace(SOUND.buyer, **changes))  # type: ignore[arg-type]


def with_payment(**changes: object) -> ElectronicInvoice:
    assert SOUND.payment is not None
    return replace(SOUND, payment=replace(SOUND.payment, **changes))  # type: ignore[arg-type]


def with_account(account: str) -> ElectronicInvoice:
    assert SOUND.payment is not None
    return with_payment(transfers=(replace(SOUND.payment.transfers[0], account=account),))


def codes(invoice: ElectronicInvoice, *, ours: bool = True) -> set[str]:
    return {one.code for one in exact_findings(invoice, ours=ours)}


def moved_by_a_cent() -> ElectronicInvoice:
    """A line, its sum, its rate and all totals, so that they still agree with each other."""
    first, *others = SOUND.lines
    row, *rows = SOUND.vat
    totals = SOUND.totals
    assert totals.lines is not None
    moved = replace(SOUND, lines=(replace(first, net=first.net + CENT), *others))
    return replace(
        moved,
        vat=(replace(row, base=row.base + CENT), *rows),
        totals=replace(
            totals,
            lines=totals.lines + CENT,
            without_vat=totals.without_vat + CENT,
            with_vat=totals.with_vat + CENT,
            due=totals.due + CENT,
        ),
    )


FAULTS: dict[str, tuple[Callable[[], ElectronicInvoice], set[str]]] = {
    "a line that is off by a cent": (moved_by_a_cent, {"EIN-01"}),
    "a line that is off by itself": (
        lambda: with_line(net=SOUND.lines[0].net + CENT),
        {"EIN-01", "EIN-02", "EIN-03"},
    ),
    "a sum of lines": (
        lambda: with_total(lines=SOUND.totals.lines and SOUND.totals.lines + CENT),
        {"EIN-02", "EIN-05"},
    ),
    "a taxable amount": (lambda: with_row(base=SOUND.vat[0].base + CENT), {"EIN-03"}),
    "a rate without its lines": (lambda: with_row(rate=Decimal(12)), {"EIN-03", "EIN-04"}),
    "the VAT of a rate": (lambda: with_row(vat=SOUND.vat[0].vat + CENT), {"EIN-04", "EIN-05"}),
    "what is to be paid": (lambda: with_total(due=SOUND.totals.due + CENT), {"EIN-05"}),
    "a total with VAT": (lambda: with_total(with_vat=SOUND.totals.with_vat + CENT), {"EIN-05"}),
    "a discount": (
        lambda: with_discount(amount=SOUND.allowances[0].amount + CENT),
        {"EIN-03", "EIN-05"},
    ),
    "a discount in percent": (
        lambda: with_discount(percent=Decimal(5), base=Decimal("500.00")),
        {"EIN-10"},
    ),
    "an amount finer than a cent": (
        lambda: with_total(paid=Decimal("0.001"), due=SOUND.totals.due - Decimal("0.001")),
        {"EIN-06"},
    ),
    "neither a date nor terms": (lambda: replace(SOUND, due_date=None, terms=""), {"EIN-07"}),
    "a VAT number": (lambda: with_buyer(vat_identifier="BE0203430577"), {"ID-03"}),
    "a number of the register": (
        lambda: with_buyer(legal_registration=Identifier("0203430577", "0208")),
        {"ID-06"},
    ),
    "an establishment": (
        lambda: with_buyer(identifiers=(Identifier("40483304800023", "0009"),)),
        {"ID-06"},
    ),
    "an electronic address": (
        lambda: with_buyer(endpoint=Identifier("0203430577", "0208")),
        {"ID-06"},
    ),
    "an electronic address by VAT number": (
        lambda: with_buyer(endpoint=Identifier("BE0203430577", "9925")),
        {"ID-03"},
    ),
    "an account": (lambda: with_account("BE68539007547035"), {"ID-10"}),
    "a structured communication": (
        lambda: with_payment(reference="+++020/2600/04223+++"),
        {"EIN-08"},
    ),
    "a structured communication that is too short": (
        lambda: with_payment(reference="+++22+++"),
        {"EIN-08"},
    ),
    "a reference of another invoice": (
        lambda: with_payment(reference="+++000/1459/32557+++"),
        {"EIN-09"},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told(name: str) -> None:
    make, expected = FAULTS[name]
    assert codes(make()) == expected


def test_a_sound_invoice_has_none() -> None:
    assert exact_findings(SOUND) == []


@pytest.mark.parametrize(
    "name",
    [
        "a line that is off by a cent",
        "a taxable amount",
        "neither a date nor terms",
        "a VAT number",
        "a structured communication",
        "a reference of another invoice",
    ],
)
def test_the_official_rules_let_it_through(name: str, desk: Desk) -> None:
    """So that these checks are known to be needed."""
    assert list(breaches(desk, to_ubl(FAULTS[name][0](), PEPPOL), Form.PEPPOL)) == []


def test_a_supplier_may_quote_what_it_likes_but_no_wrong_communication() -> None:
    assert codes(with_payment(reference="Dossier 7"), ours=False) == set()
    assert codes(with_payment(reference="Dossier 7")) == {"EIN-09"}
    assert codes(with_payment(reference="+++020/2600/04223+++"), ours=False) == {"EIN-08"}


def test_a_number_that_is_too_long_for_a_communication_is_quoted_itself() -> None:
    long = replace(with_payment(reference="2026-000000042"), number="2026-000000042")
    assert codes(long) == set()


def test_no_account_abroad_is_taken_for_a_wrong_iban() -> None:
    assert codes(with_account("121000358-42")) == set()


def test_a_number_of_a_register_that_nobody_checks_is_let_be() -> None:
    assert codes(with_buyer(legal_registration=Identifier("HRB 1", "0204"))) == set()
    assert codes(with_buyer(legal_registration=None, endpoint=None)) == set()


def test_the_last_of_several_credit_notes_gives_back_what_is_left_of_the_vat() -> None:
    note = electronic_invoice(credited(issued([piece("1", "10.00")])))
    totals = replace(
        note.totals,
        vat=Decimal("2.11"),
        with_vat=Decimal("12.11"),
        due=Decimal("12.11"),
    )
    rest = replace(note, vat=(replace(note.vat[0], vat=Decimal("2.11")),), totals=totals)
    assert codes(rest) == set()


def test_a_price_for_nothing_is_left_to_the_rules() -> None:
    price = replace(SOUND.lines[0].price, base_quantity=Decimal(0))
    assert codes(with_line(price=price)) == set()


def test_a_charge_on_a_line_adds_to_it() -> None:
    first = SOUND.lines[0]
    charge = AllowanceCharge(is_charge=True, amount=Decimal("1.00"), reason="Port")
    line = replace(first, allowances=(charge,))
    assert codes(replace(SOUND, lines=(line, *SOUND.lines[1:]))) == {"EIN-01"}
    wrong = replace(charge, percent=Decimal(1), base=Decimal("50.00"))
    line = replace(line, allowances=(wrong,))
    assert codes(replace(SOUND, lines=(line, *SOUND.lines[1:]))) == {"EIN-01", "EIN-10"}
