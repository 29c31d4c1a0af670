"""An office with issued invoices, their PDFs, and connections to accounting software."""

import atexit
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from copy import copy
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from sample_office import Office, own_line

from addin.delivery.transfers.carrying import Carrying
from addin.delivery.transfers.transfer import Carrier
from addin.jobs.delivering.delivering import DeliverRequest, deliver
from addin.jobs.delivering.routes import Route
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.journal.filed import FiledDocument, note_filed
from addin.journal.records import DocumentFile

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
NUMBERS = ("2026-00001", "2026-00002", "2026-00003")
PAYERS = ("ALDER", "BIRCH", "CEDAR")
FIRM = "Fiduciaire du Parc"
FOLDERS = (
    {"connection": "Sync", "kind": "folder", "address": "sync", "folder": "in"},
    {"connection": "Own", "kind": "folder", "address": "own"},
)


class Deliverer:
    """An office with three issued invoices, one of each payer, and the PDFs of them."""

    def __init__(
        self,
        folder: Path,
        *,
        settings: dict[str, str] | None = None,
        clients: Sequence[dict[str, Any]] = (),
        connections: Sequence[dict[str, Any]] = FOLDERS,
        opening: Callable[..., AbstractContextManager[Carrier]] | None = None,
    ) -> None:
        self.folder = folder
        self.now = NOW
        self.opening = opening
        self.told: list[tuple[int, int]] = []
        self.pauses: list[float] = []
        self.office = _copied(folder)
        for name, value in (settings or {}).items():
            self.office.type_row("Settings", setting=name, value=value)
        for row in connections:
            self.office.type_row("Connections", **row)
        for row in clients:
            self.office.put("Clients", {"client": row["client"]}, **row)
        for number in NUMBERS:
            self.office.put("Invoices", {"number": number}, pdf=_pdf(number))

    def request(self, **given: Any) -> DeliverRequest:
        """What is to be carried, without waiting for anything."""
        usual: dict[str, Any] = {
            "on_delivered": lambda done, total: self.told.append((done, total)),
            "carrying": partial(Carrying, sleep=self.pauses.append),
        }
        if self.opening is not None:
            usual["opening"] = self.opening
        return DeliverRequest(lambda: self.now, **(usual | given))

    def deliver(self, *numbers: str, **given: Any) -> Report:
        """Carry what is due."""
        request = self.request(numbers=numbers, **given)
        return run(
            self.office.book, lambda content: deliver(content, request), dry_run=request.dry_run
        )

    def shown(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of the sheet Deliveries."""
        return [tuple(row[name] for name in columns) for row in self.office.rows("Deliveries")]

    def held(self, name: str) -> dict[str, bytes]:
        """Every file in a folder beside the workbook, by its path in it."""
        folder = self.folder / name
        paths = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _pdf(number: str) -> str:
    return f"invoices/{number}.pdf"


@cache
def _issued() -> tuple[Office, TemporaryDirectory[str]]:
    """Three issued invoices and their PDFs, made once: one Peppol invoice, two on paper.

    The folder goes with the process.
    """
    kept = TemporaryDirectory()
    atexit.register(kept.cleanup)
    folder = Path(kept.name)
    office = Office(
        folder,
        Clients=[{"client": "ALDER", "einvoice": "peppol", "endpoint": "0208:0403170701"}],
        Projects=[
            {"project": f"P-{place}", "name": client, "client": client}
            for place, client in enumerate(PAYERS, start=1)
        ],
        Prebilling=[own_line(f"P-{place}", "100.00") for place in (1, 2, 3)],
    )
    report = office.bill("2026-03")
    assert report.added == 3, report.findings
    for name in ("sync", "own", "invoices"):
        (folder / name).mkdir(exist_ok=True)
    for number in NUMBERS:
        content = f"%PDF-1.7 {number}".encode()
        (folder / _pdf(number)).write_bytes(content)
        file = DocumentFile(_pdf(number), sha256(content).hexdigest())
        note_filed(office.journal, [FiledDocument(number, file)], NOW)
    return office, kept


def _copied(folder: Path) -> Office:
    """The same office once more, in a folder of its own."""
    issued, kept = _issued()
    copytree(kept.name, folder, dirs_exist_ok=True)
    office = copy(issued)
    office.book = copy(issued.book)
    office.book.path = folder / issued.book.path.name
    office.book._grids = dict(issued.book._grids)  # noqa: SLF001 - a grid itself never changes
    return office


def opened(
    carriers: dict[str, Callable[[], AbstractContextManager[Carrier]]],
) -> Callable[..., AbstractContextManager[Carrier]]:
    """Opens the connections that the tests have made, by their names; mail under ``mail``."""

    def opening(firm: object, route: Route, base: Path, clock: object) -> Any:
        del firm, base, clock
        return carriers[route.connection.connection if route.connection else "mail"]()

    return opening
