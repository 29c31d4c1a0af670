"""Issued documents get to the books they belong in: which, in which form, and each once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivering_office import FIRM, NOW, NUMBERS, Deliverer
from memory_keyring import MemoryKeyring, no_keyring, using
from sample_office import codes

from addin.delivery.faults import NoKeyError
from addin.einvoices.reading import read_invoice
from addin.errors import StoppedError
from addin.jobs.content import load
from addin.jobs.delivering.asked import asked_to_deliver
from addin.jobs.delivering.delivering import AgainWithoutNumberError, due_count
from addin.jobs.delivering.papers import ubl

OWN = {"transfer": "folder", "connection": "Own", "transfer_folder": "sales"}
SYNC = {"transfer": "folder", "connection": "Sync"}


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with using(MemoryKeyring()):
        yield


def client(code: str, **cells: str) -> dict[str, str]:
    return {"client": code, **cells}


def by_hand(*codes: str) -> list[dict[str, str]]:
    return [client(code, transfer="manual") for code in codes]


def test_a_document_goes_to_the_books_of_the_firm_and_to_those_of_its_payer(
    tmp_path: Path,
) -> None:
    alder = client("ALDER", **SYNC, accounting_software="PDF")
    office = Deliverer(tmp_path, settings=OWN, clients=[alder, *by_hand("BIRCH", "CEDAR")])

    report = office.deliver()

    assert (report.added, report.unchanged, codes(report)) == (7, 0, [])
    assert sorted(office.held("own")) == [
        f"sales/{number}.{ending}" for number in NUMBERS for ending in ("pdf", "xml")
    ]
    assert office.held("sync") == {f"in/ALDER/{FIRM} {NUMBERS[0]}.pdf": b"%PDF-1.7 2026-00001"}
    assert office.told[-1] == (7, 7)


def test_what_arrived_is_not_carried_again(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))
    office.deliver()
    for path in (tmp_path / "own/sales").iterdir():
        path.unlink()  # the accounting software has taken them

    report = office.deliver()

    assert (report.added, report.unchanged, codes(report)) == (0, 6, [])
    assert office.held("own") == {}


def test_the_sheet_shows_the_outcome_of_each_file(tmp_path: Path) -> None:
    alder = client("ALDER", **SYNC, transfer_folder="box\\7", accounting_software="PDF")
    office = Deliverer(tmp_path, clients=[alder, *by_hand("BIRCH")])

    office.deliver()

    columns = ("document", "file", "client", "transfer", "target", "outcome", "attempts")
    assert office.shown(*columns) == [
        (NUMBERS[1], f"{FIRM} {NUMBERS[1]}.pdf", "BIRCH", "manual", None, "manual", None),
        (NUMBERS[1], f"{FIRM} {NUMBERS[1]}.xml", "BIRCH", "manual", None, "manual", None),
        (
            NUMBERS[0],
            f"{FIRM} {NUMBERS[0]}.pdf",
            "ALDER",
            "folder",
            "sync/in/box/7",
            "delivered",
            1,
        ),
    ]
    moments = [moment for (moment,) in office.shown("moment") if moment]
    assert moments == [NOW.astimezone().strftime("%Y-%m-%d %H:%M:%S")]


def test_a_client_whose_row_says_nothing_is_served_as_the_settings_say(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=SYNC | {"transfer_folder": "own books"})

    report = office.deliver()

    assert report.added == 12
    folders = {Path(path).parent.name for path in office.held("sync")}
    assert folders == {"own books", "ALDER", "BIRCH", "CEDAR"}


@pytest.mark.parametrize(
    ("software", "endings"),
    [("Octopus", ["xml"]), ("Adsolut", ["pdf", "xml"]), ("Pennylane", ["pdf"]), ("PDF", ["pdf"])],
)
def test_the_accounting_software_decides_the_form(
    software: str, endings: list[str], tmp_path: Path
) -> None:
    clients = [client("ALDER", **SYNC, accounting_software=software)]
    office = Deliverer(tmp_path, clients=clients)

    office.deliver(NUMBERS[0])

    assert sorted(path.rpartition(".")[2] for path in office.held("sync")) == endings


def test_an_e_invoice_for_software_that_wants_one_file_has_the_pdf_inside(tmp_path: Path) -> None:
    clients = [client("ALDER", **SYNC, accounting_software="Clearfacts")]
    office = Deliverer(tmp_path, clients=clients)

    office.deliver(NUMBERS[0])

    (content,) = office.held("sync").values()
    read = read_invoice(content)
    (attached,) = read.attachments
    assert (read.number, attached.content) == (NUMBERS[0], b"%PDF-1.7 2026-00001")
    assert (attached.mime, attached.filename) == ("application/pdf", f"{NUMBERS[0]}.pdf")
    assert str(read.totals.with_vat) == "121.00"


def test_the_e_invoice_is_the_same_bytes_whenever_it_is_made(tmp_path: Path) -> None:
    invoice = Deliverer(tmp_path).office.journal.invoice(NUMBERS[0])

    assert ubl(invoice) == ubl(invoice)


def test_software_that_reads_ubl_gets_the_very_e_invoice_of_the_payer(tmp_path: Path) -> None:
    clients = [client("ALDER", **SYNC, accounting_software="Adsolut")]
    office = Deliverer(tmp_path, clients=clients)
    (row,) = office.office.rows("Invoices", number=NUMBERS[0])

    office.deliver(NUMBERS[0])

    sent = office.held("sync")[f"in/ALDER/{FIRM} {NUMBERS[0]}.xml"]
    assert sent == (tmp_path / row["xml"]).read_bytes()


def test_a_payer_who_gets_paper_has_ubl_for_its_accounting_software(tmp_path: Path) -> None:
    clients = [client("BIRCH", **SYNC, accounting_software="Adsolut")]
    office = Deliverer(tmp_path, clients=clients)
    (row,) = office.office.rows("Invoices", number=NUMBERS[1])
    assert row["xml"] is None

    office.deliver(NUMBERS[1])

    read = read_invoice(office.held("sync")[f"in/BIRCH/{FIRM} {NUMBERS[1]}.xml"])
    assert (read.number, str(read.totals.with_vat)) == (NUMBERS[1], "121.00")


def test_software_that_is_not_known_is_noted_once(tmp_path: Path) -> None:
    unknown = {"accounting_software": "Boekhoud 3000"}
    clients = [client("ALDER", **SYNC, **unknown), client("BIRCH", **SYNC, **unknown)]
    office = Deliverer(tmp_path, clients=clients)

    report = office.deliver()

    assert [(one.code, one.sheet, one.column) for one in report.findings] == [
        ("DLV-19", "Clients", "Accounting software")
    ]
    assert report.added == 4


def test_a_named_document_is_the_only_one_that_goes(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))

    report = office.deliver(NUMBERS[1], "2026-00099")

    assert (report.added, codes(report)) == (2, ["DLV-15"])


def test_a_dry_run_carries_nothing_and_writes_nothing(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))

    report = office.deliver(dry_run=True)

    assert (report.added, report.dry_run) == (6, True)
    assert (office.held("own"), office.shown("document")) == ({}, [])


def test_a_document_is_carried_again_only_when_it_is_named(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))
    office.deliver()
    for path in (tmp_path / "own/sales").iterdir():
        path.unlink()

    with pytest.raises(AgainWithoutNumberError, match="DLV-17"):
        office.deliver(again=True)
    report = office.deliver(NUMBERS[2], again=True)

    assert report.added == 2
    assert sorted(office.held("own")) == [f"sales/{NUMBERS[2]}.pdf", f"sales/{NUMBERS[2]}.xml"]
    assert office.shown("attempts")[-1] == (2,)


def test_another_way_does_not_bring_the_same_file_a_second_time(tmp_path: Path) -> None:
    clients = [client("ALDER", **SYNC, accounting_software="PDF")]
    office = Deliverer(tmp_path, clients=clients)
    office.deliver()
    office.office.put("Clients", {"client": "ALDER"}, connection="Own")

    report = office.deliver()

    assert (report.added, report.unchanged, office.held("own")) == (0, 1, {})


def test_without_any_setting_a_note_says_where_to_choose(tmp_path: Path) -> None:
    report = Deliverer(tmp_path).deliver()

    assert (report.added, codes(report), report.exit_status) == (0, ["DLV-18"], 0)


def test_what_is_lacking_is_named_at_its_cell(tmp_path: Path) -> None:
    clients = [
        client("ALDER", transfer="sftp", connection="Sync"),
        client("BIRCH", transfer="email"),
        client("CEDAR", transfer="api", connection="Clear"),
    ]
    connections = [
        {"connection": "Sync", "kind": "folder", "address": "sync"},
        {"connection": "Clear", "kind": "api", "address": "clearfacts"},
    ]
    office = Deliverer(
        tmp_path, settings={"transfer": "ftps"}, clients=clients, connections=connections
    )

    report = office.deliver()

    assert sorted((one.code, one.sheet, one.column) for one in report.findings) == [
        ("DLV-10", "Clients", "Connection"),
        ("DLV-10", "Settings", ""),
        ("DLV-11", "Clients", "E-mail for purchases"),
        ("DLV-12", "Clients", "Enterprise number"),
    ]
    assert report.added == 0


def test_a_payer_who_never_gave_an_address_is_no_fault(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings={"transfer": "email"})

    report = office.deliver()

    assert codes(report) == ["DLV-11"]
    assert {one.sheet for one in report.findings} == {"Settings"}


@pytest.mark.parametrize("how", ["changed", "gone", "never made"])
def test_a_pdf_that_is_not_the_one_that_was_made_does_not_go(how: str, tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))
    pdf = tmp_path / f"invoices/{NUMBERS[0]}.pdf"
    if how == "changed":
        pdf.write_bytes(b"%PDF-1.7 another")
    elif how == "gone":
        pdf.unlink()
    else:
        office.office.put("Invoices", {"number": NUMBERS[0]}, pdf=None)

    report = office.deliver()

    assert (report.added, codes(report)) == (4, ["DLV-13"])
    assert {(one.sheet, one.column) for one in report.findings} == {("Invoices", "PDF")}


def test_another_file_in_the_way_does_not_stop_the_others(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))
    (tmp_path / "own/sales").mkdir()
    (tmp_path / f"own/sales/{NUMBERS[0]}.pdf").write_bytes(b"the user's")

    report = office.deliver()

    assert (report.added, codes(report)) == (5, ["DLV-06"])
    assert office.held("own")[f"sales/{NUMBERS[0]}.pdf"] == b"the user's"
    outcomes = dict(office.shown("file", "outcome"))
    assert outcomes[f"{NUMBERS[0]}.pdf"] == "failed"
    assert list(outcomes.values()).count("delivered") == 5


def test_a_connection_out_of_reach_leaves_the_rest_and_the_other_connections(
    tmp_path: Path,
) -> None:
    clients = [client(code, **SYNC) for code in ("ALDER", "BIRCH", "CEDAR")]
    office = Deliverer(tmp_path, settings=OWN, clients=clients)
    (tmp_path / "sync").rmdir()

    report = office.deliver()

    assert report.added == 6
    assert codes(report) == ["DLV-14", "DLV-01", "DLV-01"]
    assert office.pauses == [1.0, 2.0] * 3
    failed = [file for file, outcome in office.shown("file", "outcome") if outcome == "failed"]
    assert len(failed) == 3
    assert report.totals == {"failed": "3", "unknown": "0", "manual": "0"}

    (tmp_path / "sync").mkdir()
    again = office.deliver()
    assert (again.added, codes(again)) == (6, [])
    assert len(office.held("sync")) == 6
    assert {outcome for (outcome,) in office.shown("outcome")} == {"delivered"}


def test_a_connection_without_a_key_is_told_once(tmp_path: Path) -> None:
    connections = [{"connection": "Adsolut", "kind": "sftp", "address": "127.0.0.1:9", "user": "x"}]
    settings = {"transfer": "sftp", "connection": "Adsolut"}
    office = Deliverer(tmp_path, settings=settings, connections=connections)

    with using(no_keyring()):
        report = office.deliver()

    assert codes(report) == ["SND-09", "DLV-14"]
    told = report.findings[0]
    assert (told.sheet, told.column) == ("Connections", "Address")
    assert "quotepart keys set Adsolut" in told.message
    assert "QUOTEPART_CONNECTION_ADSOLUT_KEY" in told.message
    assert NoKeyError.code == told.code


def test_who_stops_a_run_finds_on_the_sheet_what_was_carried_by_then(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))

    def stop(done: int, total: int) -> None:
        del total
        if done == 2:
            raise StoppedError

    report = office.deliver(on_delivered=stop)

    assert report.added == 2
    delivered = [
        file for file, outcome in office.shown("file", "outcome") if outcome == "delivered"
    ]
    assert len(delivered) == 2
    assert office.deliver().added == 4


def test_an_older_workbook_without_the_sheet_is_served_all_the_same(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))
    office.office.book.drop("Deliveries")

    assert office.deliver().added == 6
    assert office.deliver().added == 0


def test_delivering_changes_no_state_of_an_invoice_and_keeps_the_chain(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN)

    office.deliver()

    assert {row["state"] for row in office.office.rows("Invoices")} == {"issued"}
    assert office.office.journal.verify_chain() == []


class Answering:
    """A user who answers every question alike."""

    def __init__(self, *, agrees: bool) -> None:
        self.answer = agrees
        self.asked: list[str] = []

    def agrees(self, question: str) -> bool:
        self.asked.append(question)
        return self.answer


def test_the_button_asks_how_many_files_are_to_go(tmp_path: Path) -> None:
    office = Deliverer(tmp_path, settings=OWN, clients=by_hand("ALDER", "BIRCH", "CEDAR"))
    request, user = office.request(), Answering(agrees=False)

    with pytest.raises(StoppedError):
        asked_to_deliver(load(office.office.book), user, request)
    assert "6" in user.asked[0]
    assert office.held("own") == {}

    office.deliver()
    asked_to_deliver(load(office.office.book), user, request)
    assert len(user.asked) == 1
    assert due_count(load(office.office.book), request) == 0
