"""A French platform, by a server that holds to the published OpenAPI of XP Z12-013 1.3.0."""

from datetime import UTC, datetime
from typing import Any

import pytest
from loopback import CLIENT, QUICK, SECRET, TOKEN, AfnorServer, Mishap, cdar, ubl

from addin.delivery.afnor import Addresses, Afnor
from addin.delivery.envelope import document
from addin.delivery.faults import (
    KeyRefusedError,
    OutcomeUnknownError,
    TurnedDownError,
    UnreadableAnswerError,
    UnsafeAddressError,
)
from addin.delivery.keys import Key
from addin.delivery.platform import Delivery, DeliveryState, Document, Participant, Receipt

FIRM, PAYER = "0225:123456749", "0225:702042755"
UPDATED = datetime(2026, 11, 21, 10, tzinfo=UTC)


def invoice(number: str = "F2026-00001") -> Document:
    return document(ubl(number, PAYER, FIRM))


def line(address: str, **cells: Any) -> dict[str, Any]:
    """A line of the directory."""
    usual = {"platformType": "WK", "directoryLineStatus": "Enabled", "siren": address[:9]}
    unit = {"siren": address[:9], "businessName": "Boulangerie Pascale"}
    return {"addressingIdentifier": address, "legalUnit": unit, **usual, **cells}


def test_an_invoice_is_a_flow_with_its_digest_and_our_own_identifier(
    french: AfnorServer, afnor: Afnor
) -> None:
    file = invoice()

    receipt = afnor.send(file)

    flow = french.flows[receipt.identifier]
    assert french.files[receipt.identifier] == file.content
    assert (flow["trackingId"], flow["flowSyntax"]) == (file.tracking, "UBL")
    assert flow["name"] == "F2026-00001.xml"


def test_one_token_serves_until_it_ends(french: AfnorServer, afnor: Afnor) -> None:
    afnor.send(invoice("F1"))
    afnor.send(invoice("F2"))
    assert french.tokens == 1

    french.seconds = 0
    french.tokens += 1  # the platform no longer takes the one it gave
    afnor.send(invoice("F3"))
    afnor.send(invoice("F4"))

    assert french.tokens == 4, "one for F3, and a new one for F4, since it had ended at once"
    assert len(french.flows) == 4


def test_a_client_that_the_platform_does_not_know_is_a_refused_key(french: AfnorServer) -> None:
    base = french.address
    addresses = Addresses(f"{base}/flow-service", f"{base}/directory-service", f"{base}/token")
    with (
        Afnor(Key(f"{CLIENT}:{SECRET}x"), addresses, QUICK) as platform,
        pytest.raises(KeyRefusedError) as caught,
    ):
        platform.send(invoice())

    assert caught.value.values["reason"] == "400 invalid_client; *** is wrong"
    assert SECRET not in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert french.flows == {}


def test_a_document_that_is_there_is_found_by_our_identifier(afnor: Afnor) -> None:
    others = [invoice(f"F{place}") for place in range(4)]
    for one in others:
        afnor.send(one)
    receipt = afnor.send(invoice())

    assert afnor.find(invoice()) == receipt
    assert afnor.find(invoice("F9")) is None


def test_a_flow_that_was_dropped_does_not_count_as_handed_over(
    french: AfnorServer, afnor: Afnor
) -> None:
    receipt = afnor.send(invoice())
    french.flows[receipt.identifier]["acknowledgement"] = {"status": "Error"}

    assert afnor.find(invoice()) is None


def test_a_flow_waits_then_is_passed_on(french: AfnorServer, afnor: Afnor) -> None:
    receipt = afnor.send(invoice())
    assert afnor.state(receipt) == Delivery(DeliveryState.QUEUED, moment=UPDATED)

    french.flows[receipt.identifier]["acknowledgement"] = {"status": "Ok"}
    assert afnor.state(receipt) == Delivery(DeliveryState.SENT, moment=UPDATED)


def test_a_flow_that_is_not_taken_says_why(french: AfnorServer, afnor: Afnor) -> None:
    receipt = afnor.send(invoice())
    french.flows[receipt.identifier]["acknowledgement"] = {
        "status": "Error",
        "details": [
            {
                "level": "Error",
                "item": "BT-23",
                "reasonCode": "InvalidSchema",
                "reasonMessage": "Cadre de facturation inconnu",
            }
        ],
    }

    assert afnor.state(receipt) == Delivery(
        DeliveryState.FAILED, "InvalidSchema", "BT-23: Cadre de facturation inconnu", UPDATED
    )


