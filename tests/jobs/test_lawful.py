"""What is refused before an invoice takes a number."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_office import Office, own_line

from addin.billing.choices import EInvoice, VatCategory
from addin.errors import Finding, Place, RefusedError
from addin.jobs.agreed.payer_vat import number_fault
from addin.jobs.checking import check
from addin.jobs.content import load
from addin.jobs.invoices.lawful import (
    SIREN_REQUIRED_SINCE,
    company_warnings,
    payer_faults,
    seller_faults,
)
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm

BELGIAN: dict[str, Any] = {
    "firm_name": "Fiduciaire du Parc",
    "vat_number": "BE0123456749",
    "address": "Avenue du Parc 12",
    "postcode": "1060",
    "city": "Bruxelles",
    "country": "BE",
    "iban": "BE68539007547034",
}
FRENCH = BELGIAN | {
    "country": "FR",
    "vat_number": "FR83404833048",
    "legal_form": "SAS",
    "trade_register": "RCS Lille",
    "share_capital": "10000",
}
PAYER: dict[str, Any] = {
    "client": "CEDAR",
    "name": "Cedar SAS",
    "address": "Rue de Lille 3",
    "postcode": "59000",
    "city": "Lille",
    "country": "FR",
    "sheet_row": 7,
}


def missing(**settings: Any) -> list[object]:
    return [one.values["heading"] for one in seller_faults(Firm(**settings))]


def unsaid(**settings: Any) -> list[object]:
    return [one.values["heading"] for one in company_warnings(Firm(**settings))]


def test_what_every_firm_has_to_say_is_told_all_at_once() -> None:
    assert missing(country="BE") == [
        "firm_name",
        "address",
        "postcode",
        "city",
        "iban",
        "vat_number",
    ]


@pytest.mark.parametrize("firm", [BELGIAN, FRENCH], ids=["Belgian", "French"])
def test_a_firm_that_says_it_all_may_issue(firm: dict[str, Any]) -> None:
    assert missing(**firm) == []


def test_a_french_firm_names_its_form_register_and_capital() -> None:
    bare = {**FRENCH, "legal_form": None, "trade_register": None, "share_capital": None}

    assert missing(**bare) == []
    assert unsaid(**bare) == ["legal_form", "trade_register", "share_capital"]
    assert unsaid(**FRENCH) == []


@pytest.mark.parametrize("form", ["EI", "Association", "GIE"])
def test_a_french_firm_without_capital_has_none_to_name(form: str) -> None:
    alone = FRENCH | {"legal_form": form, "trade_register": None, "share_capital": None}

    assert unsaid(**alone) == []


def test_a_check_names_what_company_law_wants_and_issuing_goes_on(tmp_path: Path) -> None:
    settings = [
        {"setting": "country", "value": "FR"},
        {"setting": "vat_number", "value": "FR83404833048"},
    ]
    office = Office(tmp_path, Settings=settings, Prebilling=[own_line("P-1", "100.00")])
    office.generate("2026-03")
    office.approve("2026-03")

    findings = check(load(office.book), date(2026, 3, 31)).report.findings
    office.issue("2026-03")

    told = [one.message.split("“")[1].split("”")[0] for one in findings if one.code == "SET-03"]
    assert told == ["Register of companies", "Share capital"]
    assert len(office.journal.invoices()) == 1


def test_a_french_small_business_gives_its_siren_in_place_of_a_vat_number() -> None:
    small = FRENCH | {"vat_regime": "small business", "vat_number": None}

    assert missing(**small) == ["enterprise_number"]
    assert missing(**small, enterprise_number="404833048") == []
    assert missing(**{**BELGIAN, "vat_regime": "small business", "vat_number": None}) == [
        "vat_number"
    ]


def test_all_that_a_payer_lacks_is_told_at_once() -> None:
    payer = Client(**{**PAYER, "city": None, "einvoice": EInvoice.FACTURX})

    found = payer_faults(payer, {VatCategory.AE}, Firm(**FRENCH), SIREN_REQUIRED_SINCE)

    assert [(one.code, one.where) for one in found] == [
        ("PAY-03", Place("Clients", 7, "address")),
        ("PAY-01", Place("Clients", 7, "vat_number")),
        ("PAY-05", Place("Clients", 7, "enterprise_number")),
    ]


@pytest.mark.parametrize(
    "sound",
    [
        {"enterprise_number": "404833048"},
        {"vat_number": "FR83404833048"},
        {"einvoice": EInvoice.PDF},
        {"country": "BE", "endpoint": "0208:0403019261"},
    ],
)
def test_an_electronic_invoice_between_french_firms_needs_a_siren_only(
    sound: dict[str, Any],
) -> None:
    payer = Client(**{**PAYER, "einvoice": EInvoice.FACTURX, **sound})

    assert payer_faults(payer, {VatCategory.S}, Firm(**FRENCH), SIREN_REQUIRED_SINCE) == []


def test_who_gets_invoices_over_a_network_needs_an_address_there() -> None:
    payer = PAYER | {"country": "BE", "einvoice": EInvoice.PEPPOL}

    def told(**cells: Any) -> list[tuple[str, Place]]:
        found = payer_faults(
            Client(**(payer | cells)), {VatCategory.S}, Firm(**BELGIAN), date(2026, 3, 31)
        )
        return [(one.code, one.where) for one in found]

    assert told() == [("PAY-07", Place("Clients", 7, "endpoint"))]
    assert told(endpoint="0088:5790000435968") == []
    assert told(enterprise_number="0123.456.749") == []
    assert told(einvoice=EInvoice.PDF) == []
    assert told(einvoice=EInvoice.FACTURX) == []


def test_a_french_firm_needs_the_address_of_a_factur_x_payer_too() -> None:
    payer = PAYER | {"country": "DE", "vat_number": "", "einvoice": EInvoice.FACTURX}

    def told(**cells: Any) -> list[str]:
        client, on = Client(**(payer | cells)), date(2026, 3, 31)
        return [one.code for one in payer_faults(client, {VatCategory.S}, Firm(**FRENCH), on)]

    assert told() == ["PAY-07"]
    assert told(endpoint="0088:5790000435968") == []


def test_a_siren_is_asked_since_the_day_of_the_law() -> None:
    payer = Client(**PAYER, einvoice=EInvoice.FACTURX, endpoint="0225:404833048")
    day_before = SIREN_REQUIRED_SINCE.replace(month=8, day=31)

    assert payer_faults(payer, {VatCategory.S}, Firm(**FRENCH), day_before) == []
    assert payer_faults(payer, {VatCategory.S}, Firm(**BELGIAN), SIREN_REQUIRED_SINCE) == []


@pytest.mark.parametrize(
    ("payer", "column"),
    [
        ({"country": "FR"}, "vat_number"),
        ({"country": "BE", "vat_number": "BE0403170701"}, "vat_category"),
        ({"country": "CH", "vat_number": "CHE107787577IVA"}, "vat_category"),
    ],
)
def test_goods_go_free_of_vat_to_a_number_of_another_member_state_only(
    payer: dict[str, str], column: str
) -> None:
    client = Client(**{**PAYER, **payer})

    found = number_fault(client, VatCategory.K, "BE", SIREN_REQUIRED_SINCE)

    values = {"payer": "CEDAR", "country": payer["country"]}
    assert found == Finding("PAY-04", Place("Clients", 7, column), values)


def test_nothing_is_issued_while_settings_that_the_law_wants_are_missing(tmp_path: Path) -> None:
    settings = [
        {"setting": "postcode", "value": ""},
        {"setting": "iban", "value": ""},
    ]
    office = Office(tmp_path, Settings=settings, Prebilling=[own_line("P-1", "100.00")])
    office.generate("2026-03")
    office.approve("2026-03")

    with pytest.raises(RefusedError) as caught:
        office.issue("2026-03")

    headings = [one.values["heading"] for one in caught.value.findings]
    assert headings == ["postcode", "iban"]
    assert office.journal.invoices() == []


FEE = {
    "project": "P-1",
    "service": "FEE",
    "axis": "fixed",
    "periodicity": "monthly",
    "amount": "1000.00",
    "amount_per": "period",
    "start": "2026-01-01",
}


@pytest.mark.parametrize(
    ("rate", "codes"),
    [("0.21", []), ("0.20", ["VAT-24"]), ("0.205", ["VAT-22"]), ("0", ["VAT-23"])],
)
def test_check_names_a_rate_that_is_not_the_countrys(
    tmp_path: Path, rate: str, codes: list[str]
) -> None:
    services = [{"service": "FEE", "name": "Fee", "vat_rate": rate}]
    office = Office(tmp_path, Services=services, Schedules=[FEE])

    found = check(load(office.book), SIREN_REQUIRED_SINCE).report.findings

    assert [one.code for one in found if one.code.startswith("VAT")] == codes


def test_a_rate_that_is_not_the_countrys_is_named_once_beside_those_that_are(
    tmp_path: Path,
) -> None:
    services = [{"service": "FEE", "name": "Fee", "vat_rate": "0.2"}]
    office = Office(tmp_path, Services=services, Schedules=[FEE, {**FEE, "project": "P-1"}])

    (found,) = (
        one
        for one in check(load(office.book), SIREN_REQUIRED_SINCE).report.findings
        if one.code == "VAT-24"
    )

    assert "20 % is a VAT rate of FR and not of BE" in found.message
    assert "21 %, 12 %, 6 %" in found.message


def test_a_vat_number_of_another_country_than_its_client_is_told_with_both(
    tmp_path: Path,
) -> None:
    payer = {"client": "ALDER", "country": "FR", "vat_number": "BE0403170701"}
    office = Office(tmp_path, Clients=[payer], Prebilling=[own_line("P-1", "100.00")])

    (found,) = (one for one in office.generate("2026-03").findings if one.code == "PAY-06")

    assert "ALDER is in FR, but its VAT number is BE0403170701" in found.message
