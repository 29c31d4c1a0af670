"""A workbook and its journal that are both put back from a backup: no number is given twice."""

from copy import deepcopy
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sample_office import FEE, SHARED, SPLITS, Office

from addin.documents.manifest import NAME, Filed, enlist, listed
from addin.errors import BillingError
from addin.jobs.crediting import CreditRequest, credit
from addin.jobs.running import run
from addin.jobs.verifying import verify

MOMENT = datetime(2027, 1, 4, 9, tzinfo=UTC)
JOURNAL = "Billing.journal.sqlite"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """March and April are issued, and a credit note of March; then the copies of March come back.

    The folder of the invoices stays as it is.
    """
    office = Office(tmp_path, Projects=[SHARED], Splits=SPLITS, Schedules=[FEE])
    office.bill("2026-03")
    older, journal = deepcopy(office.book), (tmp_path / JOURNAL).read_bytes()
    credited(office)
    office.bill("2026-04")
    office.book = older
    (tmp_path / JOURNAL).write_bytes(journal)
    return office


def credited(office: Office, *, reissue: bool = False, dry_run: bool = False) -> None:
    request = CreditRequest(
        "2026-00001",
        date(2027, 1, 4),
        MOMENT,
        commercial=not reissue,
        reissue=reissue,
        dry_run=dry_run,
    )
    run(office.book, lambda content: credit(content, request), dry_run=dry_run)


def refused(tmp_path: Path, office: Office) -> BillingError:
    """What a run is refused with that would give the numbers of April once more."""
    office.generate("2026-04")
    office.approve("2026-04")
    before = (tmp_path / JOURNAL).read_bytes()
    with pytest.raises(BillingError) as caught:
        office.issue("2026-04")
    assert (tmp_path / JOURNAL).read_bytes() == before
    return caught.value


def test_a_number_that_the_list_of_documents_has_is_not_given_again(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "invoices"
    before = set(tmp_path.rglob("*"))

    refusal = refused(tmp_path, office)

    assert refusal.code == "ISS-14"
    assert refusal.values["number"] == "2026-00003"
    assert refusal.values["document"] in listed(folder)
    assert refusal.values["file"] == str(folder / NAME)
    assert set(tmp_path.rglob("*")) == before


def test_a_dry_run_tells_it_too(office: Office) -> None:
    office.generate("2026-04")
    office.approve("2026-04")

    with pytest.raises(BillingError, match="ISS-14"):
        office.issue("2026-04", dry_run=True)


@pytest.mark.parametrize("reissue", [False, True])
@pytest.mark.parametrize("dry_run", [False, True])
def test_nor_is_that_of_a_credit_note(
    office: Office, tmp_path: Path, *, reissue: bool, dry_run: bool
) -> None:
    before = (tmp_path / JOURNAL).read_bytes()

    with pytest.raises(BillingError, match="ISS-14"):
        credited(office, reissue=reissue, dry_run=dry_run)
    assert (tmp_path / JOURNAL).read_bytes() == before


def test_in_a_folder_of_its_own_a_workbook_has_numbers_of_its_own(office: Office) -> None:
    office.put("Settings", {"setting": "output_folder"}, value="elsewhere")
    office.generate("2026-04")
    office.approve("2026-04")

    assert office.issue("2026-04").added == 2


def test_copies_that_agree_with_each_other_are_told_by_the_list_of_documents(
    office: Office, tmp_path: Path
) -> None:
    (finding,) = run(office.book, verify, recover=False, dry_run=True).findings

    folder = tmp_path / "invoices"
    assert finding.code == "VER-08"
    assert f"{folder / NAME} lists" in finding.sentence
    assert ": 3, first 2026-00003" in finding.sentence


def test_a_listed_statement_of_account_is_no_lost_invoice(tmp_path: Path) -> None:
    office = Office(tmp_path, Projects=[SHARED], Splits=SPLITS, Schedules=[FEE])
    office.bill("2026-03")
    statement = tmp_path / "invoices" / "statement.docx"
    statement.write_bytes(b"a statement")
    digest = sha256(b"a statement").hexdigest()
    enlist(statement.parent, [Filed("2026-Q1", statement.name, digest, MOMENT)])

    assert run(office.book, verify, recover=False, dry_run=True).findings == []
