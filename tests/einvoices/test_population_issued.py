"""What an office issues through its own jobs: each document has a file that no rule refuses."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from electronic_office import files
from hypothesis import given, settings
from hypothesis import strategies as st
from jobs.test_vat_cases import CASES, Case, office_of
from mixed_office import MONTHS, Tables, offices
from sample_office import Office, codes

from addin.billing.choices import EInvoice
from addin.jobs.report import Report

BY_NIGHT = settings().max_examples >= 10_000
FORMS = {"BE": (EInvoice.PEPPOL,), "FR": (EInvoice.UBL_FR, EInvoice.CII_FR)}
"""Without Factur-X, for which LibreOffice makes a PDF; its XML is that of the other tests."""
ADDRESS = "0088:7300010000001"
"""Of a client of whom no number tells where it receives its files."""
SIREN = "404833048"
BROKEN = ("EIN", "EIR")
PAYERS: dict[str, dict[str, Any]] = {
    "ALDER": {"einvoice": "peppol", "vat_number": "BE0403019261"},
    "BIRCH": {"einvoice": "peppol", "vat_number": "BE0203430576"},
    "CEDAR": {"einvoice": "peppol", "vat_number": "BE0417497106", "language": "de"},
}
ISSUED = [case for case in CASES if "-" not in case.outcome]
USUAL = list({(case.firm, case.outcome): case for case in ISSUED}.values())
"""Each category and rate of each country once."""


def forms_of(place: int, case: Case) -> tuple[EInvoice, ...]:
    """Each form of the country by night; by day they take turns."""
    forms = FORMS[case.firm]
    return forms if BY_NIGHT else (forms[place % len(forms)],)


def broken(report: Report) -> list[str]:
    """Which rules a run found broken, ours or official ones; not run counts as well."""
    return [code for code in codes(report) if code.startswith(BROKEN)]


@pytest.mark.parametrize(
    ("case", "form"),
    [
        (case, form)
        for place, case in enumerate(ISSUED if BY_NIGHT else USUAL)
        for form in forms_of(place, case)
    ],
    ids=str,
)
def test_every_case_of_vat_has_a_file_that_passes(
    case: Case, form: EInvoice, tmp_path: Path
) -> None:
    office = office_of(case, tmp_path)
    number = SIREN if case.client == "FR" and case.firm == "FR" else None
    known = number or (case.number and case.client != "CH")
    address = None if known else ADDRESS
    payer = {"einvoice": form.value, "endpoint": address, "enterprise_number": number}
    office.put("Clients", {"client": "ALDER"}, **payer)

    report = office.bill(case.month)

    assert broken(report) == []
    assert len(office.journal.invoices()) == len(files(office, ".xml")) == 1


@settings(max_examples=60 if BY_NIGHT else 1)
@given(tables=offices(), month=st.sampled_from(MONTHS))
def test_every_invoice_of_a_mixed_office_has_a_file_that_passes(tables: Tables, month: str) -> None:
    clients = [row | PAYERS[row["client"]] for row in tables["Clients"]]
    with TemporaryDirectory() as folder:
        office = Office(Path(folder), **(tables | {"Clients": clients}))
        for one in MONTHS[: MONTHS.index(month) + 1]:
            report = office.bill(one)
            assert broken(report) == []
        assert len(office.journal.invoices()) == len(files(office, ".xml"))
