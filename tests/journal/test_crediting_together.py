"""Credit notes on a journal that several people share, on a real PostgreSQL."""

import copy
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest
from jobs.test_crediting import EIGHT_HOURS, FIRST, NOTE, require_sound, take_back
from postgresql_server import Server
from sample_office import Office, own_line

from addin.errors import BillingError

AGAIN = "2026-00002"


@pytest.fixture
def office(tmp_path: Path, postgresql: Server) -> Iterator[Office]:
    """Eight hours and a line of 200.00 are issued, in a journal on a server: 1 000.00."""
    settings = [{"setting": "journal_url", "value": postgresql.empty_schema()}]
    made = Office(
        tmp_path, Settings=settings, Timesheets=EIGHT_HOURS, Prebilling=[own_line("P-1", "200.00")]
    )
    made.bill("2026-03")
    assert not list(tmp_path.glob("*.sqlite"))
    yield made
    assert made.journal.verify_chain() == []
    assert made.journal.gaps() == []


def of_somebody_else(office: Office) -> Office:
    """The same workbook, open on another desk."""
    other = copy.copy(office)
    other.book = copy.deepcopy(office.book)
    return other


def both_at_once(one: Callable[[], object], other: Callable[[], object]) -> list[str]:
    """The codes with which two people are refused who start at the same moment."""
    start = Barrier(2)

    def tried(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except BillingError as refused:
            return refused.code
        return ""

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(tried, (one, other)))


def numbers(office: Office) -> list[str]:
    return [one.number for one in office.journal.invoices()]


def test_a_credit_and_what_it_opens_again(office: Office) -> None:
    take_back(office, entries=("T-2",))
    office.bill("2026-03")

    assert [row["net"] for row in office.rows("Invoices")] == ["1000.00", "-350.00", "350.00"]
    require_sound(office)


def test_an_invoice_is_issued_again_in_one_step(office: Office) -> None:
    office.put("Rates", {"rate": "100.00"}, rate="110.00")
    shown = take_back(office, reissue=True, dry_run=True)
    assert numbers(office) == [FIRST]

    report = take_back(office, reissue=True)

    assert [one["net"] for one in report.invoices or ()] == ["-1000.00", "1080.00"]
    assert [one["number"] for one in shown.invoices or ()] == [NOTE, AGAIN]
    assert office.generate("2026-03").added == 0
    require_sound(office)


def test_of_two_who_credit_an_invoice_at_once_one_does(office: Office) -> None:
    other = of_somebody_else(office)

    refused = both_at_once(
        lambda: take_back(office, opens_all=True), lambda: take_back(other, opens_all=True)
    )

    assert refused == ["", "CRN-01"]
    assert numbers(office) == [FIRST, NOTE]
    for desk in (office, other):
        desk.generate("2026-03")
        assert sorted(row["amount"] for row in desk.drafts()) == ["200.00", "800.00"]
        require_sound(desk)


def test_of_two_who_issue_an_invoice_again_at_once_one_does(office: Office) -> None:
    other = of_somebody_else(office)

    refused = both_at_once(
        lambda: take_back(office, reissue=True), lambda: take_back(other, reissue=True)
    )

    assert refused == ["", "CRN-12"]
    assert numbers(office) == [FIRST, NOTE, AGAIN]
    for desk in (office, other):
        desk.generate("2026-03")
        assert desk.drafts() == []
        require_sound(desk)


def test_two_who_credit_amounts_at_once_never_take_more_than_is_left(office: Office) -> None:
    other = of_somebody_else(office)

    refused = both_at_once(
        lambda: take_back(office, amount_cents=600_00, commercial=True),
        lambda: take_back(other, amount_cents=600_00, commercial=True),
    )

    assert refused == ["", "CRN-02"]
    assert office.journal.left(FIRST).net_cents == 400_00
    with suppress(BillingError):
        take_back(other, commercial=True)
    assert office.journal.left(FIRST).net_cents == 0
