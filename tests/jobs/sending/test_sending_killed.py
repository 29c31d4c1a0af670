"""A run of sending that is killed between the platform and the journal sends nothing twice."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from loopback import INVOICE_TYPE, KEY, QUICK, Mishap, PeppyrusServer, running, ubl
from sample_office import Office, own_line

from addin.delivery.envelope import document
from addin.delivery.faults import OutcomeUnknownError
from addin.delivery.keys import Key
from addin.delivery.ledger import Courier
from addin.delivery.peppyrus import Peppyrus
from addin.jobs.invoices.standing import JournalLedger
from addin.journal.filed import FiledDocument, note_filed
from addin.journal.journal import Journal
from addin.journal.records import DocumentFile

PAYER, NUMBER = "0208:0403170701", "2026-00001"
BEFORE = datetime(2026, 12, 31, 12, tzinfo=UTC)

RUN = """
import sys
from datetime import datetime
from pathlib import Path
from addin.delivery.envelope import document
from addin.delivery.faults import OutcomeUnknownError
from addin.delivery.keys import Key
from addin.delivery.ledger import Courier
from addin.delivery.peppyrus import Peppyrus
from addin.delivery.web import Patience
from addin.jobs.invoices.standing import JournalLedger
from addin.journal.journal import Journal

workbook, file, address, key, moment = sys.argv[1:]
journal = Journal.beside(Path(workbook))
with Peppyrus(Key(key), address, Patience(timeout=30)) as platform:
    ledger = JournalLedger(journal, platform.name)
    courier = Courier(platform, ledger, lambda: datetime.fromisoformat(moment))
    courier.bring(document(Path(file).read_bytes()))
"""
"""What ``send`` does with one invoice, in a process that can be killed."""


@pytest.fixture
def server() -> Iterator[PeppyrusServer]:
    with running(PeppyrusServer) as started:
        started.participants[PAYER] = [INVOICE_TYPE]
        yield started


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """An issued invoice with its electronic file."""
    client = {"client": "ALDER", "einvoice": "peppol", "endpoint": PAYER}
    office = Office(tmp_path, Clients=[client], Prebilling=[own_line("P-1", "100.00")])
    assert office.bill("2026-03").added == 1
    content = ubl(NUMBER, PAYER)
    (tmp_path / "one.xml").write_bytes(content)
    file = DocumentFile("one.xml", sha256(content).hexdigest())
    note_filed(office.journal, [FiledDocument(NUMBER, file)], BEFORE)
    return office.book.path


def started(workbook: Path, server: PeppyrusServer) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    file = workbook.with_name("one.xml")
    address = f"{server.address}/v1"
    command = [sys.executable, "-c", RUN, workbook, file, address, KEY, BEFORE.isoformat()]
    return subprocess.Popen([str(part) for part in command])


def sent_again(workbook: Path, server: PeppyrusServer) -> bool:
    """The next run; whether it handed anything over."""
    ledger = JournalLedger(Journal.beside(workbook), "peppyrus")
    with Peppyrus(Key(KEY), f"{server.address}/v1", QUICK) as platform:
        later = BEFORE + timedelta(hours=1)
        courier = Courier(platform, ledger, lambda: later, wait=0)
        return courier.bring(document(workbook.with_name("one.xml").read_bytes()))[1]


def test_a_run_killed_while_the_platform_answers_has_sent_once(
    workbook: Path, server: PeppyrusServer
) -> None:
    server.mishaps = [Mishap("POST", slow=60)]
    with started(workbook, server) as process:
        while not server.messages and process.poll() is None:
            server.done.wait(0.02)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert server.sent(NUMBER) == 1
    ledger = JournalLedger(Journal.beside(workbook), "peppyrus")
    assert ledger.standing(NUMBER).begun == BEFORE

    assert not sent_again(workbook, server)
    assert not sent_again(workbook, server)

    assert server.sent(NUMBER) == 1
    receipt = ledger.standing(NUMBER).receipt
    assert receipt is not None
    assert receipt.identifier in server.messages
    assert Journal.beside(workbook).verify_chain() == []


def test_a_run_killed_before_the_platform_has_it_is_sent_by_the_next_one(
    workbook: Path, server: PeppyrusServer
) -> None:
    ledger = JournalLedger(Journal.beside(workbook), "peppyrus")
    ledger.begin(document(workbook.with_name("one.xml").read_bytes()), BEFORE, 1)

    assert sent_again(workbook, server)
    assert not sent_again(workbook, server)

    assert server.sent(NUMBER) == 1


def test_of_two_who_send_at_the_same_moment_one_is_held_back(workbook: Path) -> None:
    """Both have looked before either began: only one of them may hand it over."""
    file = document(workbook.with_name("one.xml").read_bytes())
    first, second = (JournalLedger(Journal.beside(workbook), "peppyrus") for _ in range(2))
    seen = [one.attempts(file).count for one in (first, second)]

    begun = [
        one.begin(file, BEFORE, count + 1) for one, count in zip((first, second), seen, strict=True)
    ]

    assert begun == [True, False]
    assert first.standing(NUMBER).attempts == 1


@pytest.mark.parametrize("moment", [BEFORE, BEFORE + timedelta(seconds=119)])
def test_who_comes_while_another_is_sending_waits(
    moment: datetime, workbook: Path, server: PeppyrusServer
) -> None:
    file = document(workbook.with_name("one.xml").read_bytes())
    ledger = JournalLedger(Journal.beside(workbook), "peppyrus")
    ledger.begin(file, BEFORE, 1)

    with Peppyrus(Key(KEY), f"{server.address}/v1", QUICK) as platform:
        courier = Courier(platform, ledger, lambda: moment, wait=0)
        with pytest.raises(OutcomeUnknownError):
            courier.bring(file)

    assert server.count("POST") == 0
