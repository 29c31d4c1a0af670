"""What becomes of the e-invoices that were sent, as the platform tells it when it is asked."""

from datetime import timedelta
from pathlib import Path

import pytest
from loopback import AfnorServer, PeppyrusServer, cdar, running, ubl
from sample_office import codes
from sending_office import ADDRESSES, NOW, NUMBERS, Sender

from addin.delivery.platform import DeliveryState
from addin.errors import StoppedError
from addin.jobs.content import load


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
