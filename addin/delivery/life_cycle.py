"""The French life cycle of an invoice: what its messages (CDAR, XP Z12-014) say became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from addin.delivery.envelope import parsed, text_at
from addin.delivery.faults import UnknownDocumentError
from addin.delivery.platform import Delivery, DeliveryState

CDAR_ROOT = (
    "{urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100}"
    "CrossDomainAcknowledgementAndResponse"
)

# By the code of the state (MDT-105): where the document is then, and what the code is called.
STATES: dict[str, tuple[DeliveryState, str]] = {
    "200": (DeliveryState.SENT, "Déposée"),
    "201": (DeliveryState.SENT, "Émise par la plateforme"),
    "202": (DeliveryState.DELIVERED, "Reçue par la plateforme"),
    "203": (DeliveryState.DELIVERED, "Mise à disposition"),
    "204": (DeliveryState.DELIVERED, "Prise en charge"),
    "205": (DeliveryState.ACCEPTED, "Approuvée"),
    "206": (DeliveryState.ACCEPTED, "Approuvée partiellement"),
    "207": (DeliveryState.DELIVERED, "En litige"),
    "208": (DeliveryState.DELIVERED, "Suspendue"),
    "209": (DeliveryState.DELIVERED, "Complétée"),
    "210": (DeliveryState.REJECTED, "Refusée"),
    "211": (DeliveryState.ACCEPTED, "Paiement transmis"),
    "212": (DeliveryState.ACCEPTED, "Encaissée"),
    "213": (DeliveryState.FAILED, "Rejetée"),
    "214": (DeliveryState.DELIVERED, "Visée"),
    "220": (DeliveryState.REJECTED, "Annulée"),
    "221": (DeliveryState.FAILED, "Erreur de routage"),
    "224": (DeliveryState.DELIVERED, "Demande de paiement direct"),
    "225": (DeliveryState.DELIVERED, "Affacturée"),
    "226": (DeliveryState.DELIVERED, "Affacturée confidentiel"),
    "227": (DeliveryState.DELIVERED, "Changement de compte à payer"),
    "228": (DeliveryState.DELIVERED, "Non affacturée"),
    "501": (DeliveryState.FAILED, "Irrecevable"),
}

DISPUTED = frozenset({"206", "207", "208"})
"""The payer approves a part only, contests, or waits for something."""

FORMATS = {"204": "%Y%m%d%H%M%S", "203": "%Y%m%d%H%M", "102": "%Y%m%d"}
"""How moments are written, by their codes in UNTDID 2379."""


@dataclass(frozen=True, slots=True)
class Step:
    """One state that one document came to.

    Attributes:
        number: Of the invoice (MDT-87).
        seller: Its seller's SIREN (MDT-129); empty where the message does not tell.
    """

    number: str
    seller: str
    delivery: Delivery


def steps(cdar: bytes) -> list[Step]:
    """The states that a message tells.

    Raises:
        UnknownDocumentError: It is no life-cycle message, or has a state that is not known.
    """
    root = parsed(cdar)
    if root.tag != CDAR_ROOT:
        raise UnknownDocumentError(reason=etree.QName(root).localname)
    return [step for each in root.iterfind("{*}AcknowledgementDocument") for step in _steps(each)]


def latest(found: Iterable[Step]) -> Delivery | None:
    """The state reached last; of two at the same moment the one with the higher code."""
    never = datetime.min.replace(tzinfo=UTC)
    in_order = sorted(
        (one.delivery for one in found), key=lambda one: (one.moment or never, one.code)
    )
    return in_order[-1] if in_order else None


def _steps(acknowledgement: etree._Element) -> Iterator[Step]:
    moment = _moment(acknowledgement)
    for reference in acknowledgement.iterfind("{*}ReferenceReferencedDocument"):
        code = text_at(reference, "ProcessConditionCode")
        if code not in STATES:
            raise UnknownDocumentError(reason=f"MDT-105 {code!r}")
        state, _ = STATES[code]
        yield Step(
            text_at(reference, "IssuerAssignedID"),
            text_at(reference, "IssuerTradeParty/GlobalID"),
            Delivery(state, code, _reason(reference, code), moment, disputed=code in DISPUTED),
        )


def _reason(reference: etree._Element, code: str) -> str:
    """The name of the state, then each reason with its code and what is asked for."""
    said = [STATES[code][1]]
    for status in reference.iterfind("{*}SpecifiedDocumentStatus"):
        names = ("ReasonCode", "Reason", "RequestedAction")
        parts = [text for name in names if (text := text_at(status, name))]
        said += [": ".join(parts)] if parts else []
    return "; ".join(said)


def _moment(acknowledgement: etree._Element) -> datetime | None:
    """When the state was given (MDT-78). It bears no time zone: only the order counts."""
    found = acknowledgement.find("{*}IssueDateTime/{*}DateTimeString")
    if found is None:
        return None
    form = FORMATS.get(found.get("format", ""), "")
    try:
        return datetime.strptime((found.text or "").strip(), form).replace(tzinfo=UTC)
    except ValueError:
        return None
