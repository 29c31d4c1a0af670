"""Issued documents go out over real servers; a broken connection brings nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivering_office import FIRM, NOW, NUMBERS, Deliverer, opened
from loopback import QUICK, running
from memory_keyring import MemoryKeyring, using
from sample_office import codes
from transfer_servers import (
    PASSWORD,
    USER,
    ClearfactsServer,
    GraphServer,
    Sftp,
    ftps_server,
    mail_server,
    sftp_server,
)

from addin.billing.choices import Transfer
from addin.delivery.keys import Key
from addin.delivery.transfers.clearfacts import Clearfacts
from addin.delivery.transfers.ftps import Ftps
from addin.delivery.transfers.one_drive import OneDrive
from addin.delivery.transfers.server_address import ServerAddress
from addin.delivery.transfers.transfer import CarriedFile, Parcel
from addin.jobs.delivering.outcomes import JournalDeliveries

PDF = {"accounting_software": "PDF"}


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    made.set_password("Quotepart", "connection Adsolut BE0123456749", PASSWORD)
    with using(made):
        yield made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sftp]:
    folder = tmp_path / "there"
    folder.mkdir()
    with sftp_server(folder) as started:
        yield started


def to_sftp(folder: Path, server: Sftp, host_key: str | None = None) -> Deliverer:
    """An office whose three payers are served by one SFTP server, with a PDF each."""
    pinned = server.fingerprint if host_key is None else host_key
    connection = {
        "connection": "Adsolut",
        "kind": "sftp",
        "address": f"127.0.0.1:{server.port}",
        "user": USER,
        "folder": "/in",
        "host_key": pinned or None,
    }
    way = {"transfer": "sftp", "connection": "Adsolut", **PDF}
    clients = [{"client": code, **way} for code in ("ALDER", "BIRCH", "CEDAR")]
    return Deliverer(folder, clients=clients, connections=[connection])


def there(server: Sftp) -> list[str]:
    paths = (path for path in server.folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(server.folder).as_posix() for path in paths)


ALL = [
    f"in/{code}/{FIRM} {number}.pdf"
    for code, number in zip(("ALDER", "BIRCH", "CEDAR"), NUMBERS, strict=True)
]


def test_documents_go_to_the_folders_of_their_clients(tmp_path: Path, server: Sftp) -> None:
    office = to_sftp(tmp_path, server)

    report = office.deliver()

    assert (report.added, codes(report)) == (3, [])
    assert there(server) == ALL
    assert server.signed_in == 1
    assert office.deliver().unchanged == 3


def test_a_server_that_is_not_pinned_gets_nothing_and_its_key_is_shown(
    tmp_path: Path, server: Sftp
) -> None:
    office = to_sftp(tmp_path, server, host_key="")

    report = office.deliver()

    assert codes(report) == ["DLV-03", "DLV-14"]
    told = report.findings[0]
    assert (told.sheet, told.column) == ("Connections", "Host key")
    assert server.fingerprint in told.message
    assert (there(server), server.signed_in) == ([], 0)

    office.office.put("Connections", {"connection": "Adsolut"}, host_key=server.fingerprint)
    assert office.deliver().added == 3


@pytest.mark.parametrize("lose", [1, -1], ids=["after it was done", "before it was done"])
def test_a_connection_that_breaks_at_the_worst_moment_brings_each_once(
    lose: int, tmp_path: Path, server: Sftp
) -> None:
    office = to_sftp(tmp_path, server)
    server.lose = lose

    report = office.deliver()

    assert (report.added, codes(report)) == (3, [])
    assert there(server) == ALL
    assert {outcome for (outcome,) in office.shown("outcome")} == {"delivered"}


def killed(office: Deliverer) -> None:
    """Have the first document be under way, as a run leaves it that is killed then."""
    file = CarriedFile(f"{FIRM} {NUMBERS[0]}.pdf", b"%PDF-1.7 2026-00001")
    parcel = Parcel(NUMBERS[0], (file,), "ALDER", "/in/ALDER")
    ledger = JournalDeliveries(office.office.journal, Transfer.SFTP, "there")
    assert ledger.begin(parcel, NOW, 1)
    assert not ledger.begin(parcel, NOW, 1)


@pytest.mark.parametrize("half", [True, False])
def test_a_killed_run_is_gone_on_with_from_what_the_server_has(
    half: bool,  # noqa: FBT001
    tmp_path: Path,
    server: Sftp,
) -> None:
    office = to_sftp(tmp_path, server)
    killed(office)
    folder = server.folder / "in/ALDER"
    folder.mkdir(parents=True)
    content = b"%PDF-1.7 2026-00001"
    file = folder / f"{FIRM} {NUMBERS[0]}.pdf"
    Path(f"{file}.part" if half else file).write_bytes(content[:5] if half else content)

    report = office.deliver()

    assert (report.added, report.unchanged, codes(report)) == ((3, 0, []) if half else (2, 1, []))
    assert there(server) == ALL
    assert file.read_bytes() == content


def test_a_killed_run_of_which_there_is_no_trace_waits_for_the_user(
    tmp_path: Path, server: Sftp
) -> None:
    office = to_sftp(tmp_path, server)
    killed(office)

    first = office.deliver()
    second = office.deliver()

    assert (first.added, codes(first)) == (2, ["DLV-08"])
    assert (second.added, second.unchanged, codes(second)) == (0, 2, ["DLV-16"])
    assert office.shown("outcome")[0] == ("unknown",)
    assert [one.totals["unknown"] for one in (first, second)] == ["1", "1"]
    assert there(server) == ALL[1:]

    assert office.deliver(NUMBERS[0], again=True).added == 1
    assert there(server) == ALL


def test_documents_go_to_an_ftps_server(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    connection = {"connection": "Expert", "kind": "ftps", "address": "there", "folder": "in"}
    clients = [{"client": "ALDER", "transfer": "ftps", "connection": "Expert", **PDF}]
    with ftps_server(folder) as started:

        def opening() -> Ftps:
            address = ServerAddress("127.0.0.1", started.port)
            return Ftps("Expert", address, USER, Key(PASSWORD), context=started.trusting)

        office = Deliverer(
            tmp_path,
            clients=clients,
            connections=[connection],
            opening=opened({"Expert": opening}),
        )
        assert office.deliver().added == 1

    assert (folder / f"in/ALDER/{FIRM} {NUMBERS[0]}.pdf").read_bytes() == b"%PDF-1.7 2026-00001"


def test_documents_go_into_a_drive(tmp_path: Path) -> None:
    connection = {"connection": "Drive", "kind": "cloud", "address": "graph", "folder": "Books"}
    clients = [{"client": "ALDER", "transfer": "cloud", "connection": "Drive", **PDF}]
    with running(GraphServer) as graph:
        office = Deliverer(
            tmp_path,
            clients=clients,
            connections=[connection],
            opening=opened({"Drive": lambda: OneDrive("D", graph.drive, Key(graph.token), QUICK)}),
        )
        assert office.deliver().added == 1
        assert list(graph.files) == [f"Books/ALDER/{FIRM} {NUMBERS[0]}.pdf"]


def test_clearfacts_gets_a_sale_of_the_firm_and_a_purchase_of_the_client(tmp_path: Path) -> None:
    way = {"transfer": "api", "connection": "Clear", "accounting_software": "Clearfacts"}
    clients = [{"client": "ALDER", "enterprise_number": "0403.170.701", **way}]
    clients += [{"client": code, "transfer": "manual"} for code in ("BIRCH", "CEDAR")]
    connection = {"connection": "Clear", "kind": "api", "address": "clearfacts"}
    with running(ClearfactsServer) as inbox:
        address = f"{inbox.address}/graphql"
        office = Deliverer(
            tmp_path,
            settings={"transfer": "api", "connection": "Clear"},
            clients=clients,
            connections=[connection],
            opening=opened({"Clear": lambda: Clearfacts("C", Key(PASSWORD), address, QUICK)}),
        )
        report = office.deliver(NUMBERS[0])

    assert (report.added, codes(report)) == (3, [])
    assert [(one[0], one[1], one[2]) for one in inbox.taken] == [
        ("0123456749", f"{NUMBERS[0]}.pdf", "SALE"),
        ("0123456749", f"{NUMBERS[0]}.xml", "SALE"),
        ("0403170701", f"{FIRM} {NUMBERS[0]}.xml", "PURCHASE"),
    ]
    assert office.shown("message")[0] == ("UUID-1",)


def test_documents_go_by_mail_and_a_refused_address_stops_nobody(tmp_path: Path) -> None:
    clients = [
        {"client": code, "transfer": "email", "purchases_email": f"{code}@purchases.example"}
        for code in ("ALDER", "BIRCH", "CEDAR")
    ]
    with mail_server() as (postbox, port):
        postbox.refused = {"BIRCH@purchases.example"}
        settings = {
            "mail_server": f"127.0.0.1:{port}",
            "mail_security": "none",
            "mail_from": "billing@parc.example",
        }
        office = Deliverer(tmp_path, settings=settings, clients=clients)

        report = office.deliver()

        assert (report.added, codes(report)) == (4, ["INVT-03"])
        told = [one.rcpt_tos[0] for one in postbox.mails]
        assert told == ["ALDER@purchases.example", "CEDAR@purchases.example"]
        outcomes = office.shown("client", "target", "outcome")
        assert ("BIRCH", "BIRCH@purchases.example", "failed") in outcomes

        postbox.refused = set()
        assert office.deliver().added == 2
        assert len(postbox.mails) == 3
