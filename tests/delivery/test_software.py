"""What is known of accounting software: each package has a form, and the documentation says so."""

import re
from pathlib import Path

import pytest

from addin.delivery.software import KNOWN, FileForm, form_of, is_known

PAGE = Path(__file__).parents[2] / "docs" / "transfers.md"
TOLD = {
    "UBL": FileForm.UBL,
    "UBL + PDF": FileForm.UBL_AND_PDF,
    "Factur-X": FileForm.FACTUR_X,
    "PDF": FileForm.PDF,
}


def test_the_page_on_transfers_lists_every_package_under_its_form() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    listed = {
        name.strip().removeprefix("and "): TOLD[form]
        for form, names in rows
        if form in TOLD
        for name in names.split(",")
    }
    del listed["any other"]

    assert listed == {name: form_of(name) for name in KNOWN}


@pytest.mark.parametrize("name", ["Bob 50 (ubl)", "BOB50 (UBL)", "something else (ubl)"])
def test_a_form_in_brackets_wins(name: str) -> None:
    assert form_of(name) is FileForm.UBL
    assert is_known(name)


def test_brackets_that_name_no_form_belong_to_the_name() -> None:
    assert form_of("Octopus (Gent)") is FileForm.UBL_AND_PDF
    assert not is_known("Octopus (Gent)")
    assert form_of("octopus") is FileForm.UBL
