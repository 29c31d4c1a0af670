"""Servers on this computer that hold to what the platforms publish, and mishaps on the way."""

import base64
import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

from openapi_contract import Contract

from addin.delivery.web import Patience

QUICK = Patience(timeout=0.4, attempts=3, backoff=0.01, longest=0.05, per_second=10_000)
"""For servers that are at hand."""
KEY = "key-that-nobody-may-see"
CLIENT, SECRET = "firm-42", "secret/that+nobody=may see"
TOKEN = "token-that-nobody-may-see"  # noqa: S105 - of nobody


@dataclass(frozen=True)
class Mishap:
    """What goes wrong with one request.

    Attributes:
        where: Method and beginning of the path.
        status: Answered instead of doing it; 0 to do it.
        headers: Of that answer.
        body: Of that answer, or of the one that is given after doing it.
        lost: Do it, and cut the connection in the middle of the answer.
        slow: Seconds to wait before the answer, having done it.
    """

    where: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    lost: bool = False
    slow: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answered = tuple[int, object]
"""A status, and JSON or bytes."""


class Server:
    """A platform on this computer; ``asked`` has every request, in order."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.mishaps: list[Mishap] = []
        self.faults: list[str] = []
        self.done = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.done.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def count(self, where: str) -> int:
        """How many requests began with this method and path."""
        return sum(f"{one.method} {one.path}".startswith(where) for one in self.asked)

    def answer(self, asked: Asked) -> Answered:
        raise NotImplementedError

    def _mishap(self, asked: Asked) -> Mishap:
        for place, one in enumerate(self.mishaps):
            if f"{asked.method} {asked.path}".startswith(one.where):
                return self.mishaps.pop(place)
        return Mishap("")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Quiet."""

            def do_GET(self) -> None:
                server.respond(self)

            def do_POST(self) -> None:
                server.respond(self)

        return Handler

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, with its mishap."""
        parts = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length") or 0)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = unquote(parts.path)
        asked = Asked(handler.command, path, query, handler.headers, handler.rfile.read(length))
        self.asked.append(asked)
        mishap = self._mishap(asked)
        status, told = (mishap.status, {}) if mishap.status else self.answer(asked)
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        body = body if mishap.body is None else mishap.body
        if mishap.slow:
            self.done.wait(mishap.slow)
        try:
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in mishap.headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body[: len(body) // 2] if mishap.lost else body)
            handler.wfile.flush()
            if mishap.lost:
                handler.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # whoever asked has gone
        handler.close_connection = True


class PeppyrusServer(Server):
    """The access point: its published fields, 401, 404 and 422.

    Attributes:
        messages: By identifier.
        participants: Who is registered, and the document types each receives.
    """

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, dict[str, Any]] = {}
        self.reports: dict[str, dict[str, Any]] = {}
        self.participants: dict[str, list[str]] = {}

    def answer(self, asked: Asked) -> Answered:  # noqa: PLR0911 - one for each request
        if asked.headers["X-Api-Key"] != KEY:
            return 401, {"error": f"{asked.headers['X-Api-Key']} is no key"}
        match asked.method, asked.path.removeprefix("/v1/").split("/"):
            case "POST", ["message"]:
                return self._take(asked.json)
            case "GET", ["message", "list"]:
                return self._list(asked.query)
            case "GET", ["message", one]:
                return (200, self.messages[one]) if one in self.messages else (404, {})
            case "GET", ["message", one, "report"]:
                nothing = {"transmissionRules": "", "validationRules": []}
                return 200, self.reports.get(one, nothing)
            case "GET", ["peppol", "lookup"]:
                return self._participant(asked.query["participantId"])
            case "GET", ["peppol", "bestMatch"]:
                assert len(asked.query["countryCode"]) == 2
                return self._participant(f"0208:{asked.query['vatNumber']}")
        return 404, {}

    def _take(self, message: dict[str, Any]) -> Answered:
        fields = ("sender", "recipient", "processType", "documentType", "fileContent")
        if lacking := [name for name in fields if not message.get(name)]:
            return 422, {"errors": lacking}
        assert message["processType"].startswith("cenbii-procid-ubl::urn:")
        assert message["documentType"].startswith("busdox-docid-qns::urn:")
        if message["recipient"] not in self.participants:
            return 404, {"error": "PEPPOL identifier not found"}
        made = str(uuid.uuid4())
        self.messages[made] = message | {
            "id": made,
            "folder": "outbox",
            "direction": "OUT",
            "created": "2026-11-21T00:00:00Z",
            "confirmed": False,
        }
        return 200, self.messages[made]

    def _list(self, query: Mapping[str, str]) -> Answered:
        found = [
            {name: value for name, value in one.items() if name != "fileContent"}
            for one in self.messages.values()
            if one["folder"] == query["folder"].lower()
            and one["sender"] == query["sender"]
            and one["recipient"] == query["receiver"]
        ]
        page, each = int(query["page"]), int(query["perPage"])
        pages = max(1, -(-len(found) // each))
        meta = {"pages": pages, "currentPage": page, "itemCount": len(found)}
        return 200, {"meta": meta, "items": found[(page - 1) * each : page * each]}

    def _participant(self, identifier: str) -> Answered:
        if identifier not in self.participants:
            return 404, {}
        kinds = self.participants[identifier]
        services = [{"documentType": one, "description": "", "process": ""} for one in kinds]
        scheme = "iso6523-actorid-upis"
        return 200, {"participantId": identifier, "scheme": scheme, "services": services}

    def sent(self, number: str) -> int:
        """How many messages have the invoice of this number."""
        mark = f"ID>{number}<".encode()
        return sum(mark in base64.b64decode(one["fileContent"]) for one in self.messages.values())


class AfnorServer(Server):
    """A French platform: every request and answer is held to the published schemas.

    Attributes:
        flows: By identifier, without their files.
        files: Their files.
        lines: The directory.
        tokens: How many were given; each makes the one before worthless.
    """

    def __init__(self) -> None:
        self.flow_contract = Contract("XP_Z12-013_Flow_Service-1.3.0.json")
        self.directory_contract = Contract("XP_Z12-013_Directory_Service-1.3.0.json")
        super().__init__()
        self.flows: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.lines: dict[str, dict[str, Any]] = {}
        self.tokens = 0
        self.seconds = 3600
        self.per_page = 2

    def answer(self, asked: Asked) -> Answered:
        if asked.path == "/token":
            return self._open(asked)
        if asked.headers["Authorization"] != f"Bearer {TOKEN}{self.tokens}":
            return 401, {"errorCode": "MISSING_TOKEN"}
        status, told = self._answer(asked)
        if status >= 400:
            self._hold(self.flow_contract, "Error", told)
        return status, told

    def _answer(self, asked: Asked) -> Answered:  # noqa: PLR0911 - one for each request
        match asked.method, asked.path.removeprefix("/").split("/"):
            case "POST", ["flow-service", "v1", "flows"]:
                return self._take(asked)
            case "POST", ["flow-service", "v1", "flows", "search"]:
                return self._search(asked.json)
            case "GET", ["flow-service", "v1", "flows", one] if one in self.flows:
                if asked.query.get("docType", "Metadata") == "Original":
                    return 200, self.files[one]
                self._hold(self.flow_contract, "Flow", self.flows[one])
                return 200, self.flows[one]
            case "GET", ["directory-service", "v1", "directory-line", code]:
                if (line := self.lines.get(code.removeprefix("code:"))) is not None:
                    return 200, line
            case "POST", ["directory-service", "v1", "directory-line", "search"]:
                return self._directory(asked.json)
        return 404, {"errorCode": "MISSING_RESOURCE", "errorMessage": "Not Found"}

    def _open(self, asked: Asked) -> Answered:
        kind, _, told = asked.headers["Authorization"].partition(" ")
        client = base64.b64encode(f"{CLIENT}:secret%2Fthat%2Bnobody%3Dmay+see".encode()).decode()
        if (kind, told) != ("Basic", client) or asked.body != b"grant_type=client_credentials":
            given = unquote_plus(base64.b64decode(told).decode().partition(":")[2])
            return 400, {"error": "invalid_client", "error_description": f"{given} is wrong"}
        self.tokens += 1
        token = f"{TOKEN}{self.tokens}"
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}

    def _take(self, asked: Asked) -> Answered:
        info, name, file = _parts(asked)
        self._hold(self.flow_contract, "FlowInfo", info)
        if info.get("sha256") != sha256(file).hexdigest():
            return 422, {"errorCode": "ChecksumMismatch"}
        assert name == info["name"]
        made = self.put(info, file)
        told = {field: self.flows[made][field] for field in ("flowId", "submittedAt")} | info
        self._hold(self.flow_contract, "FullFlowInfo", told)
        return 202, told

    def put(self, info: Mapping[str, Any], file: bytes, **fields: Any) -> str:
        """Put a flow there, as the platform does when it takes one; its identifier."""
        made = str(uuid.uuid4())
        core = {name: value for name, value in info.items() if name != "sha256"}
        usual: dict[str, Any] = {
            "flowId": made,
            "submittedAt": "2026-11-21T10:00:00Z",
            "updatedAt": "2026-11-21T10:00:00Z",
            "flowType": "CustomerInvoice",
            "flowProfile": "CIUS",
            "processingRule": "B2B",
            "processingRuleSource": "Computed",
            "flowDirection": "Out",
            "acknowledgement": {"status": "Pending"},
        }
        self.flows[made] = core | usual | fields
        self.files[made] = file
        self._hold(self.flow_contract, "Flow", self.flows[made])
        return made

    def tell(self, cdar: bytes) -> None:
        """Put a life-cycle message there."""
        info = {"name": "state.xml", "flowSyntax": "CDAR"}
        kind = {"flowType": "CustomerInvoiceLC", "flowDirection": "In"}
        kind["updatedAt"] = "2027-01-02T10:00:00Z"
        self.put(info, cdar, **kind, acknowledgement={"status": "Ok"})

    def _search(self, asked: dict[str, Any]) -> Answered:
        self._hold(self.flow_contract, "SearchFlowParams", asked)
        where = asked["where"]
        assert where, "at least one filter"
        found = [
            one
            for one in self.flows.values()
            if one.get("trackingId") == where.get("trackingId", one.get("trackingId"))
            and one["flowType"] in where.get("flowType", [one["flowType"]])
            and one["updatedAt"] > where.get("updatedAfter", "")
        ]
        start = int(asked.get("cursor", 0))
        told: dict[str, Any] = {"filters": where, "results": found[start : start + self.per_page]}
        if start + self.per_page < len(found):
            told["nextCursor"] = str(start + self.per_page)
        self._hold(self.flow_contract, "SearchFlowContent", told)
        return 200, told

    def _directory(self, asked: dict[str, Any]) -> Answered:
        self._hold(self.directory_contract, "searchDirectoryLine", asked)
        wanted = {name: one["value"] for name, one in asked["filters"].items()}
        found = [
            line
            for line in self.lines.values()
            if all(line.get(name) == value for name, value in wanted.items())
        ]
        told = {"search": asked, "totalNumberOfResults": len(found), "results": found}
        self._hold(self.directory_contract, "directoryLineSearchPost200Response", told)
        return 200, told

    def _hold(self, contract: Contract, schema: str, value: object) -> None:
        # The description allows seven letters where it lists values of eight.
        faults = contract.faults(schema, value)
        self.faults += [one for one in faults if "directoryLineStatus: too long" not in one]


def _parts(asked: Asked) -> tuple[dict[str, Any], str, bytes]:
    """The two parts of a form: the flow, and its file with its name."""
    kind = f"Content-Type: {asked.headers['Content-Type']}\r\n\r\n".encode()
    form: Any = message_from_bytes(kind + asked.body)
    named = {one.get_param("name", header="content-disposition"): one for one in form.get_payload()}
    info, file = named["flowInfo"], named["file"]
    assert info.get_content_type() == "application/json"
    assert file.get_content_type() in {"application/xml", "application/pdf"}
    return (
        json.loads(_bytes(info)),
        str(file.get_filename()),
        _bytes(file),
    )


def _bytes(part: Any) -> bytes:
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
INVOICE_TYPE = f"{UBL}Invoice-2::Invoice##{BILLING}::2.1"


def ubl(number: str, recipient: str = "0208:0403170701", sender: str = "0208:0123456749") -> bytes:
    """As much of a Peppol invoice as a platform looks at."""
    scheme, _, address = recipient.partition(":")
    own_scheme, _, own = sender.partition(":")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="{UBL}Invoice-2" xmlns:a="{UBL}CommonAggregateComponents-2"
 xmlns:b="{UBL}CommonBasicComponents-2"><b:CustomizationID>{BILLING}</b:CustomizationID>
<b:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</b:ProfileID><b:ID>{number}</b:ID>
<a:AccountingSupplierParty><a:Party><b:EndpointID schemeID="{own_scheme}">{own}</b:EndpointID>
</a:Party></a:AccountingSupplierParty><a:AccountingCustomerParty><a:Party>
<b:EndpointID schemeID="{scheme}">{address}</b:EndpointID></a:Party></a:AccountingCustomerParty>
</Invoice>""".encode()


