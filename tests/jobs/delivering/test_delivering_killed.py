"""A run of delivering that is killed between the server and the journal brings nothing twice."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from delivering_office import FIRM, NOW, NUMBERS, Deliverer, opened
from transfer_servers import PASSWORD, USER, Sftp, sftp_server

from addin.billing.choices import DeliveryOutcome
from addin.delivery.keys import Key
from addin.delivery.transfers.server_address import ServerAddress
from addin.delivery.transfers.sftp import Sftp as SftpCarrier
from addin.jobs.delivering.outcomes import all_outcomes

RUN = """
import sys
from datetime import datetime
from pathlib import Path
from addin.billing.choices import Transfer
from addin.delivery.keys import Key
from addin.delivery.transfers.carrying import Carrying
from addin.delivery.transfers.server_address import ServerAddress
from addin.delivery.transfers.sftp import Sftp
from addin.delivery.transfers.transfer import CarriedFile, Parcel
from addin.jobs.delivering.outcomes import JournalDeliveries
from addin.journal.journal import Journal

workbook, number, name, port, user, password, host_key, moment = sys.argv[1:]
content = f"%PDF-1.7 {number}".encode()
parcel = Parcel(number, (CarriedFile(name, content),), "ALDER", "/ALDER")
ledger = JournalDeliveries(Journal.beside(Path(workbook)), Transfer.SFTP, "there")
address = ServerAddress("127.0.0.1", int(port))
opening = lambda: Sftp("Adsolut", address, user, Key(password), host_key)
with Carrying("Adsolut", opening, ledger, lambda: datetime.fromisoformat(moment)) as line:
    line.bring(parcel)
"""
"""What ``deliver`` does with one file, in a process that can be killed."""

WAIT = 30.0


def test_a_run_killed_while_a_file_gets_its_name_has_brought_it_once(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    with sftp_server(folder) as server:
        office = office_of(tmp_path / "office", server)
        name = f"{FIRM} {NUMBERS[0]}.pdf"
        file = folder / "ALDER" / name
        server.hang = True
        told = (name, server.port, USER, PASSWORD, server.fingerprint, NOW.isoformat())
        command = [sys.executable, "-c", RUN, office.office.book.path, NUMBERS[0], *told]
        with subprocess.Popen([str(part) for part in command]) as process:
            deadline = time.monotonic() + WAIT
            while not file.exists() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            process.kill()
        server.hang = False
        assert process.returncode == -signal.SIGKILL
        (begun,) = all_outcomes(office.office.journal).values()
        assert (begun.attempts, begun.begun, begun.shown) == (1, NOW, DeliveryOutcome.UNKNOWN)
        written = file.stat().st_mtime_ns

        first, second = office.deliver(), office.deliver()

        assert (first.added, first.unchanged, first.findings) == (0, 1, [])
        assert (second.added, second.unchanged) == (0, 1)
        assert [path.name for path in file.parent.iterdir()] == [name]
        assert file.stat().st_mtime_ns == written
        assert office.shown("outcome", "attempts") == [("delivered", 1)]
        assert office.office.journal.verify_chain() == []


def office_of(folder: Path, server: Sftp) -> Deliverer:
    """An office of which one payer is served by the server."""
    folder.mkdir()
    address = ServerAddress("127.0.0.1", server.port)
    connection = {"connection": "Adsolut", "kind": "sftp", "address": "there"}
    way = {"transfer": "sftp", "connection": "Adsolut", "accounting_software": "PDF"}
    return Deliverer(
        folder,
        clients=[{"client": "ALDER", **way}],
        connections=[connection],
        opening=opened(
            {
                "Adsolut": lambda: SftpCarrier(
                    "Adsolut", address, USER, Key(PASSWORD), server.fingerprint
                )
            }
        ),
    )
