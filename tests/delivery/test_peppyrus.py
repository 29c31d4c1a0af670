"""The Belgian access point, by a server that holds to its published form."""

import base64

import pytest
from loopback import INVOICE_TYPE, KEY, QUICK, Mishap, PeppyrusServer, ubl

from addin.delivery.envelope import document
from addin.delivery.faults import (
    KeyRefusedError,
    OutcomeUnknownError,
    TurnedDownError,
    UnreadableAnswerError,
)
from addin.delivery.keys import Key
from addin.delivery.peppyrus import Peppyrus
from addin.delivery.platform import Delivery, DeliveryState, Participant, Receipt

PAYER = "0208:0403170701"


@pytest.fixture(autouse=True)
def _registered(access_point: PeppyrusServer) -> None:
    access_point.participants[PAYER] = [f"busdox-docid-qns::{INVOICE_TYPE}"]


def test_an_invoice_is_handed_over_as_it_is(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    file = document(ubl("2026-00001"))

    receipt = peppyrus.send(file)

    message = access_point.messages[receipt.identifier]
    assert base64.b64decode(message["fileContent"]) == file.content
    assert message["sender"] == "0208:0123456749"
    assert message["recipient"] == PAYER
    assert message["documentType"] == f"busdox-docid-qns::{INVOICE_TYPE}"
    assert message["processType"] == (
        "cenbii-procid-ubl::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
    )


def test_the_folder_tells_how_far_it_has_come(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    receipt = peppyrus.send(document(ubl("2026-00001")))
    assert peppyrus.state(receipt) == Delivery(DeliveryState.QUEUED)

    access_point.messages[receipt.identifier]["folder"] = "sent"
    assert peppyrus.state(receipt) == Delivery(DeliveryState.DELIVERED)


def test_a_failure_comes_with_the_rules_that_were_broken(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    receipt = peppyrus.send(document(ubl("2026-00001")))
    access_point.messages[receipt.identifier]["folder"] = "failed"
    access_point.reports[receipt.identifier] = {
        "transmissionRules": "The document was not sent.",
        "validationRules": [
            {"id": "UBL-CR-244", "type": "WARNING", "message": "No legal form", "location": "/"},
            {"id": "PEPPOL-EN16931-R003", "type": "FATAL", "message": "Buyer reference missing."},
        ],
    }

    assert peppyrus.state(receipt) == Delivery(
        DeliveryState.FAILED,
        "PEPPOL-EN16931-R003",
        "The document was not sent.; PEPPOL-EN16931-R003 Buyer reference missing.",
    )


def test_a_document_that_is_there_is_found_by_its_bytes(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    for number in range(1, 4):
        peppyrus.send(document(ubl(f"2026-0000{number}")))
    sent = peppyrus.send(document(ubl("2026-00004")))
    access_point.messages[sent.identifier]["folder"] = "sent"

    assert peppyrus.find(document(ubl("2026-00004"))) == sent
    assert peppyrus.find(document(ubl("2026-00005"))) is None


def test_a_document_is_found_on_a_later_page(
    access_point: PeppyrusServer, peppyrus: Peppyrus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.delivery.peppyrus.PER_PAGE", 2)
    receipts = [peppyrus.send(document(ubl(f"2026-0000{one}"))) for one in range(1, 6)]

    assert peppyrus.find(document(ubl("2026-00005"))) == receipts[-1]
    assert access_point.count("GET /v1/message/list") == 3


def test_a_document_that_failed_does_not_count_as_handed_over(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    receipt = peppyrus.send(document(ubl("2026-00001")))
    access_point.messages[receipt.identifier]["folder"] = "failed"

    assert peppyrus.find(document(ubl("2026-00001"))) is None


def test_who_is_registered_is_told_with_what_it_takes(peppyrus: Peppyrus) -> None:
    found = peppyrus.lookup(PAYER)

    assert found == Participant(PAYER, receives=(INVOICE_TYPE,))
    assert found.takes(INVOICE_TYPE)
    assert not found.takes(INVOICE_TYPE.replace("Invoice", "CreditNote"))
    assert peppyrus.lookup("0208:0999999922") is None


def test_a_participant_may_take_every_kind_that_begins_alike(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    begins = INVOICE_TYPE.partition("##")[0]
    access_point.participants[PAYER] = [f"peppol-doctype-wildcard::{begins}##*"]

    found = peppyrus.lookup(PAYER)

    assert found is not None
    assert found.takes(INVOICE_TYPE)
    assert not found.takes(INVOICE_TYPE.replace("Invoice", "CreditNote"))


def test_a_vat_number_leads_to_its_address(peppyrus: Peppyrus) -> None:
    assert [one.identifier for one in peppyrus.search("BE0403170701", "BE")] == [PAYER]
    assert peppyrus.search("BE0999999922", "BE") == []


def test_a_recipient_that_is_not_registered_is_turned_down(peppyrus: Peppyrus) -> None:
    with pytest.raises(TurnedDownError) as caught:
        peppyrus.send(document(ubl("2026-00001", "0208:0999999922")))

    assert caught.value.values["reason"] == "404 PEPPOL identifier not found"


def test_a_file_that_breaks_the_rules_is_turned_down_with_reasons(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    told = b'{"errors": [{"id": "BR-CO-15", "message": "Totals differ"}]}'
    access_point.mishaps = [Mishap("POST", 422, body=told)]

    with pytest.raises(TurnedDownError) as caught:
        peppyrus.send(document(ubl("2026-00001")))

    assert caught.value.values["reason"] == "422 BR-CO-15; Totals differ"
    assert access_point.count("POST") == 1


def test_a_wrong_key_is_refused(access_point: PeppyrusServer) -> None:
    with (
        Peppyrus(Key("other"), f"{access_point.address}/v1", QUICK) as platform,
        pytest.raises(KeyRefusedError) as caught,
    ):
        platform.lookup(PAYER)

    assert caught.value.values == {"platform": "peppyrus", "reason": "401 *** is no key"}
    assert KEY not in repr(platform)


@pytest.mark.parametrize("body", [b'{"id": ', b"{}", b"[]", b'{"id": ""}', b"<html>"])
def test_an_answer_that_nobody_can_read_leaves_the_outcome_open(
    body: bytes, access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    access_point.mishaps = [Mishap("POST", body=body)]

    with pytest.raises(OutcomeUnknownError):
        peppyrus.send(document(ubl("2026-00001")))

    assert access_point.sent("2026-00001") == 1


def test_an_unknown_folder_is_not_guessed_at(
    access_point: PeppyrusServer, peppyrus: Peppyrus
) -> None:
    receipt = peppyrus.send(document(ubl("2026-00001")))
    access_point.messages[receipt.identifier]["folder"] = "limbo"

    with pytest.raises(UnreadableAnswerError) as caught:
        peppyrus.state(receipt)

    assert caught.value.code == "SND-06"
    assert caught.value.values["reason"] == "folder limbo"


def test_a_message_that_is_gone_is_told(peppyrus: Peppyrus) -> None:
    with pytest.raises(TurnedDownError):
        peppyrus.state(Receipt("no/such", "2026-00001", "0208:0123456749"))