def cdar(
    number: str, code: str, moment: str = "20261122100000", seller: str = "123456749"
) -> bytes:
    """A life-cycle message of the French form, as short as it may be."""
    names = "urn:un:unece:uncefact:data:standard:"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<r:CrossDomainAcknowledgementAndResponse
 xmlns:r="{names}CrossDomainAcknowledgementAndResponse:100"
 xmlns:u="{names}UnqualifiedDataType:100"
 xmlns:a="{names}ReusableAggregateBusinessInformationEntity:100"><r:AcknowledgementDocument>
<a:IssueDateTime><u:DateTimeString format="204">{moment}</u:DateTimeString></a:IssueDateTime>
<a:ReferenceReferencedDocument><a:IssuerAssignedID>{number}</a:IssuerAssignedID>
<a:ProcessConditionCode>{code}</a:ProcessConditionCode>
<a:IssuerTradeParty><a:GlobalID schemeID="0002">{seller}</a:GlobalID></a:IssuerTradeParty>
<a:SpecifiedDocumentStatus><a:ReasonCode>TX_TVA_ERR</a:ReasonCode><a:Reason>Taux erroné</a:Reason>
</a:SpecifiedDocumentStatus></a:ReferenceReferencedDocument></r:AcknowledgementDocument>
</r:CrossDomainAcknowledgementAndResponse>""".encode()


@contextmanager
def running(server: Callable[[], Server]) -> Iterator[Any]:
    """A server, until the end of the block; nothing it was asked may break its contract."""
    with server() as started:
        yield started
    assert not started.faults, started.faults
