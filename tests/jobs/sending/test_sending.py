"""Sending e-invoices from the workbook: who gets them, and once each."""

from pathlib import Path

import pytest
from loopback import Mishap, PeppyrusServer, ubl
from sample_office import Office, codes
from sending_office import ADDRESSES, NOW, NUMBERS, Sender

from addin.billing.choices import SendingPlatform
from addin.delivery.faults import NoKeyError, UnknownPlatformError
from addin.errors import StoppedError
from addin.jobs.following import states
from addin.jobs.platforms import connect
from addin.jobs.running import run
from addin.jobs.sending import SendRequest, send
from addin.tables.sheets.settings import Firm


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
