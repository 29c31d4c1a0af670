"""Where an issued document goes: to the books of the firm, and to those of its payer.

For the firm the document is a sale, and its settings say how it gets there. For the payer it is a
purchase: its row says how, and where it says nothing, the settings do, with a folder of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from addin.billing.choices import ConnectionKind, Transfer
from addin.documents.file_names import safe_name
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables.reading import Table
from addin.tables.sheets.clients import Client, Connection
from addin.tables.sheets.settings import Setting

WORKBOOK = Place()


@dataclass(frozen=True, slots=True)
class Route:
    """How documents get to one set of books.

    Attributes:
        books: Code of the client; empty for the firm itself.
        transfer: How they are carried.
        connection: What they go through; None for mail and for what somebody carries.
        folder: At the connection.
        recipient: Mail address or enterprise number.
        software: Which keeps these books; empty when nobody says.
        is_said: Whether the row of the client says it, not the settings for everybody.
        place: Where all this is mended.
    """

    books: str
    transfer: Transfer
    connection: Connection | None = None
    folder: str = ""
    recipient: str = ""
    software: str = ""
    is_said: bool = True
    place: Place = WORKBOOK

    @property
    def is_sale(self) -> bool:
        """Whether these are the books of the firm."""
        return not self.books

    @property
    def line(self) -> tuple[Transfer, str]:
        """What all its documents share with those of other routes."""
        return self.transfer, self.connection.connection if self.connection else ""


class Routes:
    """The routes of one workbook; what stands in the way of one is told once.

    Attributes:
        findings: What is to be mended.
    """

    def __init__(self, content: Content) -> None:
        self.findings: dict[str, Finding] = {}
        self._firm = content.firm
        self._settings = content.table(Setting)
        self._clients = content.table(Client)
        self._connections = {one.connection: one for one in content.records(Connection)}
        codes = self._clients.values["client"]
        self._positions = {code: at for at, code in enumerate(codes) if code}
        self._known: dict[str, Route | None] = {}

    def of_firm(self) -> Route | None:
        """To the firm's own books; None when something stands in the way."""
        if "" not in self._known:
            self._known[""] = self._made("", self._firm_row(), None)
        return self._known[""]

    def of_client(self, client: str) -> Route | None:
        """To the books of a payer; None when something stands in the way."""
        if client not in self._known:
            position = self._positions.get(client)
            row = self._client_row(position) if position is not None else {}
            self._known[client] = self._made(client, row, position)
        return self._known[client]

    def _firm_row(self) -> Mapping[str, Any]:
        firm = self._firm
        return {
            "transfer": firm.transfer,
            "connection": firm.connection,
            "transfer_folder": firm.transfer_folder or "",
            "email": firm.sales_email,
            "number": firm.enterprise_number or firm.vat_number,
            "accounting_software": firm.accounting_software,
        }

    def _client_row(self, position: int) -> Mapping[str, Any]:
        def cell(name: str) -> Any:  # noqa: ANN401 - whatever the column holds
            column: Sequence[Any] = self._clients.values.get(name, ())
            return column[position] if column else None

        return {
            "transfer": cell("transfer"),
            "connection": cell("connection"),
            "transfer_folder": cell("transfer_folder") or safe_name(cell("client")),
            "email": cell("purchases_email"),
            "number": cell("enterprise_number") or cell("vat_number"),
            "accounting_software": cell("accounting_software"),
        }

    def _made(self, books: str, row: Mapping[str, Any], position: int | None) -> Route | None:
        firm = self._firm
        said = row.get("transfer")
        transfer = said or firm.transfer
        known: dict[str, Any] = {"books": books, "software": row.get("accounting_software") or ""}
        place = self._place(position, "transfer")
        if transfer is Transfer.MANUAL:
            is_said = bool(said) and bool(books)
            return Route(**known, transfer=transfer, is_said=is_said, place=place)
        if transfer is Transfer.EMAIL:
            return self._by_mail(known, row, position, is_said=bool(said))
        name = row.get("connection") or firm.connection or ""
        connection = self._connections.get(name)
        if connection is None or connection.kind is not ConnectionKind(transfer.value):
            values = {"client": books, "transfer": transfer, "connection": name}
            self._note("DLV-10", self._place(position, "connection"), values)
            return None
        number = "".join(sign for sign in row.get("number") or "" if sign.isdigit())
        if transfer is Transfer.API and not number:
            column = self._place(position, "enterprise_number")
            self._note("DLV-12", column, {"client": books})
            return None
        folder = _joined(connection.folder, row.get("transfer_folder"))
        return Route(
            **known,
            transfer=transfer,
            connection=connection,
            folder="" if transfer is Transfer.API else folder,
            recipient=number if transfer is Transfer.API else "",
            is_said=bool(said),
            place=place,
        )

    def _by_mail(
        self,
        known: Mapping[str, Any],
        row: Mapping[str, Any],
        position: int | None,
        *,
        is_said: bool,
    ) -> Route | None:
        """A route by mail; a payer without an address, who was never asked for one, has none."""
        books, place = known["books"], self._place(position, "purchases_email")
        if address := row.get("email"):
            return Route(
                **known, transfer=Transfer.EMAIL, recipient=address, is_said=is_said, place=place
            )
        if books and not is_said:
            return Route(**known, transfer=Transfer.MANUAL, is_said=False, place=place)
        self._note("DLV-11", place, {"client": books})
        return None

    def _note(self, code: str, place: Place, values: Mapping[str, object]) -> None:
        self.findings.setdefault(f"{code} {values['client']}", Finding(code, place, values))

    def _place(self, position: int | None, column: str) -> Place:
        table: Table[Any] = self._settings if position is None else self._clients
        return table.place(position, column) if position is not None else Place(table.spec.name)


def _joined(base: str | None, folder: str | None) -> str:
    r"""A folder below another one, with forward slashes.

    >>> _joined("/in/", "ALDER"), _joined(None, "2026\\ALDER"), _joined("in", None)
    ('/in/ALDER', '2026/ALDER', 'in')
    """
    below = (folder or "").replace("\\", "/").strip("/")
    above = (base or "").replace("\\", "/")
    stripped = above.rstrip("/") or above
    return "/".join(part for part in (stripped.rstrip("/"), below) if part) or stripped