def test_the_life_cycle_tells_that_the_payer_refused(french: AfnorServer, afnor: Afnor) -> None:
    receipt = afnor.send(invoice())
    french.flows[receipt.identifier]["acknowledgement"] = {"status": "Ok"}
    french.tell(cdar("F2026-00001", "210", "20261123090000"))
    french.tell(cdar("F2026-00001", "202", "20261122090000"))
    french.tell(cdar("F2026-00002", "212", "20261125090000"))
    french.tell(cdar("F2026-00001", "212", "20261126090000", seller="999999999"))
    french.tell(b"<not-a-message/>")

    told = afnor.state(receipt)

    assert (told.state, told.code) == (DeliveryState.REJECTED, "210")
    assert told.reason == "Refusée; TX_TVA_ERR: Taux erroné"


def test_life_cycle_messages_are_fetched_once_and_from_a_moment_on(french: AfnorServer) -> None:
    base = french.address
    addresses = Addresses(f"{base}/flow-service", f"{base}/directory-service", f"{base}/token")
    since = datetime(2026, 11, 20, tzinfo=UTC)
    with Afnor(Key(f"{CLIENT}:{SECRET}"), addresses, QUICK, since=since) as platform:
        receipts = [platform.send(invoice(f"F{place}")) for place in range(3)]
        french.tell(cdar("F1", "205"))
        for receipt in receipts:
            french.flows[receipt.identifier]["acknowledgement"] = {"status": "Ok"}
        states = [platform.state(receipt).state for receipt in receipts]

    assert states == [DeliveryState.SENT, DeliveryState.ACCEPTED, DeliveryState.SENT]
    searches = [one.json for one in french.asked if one.path.endswith("/search")]
    assert [one["where"]["updatedAfter"] for one in searches] == ["2026-11-20T00:00:00Z"]


def test_the_directory_tells_who_receives_at_an_address(french: AfnorServer, afnor: Afnor) -> None:
    french.lines = {
        "702042755": line("702042755"),
        "552100554": line("552100554", directoryLineStatus="Upcoming"),
    }

    assert afnor.lookup("0225:702042755") == Participant("0225:702042755", "Boulangerie Pascale")
    assert afnor.lookup("0225:552100554") is None
    assert afnor.lookup("0225:999999999") is None
    assert afnor.lookup("0208:0123456749") is None


def test_a_siren_a_siret_and_a_vat_number_lead_to_open_addresses(
    french: AfnorServer, afnor: Afnor
) -> None:
    french.lines = {
        "702042755": line("702042755"),
        "702042755_COMPTA": line("702042755_COMPTA", siret="70204275500240"),
        "702042755_OLD": line("702042755_OLD", directoryLineStatus="Disabled"),
    }
    whole = ["0225:702042755", "0225:702042755_COMPTA"]

    assert [one.identifier for one in afnor.search("702 042 755", "FR")] == whole
    assert [one.identifier for one in afnor.search("FR36702042755", "FR")] == whole
    assert [one.identifier for one in afnor.search("70204275500240", "FR")] == whole[1:]


def test_a_flow_that_is_too_big_is_turned_down(french: AfnorServer, afnor: Afnor) -> None:
    told = b'{"errorCode": "FILE_SIZE_EXCEEDED", "errorMessage": "Provided file is too big"}'
    french.mishaps = [Mishap("POST /flow-service", 413, body=told)]

    with pytest.raises(TurnedDownError) as caught:
        afnor.send(invoice())

    assert caught.value.values["reason"] == "413 FILE_SIZE_EXCEEDED: Provided file is too big"


def test_an_answer_that_is_cut_leaves_the_outcome_open(french: AfnorServer, afnor: Afnor) -> None:
    french.mishaps = [Mishap("POST /flow-service", lost=True)]

    with pytest.raises(OutcomeUnknownError):
        afnor.send(invoice())

    assert afnor.find(invoice()) is not None


def test_an_answer_that_lacks_what_is_promised_is_told(french: AfnorServer, afnor: Afnor) -> None:
    receipt = afnor.send(invoice())
    french.mishaps = [Mishap("GET /flow-service", body=b'{"flowId": "x"}')]

    with pytest.raises(UnreadableAnswerError) as caught:
        afnor.state(receipt)

    reason = str(caught.value.values["reason"])
    assert reason == "updatedAt, flowSyntax, acknowledgement"


def test_three_addresses_are_wanted() -> None:
    text = "https://a.example/flow-service https://a.example/directory-service"

    with pytest.raises(UnsafeAddressError):
        Addresses.read(text)

    token = "https://auth.example/token"  # noqa: S105 - an address
    assert Addresses.read(f"{text}\n{token}").token == token


def test_a_receipt_of_another_firm_is_not_told_the_state_of_ours(
    french: AfnorServer, afnor: Afnor
) -> None:
    receipt = afnor.send(invoice())
    french.flows[receipt.identifier]["acknowledgement"] = {"status": "Ok"}
    french.tell(cdar("F2026-00001", "212", seller="999999999"))

    other = Receipt(receipt.identifier, "F2026-00001", FIRM)

    assert afnor.state(other).state is DeliveryState.SENT
