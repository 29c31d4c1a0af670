"""An office with issued e-invoices and a platform that listens on this computer."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from loopback import QUICK, ubl
from sample_office import Office, own_line

from addin.delivery.ledger import Courier
from addin.delivery.platform import Platform
from addin.jobs.following import states
from addin.jobs.platforms import connect
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.sending import SendRequest, send
from addin.journal.filed import FiledDocument, note_filed
from addin.journal.records import DocumentFile
from addin.tables.sheets.settings import Firm

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
ADDRESSES = {"ALDER": "0208:0403170701", "BIRCH": "0208:0403199702", "CEDAR": "0208:0401574852"}
NUMBERS = ("2026-00001", "2026-00002", "2026-00003")


def quick(firm: Firm, *, since: datetime | None = None) -> AbstractContextManager[Platform]:
    """The firm's platform, asked without long waits."""
    return connect(firm, since=since, patience=QUICK)


class Sender:
    """An office with three issued e-invoices and a platform."""

    def __init__(self, folder: Path, address: str, platform: str = "peppyrus") -> None:
        clients = [
            {"client": one, "einvoice": "peppol", "endpoint": address}
            for one, address in ADDRESSES.items()
        ]
        projects = [
            {"project": f"P-{place}", "name": client, "client": client}
            for place, client in enumerate(ADDRESSES, start=1)
        ]
        set_to = {"platform": platform, "platform_address": address}
        self.folder = folder
        self.now = NOW
        self.told: list[tuple[int, int]] = []
        self.office = Office(
            folder,
            Settings=[{"setting": name, "value": value} for name, value in set_to.items()],
            Clients=clients,
            Projects=projects,
            Prebilling=[own_line(f"P-{place}", "100.00") for place in (1, 2, 3)],
        )
        report = self.office.bill("2026-03")
        assert report.added == 3, report.findings
        for row in self.office.rows("Invoices"):
            self.file(row["number"], ubl(row["number"], ADDRESSES[row["payer"]]))

    def file(self, number: str, content: bytes, name: str = "") -> Path:
        """Give an invoice its electronic file, as issuing does."""
        path = f"invoices/{name or number}.xml"
        file = self.folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        document = FiledDocument(number, DocumentFile(path, sha256(content).hexdigest()))
        note_filed(self.office.journal, [document], NOW)
        self.office.put("Invoices", {"number": number}, xml=path)
        return file

    def request(self, **given: Any) -> SendRequest:
        """What is to be sent, without waiting for anything."""
        usual: dict[str, Any] = {
            "connect": quick,
            "courier": partial(Courier, wait=0),
            "on_sent": lambda done, total: self.told.append((done, total)),
        }
        return SendRequest(lambda: self.now, **(usual | given))

    def send(self, numbers: Sequence[str] = (), **given: Any) -> Report:
        request = self.request(numbers=tuple(numbers), **given)
        return run(
            self.office.book, lambda content: send(content, request), dry_run=request.dry_run
        )

    def states(self, **given: Any) -> Report:
        request = self.request(**given)
        return run(
            self.office.book, lambda content: states(content, request), dry_run=request.dry_run
        )

    def shown(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of the sheet Invoices."""
        return [tuple(row[name] for name in columns) for row in self.office.rows("Invoices")]
