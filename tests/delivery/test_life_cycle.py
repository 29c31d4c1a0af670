"""The French life cycle, by its official sample messages and by every code there is."""

from pathlib import Path

import pytest
from loopback import cdar

from addin.delivery.faults import UnknownDocumentError
from addin.delivery.life_cycle import STATES, latest, steps
from addin.delivery.platform import DeliveryState

SAMPLES = Path(__file__).parent.parent.parent.parent / "shared" / "corpus" / "fr-cdar"

OFFICIAL = {
    "UC1_F202500003_01-CDV-200_Deposee": ("F202500003", DeliveryState.SENT, "200", "Déposée"),
    "UC1_F202500003_02-CDV-202_Recue": (
        "F202500003",
        DeliveryState.DELIVERED,
        "202",
        "Reçue par la plateforme",
    ),
    "UC1_F202500003_04-CDV-204_Prise_en_charge": (
        "F202500003",
        DeliveryState.DELIVERED,
        "204",
        "Prise en charge",
    ),
    "UC1_F202500003_06-CDV-211_Paiement_transmis": (
        "F202500003",
        DeliveryState.ACCEPTED,
        "211",
        "Paiement transmis",
    ),
    "UC1_F202500003_07-CDV-212_Encaissee_POUR_PPF": (
        "F202500003",
        DeliveryState.ACCEPTED,
        "212",
        "Encaissée",
    ),
    "UC5_F202500007_04-CDV-207_En_litige": (
        "F202500007",
        DeliveryState.DELIVERED,
        "207",
        "En litige; TX_TVA_ERR: Taux de TVA erroné: Créer un Avoir total",
    ),
}


def sample(name: str) -> bytes:
    path = SAMPLES / f"{name}.xml"
    if not path.is_file():
        pytest.skip(f"{path} is not here: the official samples lie beside the project")
    return path.read_bytes()


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_message_tells_its_state(name: str) -> None:
    (step,) = steps(sample(name))

    said = step.delivery
    assert (step.number, said.state, said.code, said.reason) == OFFICIAL[name]
    assert step.seller == "100000009"
    assert said.disputed == (said.code == "207")


def test_the_messages_of_an_invoice_end_with_its_payment() -> None:
    names = [name for name in OFFICIAL if name.startswith("UC1")]

    told = latest(step for name in reversed(names) for step in steps(sample(name)))

    assert told is not None
    assert told.code == "212"


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("203", DeliveryState.DELIVERED),
        ("205", DeliveryState.ACCEPTED),
        ("210", DeliveryState.REJECTED),
        ("213", DeliveryState.FAILED),
        ("220", DeliveryState.REJECTED),
        ("221", DeliveryState.FAILED),
        ("501", DeliveryState.FAILED),
    ],
)
def test_a_code_is_a_state(code: str, state: DeliveryState) -> None:
    (step,) = steps(cdar("F1", code))

    assert step.delivery.state is state
    assert step.delivery.reason.startswith(STATES[code][1])


def test_of_two_states_at_one_moment_the_further_one_counts() -> None:
    told = latest([*steps(cdar("F1", "205")), *steps(cdar("F1", "202"))])

    assert told is not None
    assert told.code == "205"


def test_without_messages_there_is_no_state() -> None:
    assert latest([]) is None


def test_a_moment_that_cannot_be_read_comes_before_all_others() -> None:
    (unreadable,) = steps(cdar("F1", "212", "soon"))

    told = latest([unreadable, *steps(cdar("F1", "202"))])

    assert unreadable.delivery.moment is None
    assert told is not None
    assert told.code == "202"


@pytest.mark.parametrize(
    "message",
    [
        cdar("F1", "299"),
        b"<Invoice/>",
        b"not XML",
        b"",
        cdar("F1", "200").replace(
            b"?>", b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        ),
    ],
)
def test_what_is_no_message_of_the_life_cycle_is_refused(message: bytes) -> None:
    with pytest.raises(UnknownDocumentError) as caught:
        steps(message)

    assert caught.value.code == "SND-11"
