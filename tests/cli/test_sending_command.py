"""The commands send, lookup and keys: what they say, how they end, and that no key is shown."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from loopback import CLIENT, INVOICE_TYPE, KEY, SECRET, PeppyrusServer, running, ubl
from memory_keyring import MemoryKeyring, no_keyring, using
from quotepart_command import Make, column_of, quotepart, type_into
from sample_office import SETTINGS, closed_workbook, own_line
from typer.testing import CliRunner

from addin.books.closed import open_book
from addin.cli import app
from addin.jobs.content import load
from addin.jobs.invoices.recovering import journal_of
from addin.journal.filed import FiledDocument, note_filed
from addin.journal.records import DocumentFile
from addin.words import Language

NUMBER, PAYER = "2026-00001", "0208:0403170701"


@pytest.fixture
def server() -> Iterator[PeppyrusServer]:
    with running(PeppyrusServer) as started:
        started.participants[PAYER] = [INVOICE_TYPE]
        yield started


@pytest.fixture
def billing(tmp_path: Path, server: PeppyrusServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed workbook with an issued e-invoice."""
    monkeypatch.setenv("QUOTEPART_PEPPYRUS_KEY", KEY)
    path = tmp_path / "Billing.xlsm"
    settings = SETTINGS | {"platform": "peppyrus", "platform_address": f"{server.address}/v1"}
    client = {"client": "ALDER", "name": "Alder SRL", "address": "Rue Haute 1", "city": "Mons"}
    client |= {"postcode": "7000", "country": "BE", "einvoice": "peppol", "endpoint": PAYER}
    closed_workbook(
        path,
        Language.EN,
        Settings=[{"setting": name, "value": settings[name]} for name in settings],
        Clients=[client],
        Projects=[{"project": "P-1", "name": "One", "client": "ALDER"}],
        Prebilling=[own_line("P-1", "100.00")],
    )
    for command in ("generate", "approve", "issue"):
        assert quotepart(command, path, "--month", "2026-03").status < 2
    content = ubl(NUMBER, PAYER)
    (tmp_path / "one.xml").write_bytes(content)
    file = DocumentFile("one.xml", sha256(content).hexdigest())
    moment = datetime(2026, 12, 31, tzinfo=UTC)
    note_filed(journal_of(load(open_book(path))), [FiledDocument(NUMBER, file)], moment)
    type_into(path, "Invoices", 0, xml="one.xml")
    return path


def test_an_invoice_is_sent_and_its_state_comes_back(billing: Path, server: PeppyrusServer) -> None:
    dry = quotepart("send", billing, "--dry-run", "--json")
    sent = quotepart("send", billing, "--json")
    again = quotepart("send", billing)
    [message] = server.messages.values()
    message["folder"] = "sent"
    states = quotepart("send", billing, "--states", "--json")

    assert (dry.status, dry.report["added"]) == (0, 1)
    assert (sent.status, sent.report["added"], sent.report["job"]) == (0, 1, "send")
    assert again.said == "E-invoices sent: 0; sent before: 1.\n"
    assert (states.status, states.report["changed"], states.report["job"]) == (0, 1, "states")
    assert [*column_of(billing, "Invoices", "delivery_state")] == ["delivered"]
    assert [*column_of(billing, "Invoices", "delivery_id")] == [message["id"]]
    assert server.sent(NUMBER) == 1


def test_a_lookup_tells_where_somebody_receives(billing: Path) -> None:
    by_address = quotepart("lookup", billing, PAYER)
    by_number = quotepart("lookup", billing, "BE0403170701", "--json")
    nobody = quotepart("lookup", billing, "0999999922")

    assert (by_address.status, by_address.said) == (0, f"{PAYER}  takes 1 kinds of documents\n")
    [found] = by_number.report["participants"]
    assert found == {"identifier": PAYER, "name": "", "receives": [INVOICE_TYPE]}
    assert nobody.status == 1
    assert nobody.said == "Nobody is registered under 0999999922 at peppyrus.\n"


def test_without_a_platform_the_command_says_what_to_set(workbook: Make) -> None:
    ended = quotepart("send", workbook())

    assert ended.status == 2
    assert "Platform for e-invoices" in ended.warned


def test_a_key_is_asked_for_kept_listed_and_forgotten_and_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QUOTEPART_PEPPYRUS_KEY", raising=False)
    ring, run = MemoryKeyring(), CliRunner()
    with using(ring):
        kept = run.invoke(app, ["keys", "set", "peppyrus"], input=f"{KEY}\n")
        pair = run.invoke(
            app, ["keys", "set", "afnor", "--firm", "FR1"], input=f"{CLIENT}\n{SECRET}\n"
        )
        listed = run.invoke(app, ["keys", "list"])
        as_json = json.loads(run.invoke(app, ["keys", "list", "--firm", "FR1", "--json"]).stdout)
        gone = run.invoke(app, ["keys", "forget", "peppyrus"])
        again = run.invoke(app, ["keys", "forget", "peppyrus"])

    assert [one.exit_code for one in (kept, pair, listed, gone, again)] == [0] * 5
    assert ring.kept == {("Quotepart", "afnor FR1"): f"{CLIENT}:{SECRET}"}
    assert listed.stdout == "peppyrus: in the keyring\nafnor: missing\n"
    assert as_json == {"job": "keys", "keys": {"peppyrus": "keyring", "afnor": "keyring"}}
    assert "There was no key for peppyrus" in again.stdout
    said = "".join(one.output for one in (kept, pair, listed, gone, again))
    assert KEY not in said
    assert SECRET not in said


def test_without_a_keyring_the_command_names_the_variable() -> None:
    with using(no_keyring()):
        ended = CliRunner().invoke(app, ["keys", "set", "peppyrus"], input=f"{KEY}\n")

    assert ended.exit_code == 2
    assert "QUOTEPART_PEPPYRUS_KEY" in ended.stderr
    assert KEY not in ended.output


def test_a_key_is_no_argument() -> None:
    ended = CliRunner().invoke(app, ["keys", "set", "peppyrus", KEY])

    assert ended.exit_code == 2


def test_a_key_in_a_variable_is_listed_by_the_name_of_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUOTEPART_AFNOR_KEY", SECRET)
    with using(no_keyring()):
        ended = CliRunner().invoke(app, ["keys", "list"])

    assert "afnor: in the variable QUOTEPART_AFNOR_KEY" in ended.stdout
    assert SECRET not in ended.output
