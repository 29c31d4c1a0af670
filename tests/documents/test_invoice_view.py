"""The fields of an invoice, written as its buyer writes them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentAllowance, Invoice, Totals, VatTotal
from addin.documents.figures import amount, hours, money, percent, period, price, quantity
from addin.documents.invoice_view import invoice_context
from addin.documents.specimen import bare_specimen, early_specimen, specimen
from addin.words import Language

FR = specimen(Language.FR)
NBSP = "\u00a0"
LANGUAGES = st.sampled_from(list(Language))
# What stands between the groups and before the cents.
SIGNS = {Language.EN: (",", "."), Language.FR: (NBSP, ",")}
SIGNS |= {Language.NL: (".", ","), Language.DE: (".", ",")}


def read(figure: str, language: Language) -> Decimal:
    group, point = SIGNS[language]
    plain = figure.replace(group, "").replace(point, ".").replace("\N{MINUS SIGN}", "-")
    return Decimal(plain)


def view(invoice: Invoice) -> dict[str, Any]:
    return invoice_context(invoice)


@given(st.integers(-(10**13), 10**13), LANGUAGES)
def test_an_amount_reads_back_as_its_cents(cents: int, language: Language) -> None:
    assert read(amount(cents, language), language) == Decimal(cents).scaleb(-2)
    assert amount(cents, language)[-3] == SIGNS[language][1]


@given(st.integers(-(10**13), 10**13), LANGUAGES, st.sampled_from(["EUR", "CHF", "JPY", "TND"]))
def test_money_always_has_two_decimals(cents: int, language: Language, currency: str) -> None:
    figure = "".join(sign for sign in money(cents, currency, language) if sign.isdigit())

    assert int(figure) == abs(cents)


@given(st.decimals(0, 10**9, places=10), LANGUAGES)
def test_no_digit_of_a_price_or_a_quantity_is_lost(number: Decimal, language: Language) -> None:
    assert read(price(number, language), language) == number
    assert read(quantity(number, language), language) == number


@given(st.decimals(0, 1, places=6), LANGUAGES)
def test_no_digit_of_a_rate_is_lost(rate: Decimal, language: Language) -> None:
    figure = percent(rate, language).removesuffix("%").removesuffix(NBSP)

    assert read(figure, language) == rate * 100


@given(st.integers(0, 100_000))
def test_hours_read_back_as_their_minutes(minutes: int) -> None:
    whole, rest = hours(minutes).split(":")

    assert (int(whole) * 60 + int(rest), len(rest)) == (minutes, 2)


@pytest.mark.parametrize(
    ("language", "total", "rate", "due", "served"),
    [
        (Language.EN, "€3,037.46", "21%", "30 April 2026", "1-31 Mar 2026"),
        (Language.FR, "3 037,46 €", "21 %", "30 avril 2026", "1-31 mars 2026"),
        (Language.NL, "€ 3.037,46", "21%", "30 april 2026", "1-31 mrt 2026"),
        (Language.DE, "3.037,46 €", "21 %", "30. April 2026", "1.-31. März 2026"),
    ],
)
def test_every_language_has_its_own_figures(
    language: Language, total: str, rate: str, due: str, served: str
) -> None:
    fields = view(specimen(language))

    assert fields["total_gross"].replace(NBSP, " ") == total
    assert fields["lines"][0]["vat"].replace(NBSP, " ") == rate
    assert fields["due_date"] == due
    assert fields["service_period"].replace("\N{EN DASH}", "-") == served


def test_a_figure_is_never_broken_over_two_lines() -> None:
    fields = view(FR)
    figures = [fields["total_gross"], fields["iban"], fields["lines"][2]["amount"]]

    assert all(NBSP in figure and " " not in figure for figure in figures)


def test_quantities_are_printed_as_they_are_multiplied() -> None:
    assert [line["quantity"] for line in view(FR)["lines"]] == ["1", "37", "12:20"]


def test_a_discount_is_printed_with_its_sign_or_not_at_all() -> None:
    lines = view(FR)["lines"]

    assert [line["discount"] for line in lines] == ["", "\N{MINUS SIGN}25,00", ""]
    assert view(FR)["discount"] == f"\N{MINUS SIGN}132,12{NBSP}€"
    assert view(bare_specimen(Language.FR))["discount"] == ""


def test_hours_that_are_taken_back_have_one_minus() -> None:
    assert hours(-90) == "\N{MINUS SIGN}1:30"
    assert hours(-30) == "\N{MINUS SIGN}0:30"


def test_what_a_cap_takes_off_a_line_is_told_apart_from_its_discount() -> None:
    capped = view(early_specimen(Language.FR))["lines"][1]

    assert (capped["discount"], capped["reduction"]) == (
        "\N{MINUS SIGN}10,00",
        "\N{MINUS SIGN}15,00",
    )
    assert capped["phase"] == "Étude"


def test_each_discount_has_one_row_whatever_rates_it_is_shared_over() -> None:
    standard, reduced = Decimal("0.21"), Decimal("0.06")
    allowances = (
        DocumentAllowance("Goodwill", 80_00, VatCategory.S, standard),
        DocumentAllowance("Goodwill", 20_00, VatCategory.S, reduced),
        DocumentAllowance("Discount 5 %", 12, VatCategory.S, standard),
    )

    shown = view(replace(FR, allowances=allowances))["allowances"]

    assert [(one["reason"], one["amount"].replace(NBSP, " ")) for one in shown] == [
        ("Goodwill", "\N{MINUS SIGN}100,00 €"),
        ("Discount 5 %", "\N{MINUS SIGN}0,12 €"),
    ]


@pytest.mark.parametrize(("rate", "reason"), [("0.05", "Remise 5 %"), ("0", "Remise")])
def test_the_discount_of_an_older_invoice_is_still_printed(rate: str, reason: str) -> None:
    older = replace(FR, allowances=(), discount=Decimal(rate))

    shown = view(older)["allowances"]

    assert [one["reason"].replace(NBSP, " ") for one in shown] == [reason]
    assert shown[0]["amount"].replace(NBSP, " ") == "\N{MINUS SIGN}132,12 €"
    assert view(bare_specimen(Language.FR))["allowances"] == []


def test_an_early_payment_in_belgium_stands_in_the_vat_and_not_among_the_discounts() -> None:
    fields = view(early_specimen(Language.FR))

    assert [(row["label"], row["base"], row["vat"]) for row in fields["vat_rows"]] == [
        (f"21{NBSP}%", f"2{NBSP}460,09", "516,62"),
        ("Escompte", "50,21", "0,00"),
    ]
    assert [one["reason"] for one in fields["allowances"]] == ["Remise 5 %"]
    assert fields["discount"] == f"\N{MINUS SIGN}132,12{NBSP}€"
    assert (fields["early_gross"], fields["early_date"]) == (
        f"2{NBSP}976,71{NBSP}€",
        "10 avril 2026",
    )
    assert "qu'il soit pris ou non" in fields["early_note"]


def test_beside_exempt_lines_the_untaxed_discount_keeps_a_row_of_its_own() -> None:
    whole = early_specimen(Language.FR)
    exempt = replace(whole.lines[0], vat_category=VatCategory.E, vat_rate=Decimal(0))
    rows = (whole.totals.vat[0], replace(whole.totals.vat[1], base_cents=95000 + 5021))
    mixed = replace(whole, lines=(*whole.lines, exempt), totals=replace(whole.totals, vat=rows))

    shown = [(row["label"], row["base"]) for row in view(mixed)["vat_rows"]]

    assert shown[1:] == [("Exonération de TVA", "950,00"), ("Escompte", "50,21")]


def test_an_early_payment_in_france_says_by_how_much_the_vat_is_corrected() -> None:
    whole = specimen(Language.FR)
    early = early_specimen(Language.FR).early
    assert early is not None
    french = replace(whole, early=replace(early, gross_cents=297671, taxed=True))

    # 3 037.46 less 2 976.71 is 60.75, of which 50.21 is the discount and 10.54 its VAT.
    note = view(french)["early_note"].replace(NBSP, " ")
    assert note == "En cas d'escompte, la TVA que vous déduisez est à diminuer de 10,54 €."
    assert view(french)["vat_rows"] == view(whole)["vat_rows"]


@pytest.mark.parametrize("taxed", [True, False])
def test_an_early_payment_of_an_invoice_without_vat_says_nothing_of_vat(*, taxed: bool) -> None:
    bare = bare_specimen(Language.FR)
    early = early_specimen(Language.FR).early
    assert early is not None
    net = bare.totals.net_cents

    offered = replace(early, gross_cents=net - early.discount_cents, taxed=taxed)

    assert view(replace(bare, early=offered))["early_note"] == ""


def test_an_invoice_outside_vat_says_so_to_its_template() -> None:
    row = VatTotal(VatCategory.O, Decimal(0), 300_00, 0)
    outside = replace(FR, totals=Totals(300_00, 0, 300_00, (row,), 0, 300_00))

    assert view(outside)["outside_vat"] is True
    assert view(FR)["outside_vat"] is False


def test_a_line_says_its_period_when_it_is_not_that_of_the_invoice() -> None:
    assert [line["period"] for line in view(FR)["lines"]] == ["", "", "28 février 2026"]


def test_a_period_within_two_years_names_both() -> None:
    written = period(date(2025, 12, 15), date(2026, 1, 14), Language.NL)

    assert written == "15 dec 2025 \N{EN DASH} 14 jan 2026"


@pytest.mark.parametrize("category", [category for category in VatCategory if category != "S"])
@pytest.mark.parametrize("language", Language)
def test_a_line_without_vat_says_why(category: VatCategory, language: Language) -> None:
    invoice = bare_specimen(language)
    line = replace(invoice.lines[0], vat_category=category)
    row = replace(invoice.totals.vat[0], vat_category=category)
    totals = replace(invoice.totals, vat=(row,))

    fields = view(replace(invoice, lines=(line,), totals=totals))

    assert fields["lines"][0]["vat"].isascii() or language in {Language.FR, Language.DE}
    assert "%" not in fields["lines"][0]["vat"] + fields["vat_rows"][0]["label"]
    assert len(fields["lines"][0]["vat"]) <= 15  # the width of its column


def test_reverse_charge_is_called_as_the_law_does() -> None:
    labels = [view(bare_specimen(language))["vat_rows"][0]["label"] for language in Language]

    assert labels == [
        "Reverse charge",
        "Autoliquidation",
        "Btw verlegd",
        "Steuerschuldnerschaft des Leistungsempfängers",
    ]


def test_a_country_is_printed_on_letters_that_cross_a_border() -> None:
    abroad = replace(FR, buyer=replace(FR.buyer, country="FR"))

    assert view(FR)["buyer"]["country"] == view(FR)["seller"]["country"] == ""
    assert view(abroad)["buyer"]["country"] == "France"
    assert view(abroad)["seller"]["country"] == "Belgique"


def test_a_belgian_company_number_is_not_printed_twice_but_a_siren_is() -> None:
    french = replace(
        FR.buyer, country="FR", vat_number="FR12345678901", enterprise_number="345678901"
    )
    exempt = replace(FR.buyer, vat_number="")

    assert view(FR)["buyer"]["enterprise_number"] == ""
    buyer = view(replace(FR, buyer=french))["buyer"]
    assert (buyer["register"], buyer["enterprise_number"]) == ("SIREN", f"345{NBSP}678{NBSP}901")
    buyer = view(replace(FR, buyer=exempt))["buyer"]
    assert (buyer["register"], buyer["enterprise_number"]) == ("N° d'entreprise", "0403.170.701")


def test_only_a_structured_reference_is_called_so() -> None:
    assert view(FR)["structured"] is True
    assert view(replace(FR, reference="2026-00042"))["structured"] is False


def test_a_provisional_number_makes_a_draft() -> None:
    assert view(FR)["draft"] is False
    assert view(replace(FR, number="PRO-0001"))["draft"] is True
