"""Sending e-invoices from the workbook: who gets them, once each, and what becomes of them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from loopback import (
    CLIENT,
    INVOICE_TYPE,
    KEY,
    SECRET,
    AfnorServer,
    Mishap,
    PeppyrusServer,
    cdar,
    running,
    ubl,
)
from memory_keyring import no_keyring, using
from sample_office import Office, codes
from sending_office import ADDRESSES, NOW, NUMBERS, Sender

from addin.billing.choices import SendingPlatform
from addin.delivery.faults import NoKeyError, UnknownPlatformError
from addin.delivery.platform import DeliveryState
from addin.errors import StoppedError
from addin.jobs.content import load
from addin.jobs.following import states
from addin.jobs.platforms import connect
from addin.jobs.running import run
from addin.jobs.sending import SendRequest, send
from addin.tables.sheets.settings import Firm


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUOTEPART_PEPPYRUS_KEY", KEY)
    monkeypatch.setenv("QUOTEPART_AFNOR_KEY", f"{CLIENT}:{SECRET}")
    with using(no_keyring()):
        yield


@pytest.fixture
def server() -> Iterator[PeppyrusServer]:
    with running(PeppyrusServer) as started:
        started.participants = {one: [INVOICE_TYPE] for one in ADDRESSES.values()}
        yield started


@pytest.fixture
def sender(tmp_path: Path, server: PeppyrusServer) -> Sender:
    return Sender(tmp_path, f"{server.address}/v1")


def test_every_invoice_that_is_due_is_sent_once(sender: Sender, server: PeppyrusServer) -> None:
    report = sender.send()

    assert (report.added, report.unchanged, codes(report)) == (3, 0, [])
    assert sender.told == [(1, 3), (2, 3), (3, 3)]
    assert sender.shown("state", "delivery_state", "delivery_id") == [
        ("sent", "at the platform", one) for one in server.messages
    ]

    again = sender.send()

    assert (again.added, again.unchanged, codes(again)) == (0, 3, [])
    assert server.count("POST") == 3


def test_a_dry_run_looks_everybody_up_and_sends_nothing(
    sender: Sender, server: PeppyrusServer
) -> None:
    del server.participants[ADDRESSES["BIRCH"]]

    report = sender.send(dry_run=True)

    assert (report.added, codes(report)) == (2, ["SND-13"])
    assert server.count("POST") == 0
    assert set(sender.shown("state", "delivery_state")) == {("issued", None)}


def test_a_payer_who_is_not_registered_is_named_at_its_endpoint(
    sender: Sender, server: PeppyrusServer
) -> None:
    del server.participants[ADDRESSES["BIRCH"]]
    server.participants[ADDRESSES["CEDAR"]] = ["urn:other::Order##x::2.1"]

    report = sender.send()

    assert report.added == 1
    assert sorted((one.code, one.sheet, one.row, one.column) for one in report.findings) == [
        ("SND-13", "Clients", 6, "Endpoint"),
        ("SND-14", "Clients", 7, "E-invoice"),
    ]


def test_a_payer_who_wants_paper_is_left_alone(sender: Sender, server: PeppyrusServer) -> None:
    sender.office.put("Clients", {"client": "ALDER"}, einvoice="pdf")
    sender.office.put("Invoices", {"number": NUMBERS[1]}, xml=None)

    report = sender.send()

    assert report.added == 1
    assert [server.sent(number) for number in NUMBERS] == [0, 0, 1]

    named = sender.send(NUMBERS[:2])
    assert (named.added, codes(named)) == (0, ["SND-16", "SND-16"])


def test_a_file_that_is_not_the_one_that_was_issued_is_not_sent(
    sender: Sender, server: PeppyrusServer
) -> None:
    (sender.folder / f"invoices/{NUMBERS[0]}.xml").write_bytes(ubl(NUMBERS[0]) + b"<!-- -->")
    (sender.folder / f"invoices/{NUMBERS[1]}.xml").unlink()
    sender.file(NUMBERS[2], ubl(NUMBERS[0]), "another")

    report = sender.send()

    assert (report.added, codes(report)) == (0, ["SND-12"] * 3)
    assert {(one.sheet, one.column) for one in report.findings} == {("Invoices", "XML")}
    assert server.count("POST") == 0


def test_a_file_without_addresses_is_not_sent(sender: Sender, server: PeppyrusServer) -> None:
    sender.file(NUMBERS[0], ubl(NUMBERS[0], recipient="0208:"), "bare")

    report = sender.send()

    assert (report.added, codes(report)) == (2, ["SND-11"])
    assert server.sent(NUMBERS[0]) == 0


def test_an_invoice_that_is_turned_down_does_not_stop_the_others(
    sender: Sender, server: PeppyrusServer
) -> None:
    told = b'{"errors": [{"id": "BR-CO-15", "message": "Totals differ"}]}'
    server.mishaps = [Mishap("POST", 422, body=told)]

    report = sender.send()

    assert (report.added, codes(report)) == (2, ["SND-04"])
    assert "422 BR-CO-15; Totals differ" in report.findings[0].sentence
    assert sender.shown("state") == [("issued",), ("sent",), ("sent",)]
    assert sender.send().added == 1


def test_a_platform_that_cannot_be_reached_is_left_for_another_run(
    sender: Sender, server: PeppyrusServer
) -> None:
    server.mishaps = [Mishap("GET /v1/peppol", 500)] * 9

    report = sender.send()

    assert (report.added, codes(report)) == (0, ["SND-03"] * 3)
    assert sender.send().added == 3


def test_after_three_vain_attempts_the_rest_is_not_tried(
    sender: Sender, server: PeppyrusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.jobs.sending.FRUITLESS", 2)
    server.mishaps = [Mishap("GET /v1/peppol", 500)] * 6

    report = sender.send()

    assert sorted(codes(report)) == ["SND-03", "SND-03", "SND-15"]
    assert server.count("GET") == 6


def test_a_refused_key_ends_the_run_and_is_never_told(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_PEPPYRUS_KEY", "wrong-key")

    report = sender.send()

    assert sorted(codes(report)) == ["SND-02", "SND-15"]
    assert "wrong-key" not in str(report.record())


def test_a_run_that_is_stopped_shows_what_it_sent(sender: Sender, server: PeppyrusServer) -> None:
    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise StoppedError

    report = sender.send(on_sent=stop)

    assert report.added == 2
    assert sender.shown("state") == [("sent",), ("sent",), ("issued",)]
    assert sender.send().added == 1
    assert server.count("POST") == 3


def test_an_answer_that_got_lost_is_told_and_found_by_the_next_run(
    sender: Sender, server: PeppyrusServer
) -> None:
    server.mishaps = [Mishap("POST", lost=True), *[Mishap("GET /v1/message", 500)] * 3]

    report = sender.send()

    assert (report.added, codes(report)) == (2, ["SND-05"])
    assert sender.send().added == 1
    assert [server.sent(number) for number in NUMBERS] == [1, 1, 1]
    assert set(sender.shown("state")) == {("sent",)}


def test_only_the_invoices_that_are_named_are_sent(sender: Sender, server: PeppyrusServer) -> None:
    assert sender.send(["2026-00002"]).added == 1
    assert [server.sent(number) for number in NUMBERS] == [0, 1, 0]


def test_a_failed_delivery_is_sent_again_only_when_it_is_named(
    sender: Sender, server: PeppyrusServer
) -> None:
    sender.send()
    first, *others = server.messages.values()
    first["folder"] = "failed"
    rule = {"id": "R003", "type": "FATAL", "message": "Buyer reference missing"}
    server.reports[first["id"]] = {"transmissionRules": None, "validationRules": [rule]}
    for one in others:
        one["folder"] = "sent"

    report = sender.states()

    assert (report.changed, codes(report)) == (3, ["SND-17"])
    assert "R003 Buyer reference missing" in report.findings[0].sentence
    assert sender.shown("delivery_state", "delivery_reason") == [
        ("not delivered", "R003 R003 Buyer reference missing"),
        ("delivered", None),
        ("delivered", None),
    ]
    assert sender.send().added == 0
    assert sender.send([NUMBERS[0]]).added == 1
    assert sender.shown("delivery_state")[0] == ("at the platform",)
    assert server.sent(NUMBERS[0]) == 2
    assert sender.send([NUMBERS[0]]).added == 0, "what is under way is not sent again"


def test_states_are_asked_until_the_last_word(sender: Sender, server: PeppyrusServer) -> None:
    sender.send()

    waiting = sender.states()
    for one in server.messages.values():
        one["folder"] = "sent"
    shown = sender.states(dry_run=True)
    news, none = sender.states(), sender.states()

    assert (waiting.changed, waiting.unchanged) == (0, 3)
    assert (shown.changed, news.changed) == (3, 3)
    assert (none.changed, none.unchanged) == (0, 0)
    sender.now = NOW + timedelta(days=400)
    before = len(server.asked)
    sender.states()
    assert len(server.asked) == before


def test_a_message_that_is_gone_is_a_finding_of_its_row(
    sender: Sender, server: PeppyrusServer
) -> None:
    sender.send()
    del server.messages[next(iter(server.messages))]

    report = sender.states()

    assert (report.unchanged, codes(report)) == (2, ["SND-04"])


def test_asking_ends_with_a_refused_key_and_begins_where_it_was_told(
    sender: Sender, server: PeppyrusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.send()
    for one in server.messages.values():
        one["folder"] = "sent"
    with monkeypatch.context() as changed:
        changed.setenv("QUOTEPART_PEPPYRUS_KEY", "wrong-key")
        refused = sender.states()

    named = sender.states(numbers=(NUMBERS[1],))

    assert sorted(codes(refused)) == ["SND-02", "SND-15"]
    assert named.changed == 1
    assert sender.shown("delivery_state") == [
        ("at the platform",),
        ("delivered",),
        ("at the platform",),
    ]


def test_asking_that_is_stopped_keeps_what_it_heard(sender: Sender, server: PeppyrusServer) -> None:
    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 3)
        raise StoppedError

    sender.send()
    for one in server.messages.values():
        one["folder"] = "sent"

    assert sender.states(on_sent=stop).changed == 1
    assert sender.states().changed == 2


def test_what_another_platform_has_is_not_asked_about(
    sender: Sender, server: PeppyrusServer
) -> None:
    sender.send()
    asked = len(server.asked)
    at = "http://127.0.0.1:1"
    sender.office.put("Settings", {"setting": "platform"}, value="afnor")
    sender.office.put("Settings", {"setting": "platform_address"}, value=f"{at} {at} {at}")

    report = sender.states()

    assert (report.changed, report.unchanged, codes(report)) == (0, 0, [])
    assert len(server.asked) == asked


def test_without_a_platform_nothing_is_sent(tmp_path: Path) -> None:
    office = Office(tmp_path)
    request = SendRequest(lambda: NOW)

    with pytest.raises(UnknownPlatformError) as caught:
        run(office.book, lambda content: send(content, request))

    assert caught.value.code == "SND-08"
    assert run(office.book, lambda content: states(content, request)).findings == []


def test_without_a_key_nothing_is_sent(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUOTEPART_PEPPYRUS_KEY")

    with pytest.raises(NoKeyError):
        sender.send()


@pytest.mark.parametrize(
    ("address", "base"),
    [
        (None, "https://api.peppyrus.be/v1/"),
        ("live", "https://api.peppyrus.be/v1/"),
        ("Test", "https://api.test.peppyrus.be/v1/"),
    ],
)
def test_peppyrus_needs_no_address(address: str | None, base: str) -> None:
    firm = Firm.model_construct(platform=SendingPlatform.PEPPYRUS, platform_address=address)

    with connect(firm) as platform:
        assert str(platform._web._client.base_url) == base  # type: ignore[attr-defined]  # noqa: SLF001 - nothing is asked there


def test_a_french_payer_refuses_and_contests(tmp_path: Path) -> None:
    with running(AfnorServer) as server:
        at = server.address
        services = f"{at}/flow-service {at}/directory-service {at}/token"
        server.lines = {
            one.partition(":")[2]: {"addressingIdentifier": one.partition(":")[2]}
            for one in ADDRESSES.values()
        }
        sender = Sender(tmp_path, services, "afnor")
        for row in sender.office.rows("Invoices"):
            recipient = ADDRESSES[row["payer"]].replace("0208", "0225")
            file = ubl(row["number"], recipient, "0225:123456749")
            sender.file(row["number"], file, f"fr-{row['number']}")
        assert sender.send().added == 3
        for flow in server.flows.values():
            flow["acknowledgement"] = {"status": "Ok"}
        server.tell(cdar(NUMBERS[0], "210"))
        server.tell(cdar(NUMBERS[1], "207"))

        report = sender.states()
        again = sender.states()

        assert sorted(codes(report)) == ["SND-01", "SND-18"]
        assert sorted(codes(again)) == ["SND-01", "SND-18"], "as long as it stands"
        assert (report.changed, again.changed) == (3, 0)
        assert sender.shown("state", "delivery_state", "delivery_reason") == [
            ("sent", "refused", "210 Refusée; TX_TVA_ERR: Taux erroné"),
            ("sent", "delivered", "207 En litige; TX_TVA_ERR: Taux erroné"),
            ("sent", "passed on", None),
        ]


def test_the_journal_keeps_what_became_of_an_invoice(
    sender: Sender, server: PeppyrusServer
) -> None:
    sender.send()
    for one in server.messages.values():
        one["folder"] = "sent"
    sender.states()

    history = sender.office.journal.history(NUMBERS[0])

    assert [one.kind.value for one in history] == [
        "issued",
        "filed",
        "sending",
        "sent",
        "delivery",
    ]
    assert history[-1].detail["state"] == DeliveryState.DELIVERED
    assert sender.office.journal.verify_chain() == []
    assert load(sender.office.book).findings == ()
