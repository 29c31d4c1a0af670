"""Carrying issued documents to accounting software: the firm's own, and that of its clients."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from addin.billing.choices import DeliveryOutcome, Transfer
from addin.delivery.faults import DeliveryError
from addin.delivery.software import form_of, is_known
from addin.delivery.transfers.carrying import Carrying
from addin.delivery.transfers.faults import (
    FOR_ALL,
    ArrivalUnknownError,
    NotDeliveredError,
    OtherServerError,
    SignInRefusedError,
    UnknownServerError,
    UnusableAddressError,
)
from addin.delivery.transfers.transfer import Carrier, Parcel
from addin.errors import BillingError, Finding, Place, StoppedError
from addin.jobs.content import Content
from addin.jobs.delivering.opening import open_route
from addin.jobs.delivering.outcomes import JournalDeliveries, all_outcomes
from addin.jobs.delivering.papers import Issued, Papers, names
from addin.jobs.delivering.routes import Route, Routes
from addin.jobs.delivering.sheet import show
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.report import Proposal, Report, told_findings
from addin.tables.sheets.bills import InvoiceRow
from addin.tables.sheets.clients import Connection
from addin.tables.sheets.settings import Firm

JOB = "deliver"
FRUITLESS = 3
"""So many documents in a row may fail on a lost connection before its rest is left for later."""


class Opening(Protocol):
    """Opens the connection of a route."""

    def __call__(
        self,
        firm: Firm,
        route: Route,
        base: Path,
        clock: Callable[[], datetime],
    ) -> AbstractContextManager[Carrier]:
        """See ``opening.open_route``."""


class AgainWithoutNumberError(BillingError):
    """Everything was asked to be carried a second time."""

    code = "DLV-17"


@dataclass(frozen=True)
class DeliverRequest:
    """What is to be carried, and how.

    Attributes:
        clock: The moment, with its time zone.
        numbers: Of the documents; empty for all that are due.
        again: Carry also what has arrived, or may have; only with ``numbers``.
        dry_run: Say what would go, and open no connection.
        on_delivered: Told after each parcel how many are done, and how many there are. It may
            raise ``StoppedError``: what was carried stays so, the rest is left for another run.
        opening: Opens the connection of a route.
        carrying: Makes what brings parcels over one connection.
    """

    clock: Callable[[], datetime]
    numbers: tuple[str, ...] = ()
    again: bool = False
    dry_run: bool = False
    on_delivered: Callable[[int, int], None] | None = None
    opening: Opening = open_route
    carrying: Callable[..., Carrying] = Carrying


@dataclass(frozen=True, slots=True)
class _Due:
    """What is to be carried in one piece.

    Attributes:
        position: Of the row of its invoice.
        names: Of its files.
    """

    position: int
    number: str
    route: Route
    names: tuple[str, ...]


def deliver(content: Content, request: DeliverRequest) -> Proposal:
    """Carry every issued document that is due to the books it belongs in, each once.

    The journal is told before and after each, so that a run that was cut short goes on where it
    stopped; the sheet *Deliveries* is brought level with it. A document that did not arrive is
    carried again by the next run; one that may have arrived only when it is asked for.

    Raises:
        AgainWithoutNumberError: No document is named that is to be carried again.
        BillingError: The journal cannot be read.
    """
    content.require_structure("Invoices", "Clients", "Settings")
    if request.again and not request.numbers:
        raise AgainWithoutNumberError
    return _Run(content, request).proposal()


def due_count(content: Content, request: DeliverRequest) -> int:
    """How many files ``deliver`` would carry.

    Raises:
        BillingError: The journal cannot be read.
    """
    content.require_structure("Invoices", "Clients", "Settings")
    return sum(len(one.names) for one in _Run(content, request).due())


class _Run:
    """One run of ``deliver``."""

    def __init__(self, content: Content, request: DeliverRequest) -> None:
        self.content = content
        self.request = request
        self.base = content.book.path.parent
        self.journal = journal_of(content)
        self.invoices = content.table(InvoiceRow)
        self.routes = Routes(content)
        self.papers = Papers(self.journal, self.base, content.firm.firm_name or "")
        self.before = all_outcomes(self.journal)
        self.report = Report(JOB, str(content.book.path))
        self.findings: list[Finding] = []
        self.by_hand: list[_Due] = []
        self.done = self.failed = self.unknown = self.fruitless = 0

    def proposal(self) -> Proposal:
        """Carry, then say what the workbook is to show."""
        due = self.due()
        with suppress(StoppedError):  # the workbook is to show what was carried by then
            for line in _by_line(due):
                self._carry_all(line, len(due))
        edits = []
        if not self.request.dry_run:
            by_hand = [(one.number, one.route.books, one.names) for one in self.by_hand]
            edits = show(self.content, all_outcomes(self.journal), by_hand)
        self.report.totals = {
            "failed": str(self.failed),
            "unknown": str(self.unknown),
            "manual": str(sum(len(one.names) for one in self.by_hand)),
        }
        self.findings += self.routes.findings.values()
        self.report.findings = told_findings(self.content, self.findings)
        return Proposal(self.report, edits)

    def due(self) -> list[_Due]:
        """What is to be carried, in the order of the sheet; what is in the way is noted."""
        asked, unknown = set(self.request.numbers), set(self.request.numbers)
        found: list[_Due] = []
        cells = zip(self.invoices.values["number"], self.invoices.values["payer"], strict=True)
        for position, (number, payer) in enumerate(cells):
            if not number or (asked and number not in asked):
                continue
            unknown.discard(number)
            for route in (self.routes.of_firm(), self.routes.of_client(payer or "")):
                if route is not None:
                    found += self._due_on(position, number, route)
        for number in sorted(unknown):
            self.findings.append(Finding("DLV-15", Place("Invoices"), {"number": number}))
        if not asked and not found and self._is_nothing_set():
            self.findings.append(Finding("DLV-18", Place("Settings")))
        return found

    def _is_nothing_set(self) -> bool:
        """Whether nobody has ever said how documents are carried."""
        return (
            not (self.routes.findings or self.before or self.by_hand)
            and self.content.firm.transfer is Transfer.MANUAL
        )

    def _due_on(self, position: int, number: str, route: Route) -> Iterator[_Due]:
        """The parcels of a document on one route that have not arrived."""
        form = form_of(route.software)
        if route.software and not is_known(route.software):
            self._note_software(route)
        firm = self.content.firm.firm_name or ""
        files = names(number, firm, form, is_sale=route.is_sale)
        if route.transfer is Transfer.MANUAL:
            if route.is_said:
                self.by_hand.append(_Due(position, number, route, files))
            return
        left = tuple(one for one in files if self._is_to_go(position, number, route.books, one))
        pieces = [left] if route.transfer is Transfer.EMAIL else [(one,) for one in left]
        for piece in filter(None, pieces):
            yield _Due(position, number, route, piece)

    def _is_to_go(self, position: int, number: str, books: str, file: str) -> bool:
        """Whether a file has not arrived; what may have is told, and waits to be asked for."""
        found = self.before.get((number, books, file))
        if found is None or self.request.again or found.begun is not None:
            return True
        if found.outcome is DeliveryOutcome.UNKNOWN:
            values = {"number": number, "target": found.target}
            place = self.invoices.place(position, "number")
            self.findings.append(Finding("DLV-16", place, values))
            self.unknown += 1
            return False
        if found.outcome is DeliveryOutcome.DELIVERED:
            self.report.unchanged += 1
            return False
        return True

    def _note_software(self, route: Route) -> None:
        place = Place(route.place.table, route.place.row, "accounting_software")
        found = Finding("DLV-19", place, {"software": route.software})
        self.routes.findings.setdefault(f"DLV-19 {route.software}", found)

    def _carry_all(self, line: Sequence[_Due], total: int) -> None:
        """Carry what goes over one connection."""
        route = line[0].route
        target = route.connection.address if route.connection else ""
        if self.request.dry_run:
            ready = (one for one in line if self._parcel(one) is not None)
            self.report.added += sum(len(one.names) for one in ready)
            return
        self.fruitless = 0
        with self._carrying(route, target) as carrying:
            for at, one in enumerate(line, start=1):
                if not self._is_usable_after(one, carrying):
                    self._leave(carrying.name, len(line) - at)
                    return
                self.done += 1
                if self.request.on_delivered is not None:
                    self.request.on_delivered(self.done, total)

    def _is_usable_after(self, due: _Due, carrying: Carrying) -> bool:
        """Carry one piece; whether its connection is of use for the next."""
        try:
            self._carry(due, carrying)
        except NotDeliveredError as error:
            self._tell(due, error)
            self.fruitless += 1
            return self.fruitless < FRUITLESS
        except BillingError as error:
            if _concerns_one(error):
                self._tell(due, error)
                return True
            self._tell_of_line(due, error)
            return False
        self.fruitless = 0
        return True

    def _carrying(self, route: Route, target: str) -> Carrying:
        firm, clock = self.content.firm, self.request.clock
        name = route.connection.connection if route.connection else firm.mail_server or ""
        return self.request.carrying(
            name,
            partial(self.request.opening, firm, route, self.base, clock),
            JournalDeliveries(self.journal, route.transfer, target),
            clock,
            self.content.language,
            again=self.request.again,
        )

    def _carry(self, due: _Due, carrying: Carrying) -> None:
        parcel = self._parcel(due)
        if parcel is None:
            return
        if carrying.bring(parcel):
            self.report.added += len(due.names)
        else:
            self.report.unchanged += len(due.names)

    def _parcel(self, due: _Due) -> Parcel | None:
        """The files themselves; None, and a finding, when one of them is missing."""
        route = due.route
        paths = (self.invoices.values[name][due.position] for name in ("pdf", "xml"))
        document = Issued(due.number, *paths)
        try:
            files = self.papers.files(document, form_of(route.software), is_sale=route.is_sale)
            wanted = tuple(one for one in files if one.name in due.names)
        except BillingError as error:
            place = self.invoices.place(due.position, "pdf")
            self.findings.append(Finding(error.code, place, error.values))
            return None
        return Parcel(
            due.number, wanted, route.books, route.folder, route.recipient, is_sale=route.is_sale
        )

    def _tell(self, due: _Due, error: BillingError) -> None:
        if isinstance(error, ArrivalUnknownError):
            self.unknown += len(due.names)
        else:
            self.failed += len(due.names)
        self.findings.append(Finding(error.code, self._place(due), error.values))

    def _tell_of_line(self, due: _Due, error: BillingError) -> None:
        """What stands in the way of all documents of a connection, at its row."""
        self.failed += len(due.names)
        place = Place("Settings")
        if due.route.connection is not None:
            connections = self.content.table(Connection)
            names = connections.values["connection"]
            position = names.index(due.route.connection.connection)
            place = connections.place(position, _column_of(error))
        self.findings.append(Finding(error.code, place, error.values))

    def _place(self, due: _Due) -> Place:
        return self.invoices.place(due.position, "number")

    def _leave(self, connection: str, count: int) -> None:
        """Tell that the rest is left for another run."""
        if count:
            values = {"count": count, "connection": connection}
            self.findings.append(Finding("DLV-14", Place("Invoices"), values))


def _concerns_one(error: BillingError) -> bool:
    """Whether it stands in the way of one document, and not of all of its connection."""
    return isinstance(error, DeliveryError) and not isinstance(
        error, (*FOR_ALL, UnusableAddressError)
    )


def _column_of(error: BillingError) -> str:
    """The column of a connection where it is mended."""
    if isinstance(error, UnknownServerError | OtherServerError):
        return "host_key"
    return "user" if isinstance(error, SignInRefusedError) else "address"


def _by_line(due: Sequence[_Due]) -> Iterator[list[_Due]]:
    """What goes over one connection, together, in the order of the sheet."""
    lines: dict[tuple[Transfer, str], list[_Due]] = {}
    for one in due:
        lines.setdefault(one.route.line, []).append(one)
    yield from lines.values()
