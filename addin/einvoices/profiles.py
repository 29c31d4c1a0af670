"""The profiles in which an invoice goes out, and what each of them wants to be different.

Peppol takes one note; France wants the code of each note, what kind of exchange it is, and the
business process in letters of its own. So the same invoice is brought to a profile just before it
is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from addin.billing.choices import EInvoice
from addin.einvoices.codes import FRENCH_REGISTER
from addin.einvoices.model import Attachment, DocumentNote, ElectronicInvoice

EN_16931 = "urn:cen.eu:en16931:2017"
PEPPOL_BILLING = f"{EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SERVICES = "S1"
"""Business process of a French invoice of services that is not paid yet (BR-FR-08)."""

ANNEX = "DOCUMENT_ANNEXE"
"""A file that goes with a French invoice and is nothing else of the list (BR-FR-17)."""

_EXCHANGE = "BAR"
# BR-FR-17: the kinds of attachments, as the French platforms know them.
_FRENCH_ATTACHMENTS = frozenset(
    {
        "BON_COMMANDE",
        "BON_LIVRAISON",
        "BORDEREAU_SUIVI",
        "BORDEREAU_SUIVI_VALIDATION",
        ANNEX,
        "ETAT_ACOMPTE",
        "FACTURE_PAIEMENT_DIRECT",
        "FEUILLE_DE_STYLE",
        "LISIBLE",
        "PJA",
        "RECAPITULATIF_COTRAITANCE",
        "RIB",
    }
)


@dataclass(frozen=True, slots=True)
class Profile:
    """How an invoice is written for one kind of receiver.

    Attributes:
        einvoice: What the sheet Clients calls it.
        specification: BT-24.
        process: BT-23; empty where the invoice says it itself.
        one_note: Whether there is room for a single note (PEPPOL-EN16931-R002).
        french: Whether the French rules hold whoever sells; else for a French seller only, and
            never in Peppol.
        quantity_decimals: How many decimals a quantity may have; None for any number.
        price_decimals: Likewise a price.
    """

    einvoice: EInvoice
    specification: str
    process: str = ""
    one_note: bool = False
    french: bool = False
    quantity_decimals: int | None = None
    price_decimals: int | None = None

    def is_french(self, seller_country: str) -> bool:
        """Whether the French rules hold."""
        return self.french or (self.einvoice is EInvoice.FACTURX and seller_country == "FR")


PEPPOL = Profile(
    EInvoice.PEPPOL,
    PEPPOL_BILLING,
    process="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
    one_note=True,
)
# BR-FR-DEC-02 and BR-FR-DEC-03 say how many decimals there may be.
FRENCH_UBL = Profile(EInvoice.UBL_FR, EN_16931, french=True, quantity_decimals=4, price_decimals=6)
FRENCH_CII = Profile(EInvoice.CII_FR, EN_16931, french=True, quantity_decimals=4, price_decimals=6)
FACTUR_X = Profile(EInvoice.FACTURX, EN_16931, quantity_decimals=4, price_decimals=6)

PROFILES: Mapping[EInvoice, Profile] = MappingProxyType(
    {profile.einvoice: profile for profile in (PEPPOL, FRENCH_UBL, FRENCH_CII, FACTUR_X)}
)
"""By the form in which a payer gets its invoices; there is none for a PDF alone."""


def conformed(invoice: ElectronicInvoice, profile: Profile) -> ElectronicInvoice:
    """An invoice as a profile wants it; one that is so already comes back as it is."""
    if profile.one_note:
        notes = one_note(invoice.notes)
        specification, process = profile.specification, profile.process
        own = (invoice.specification, invoice.process, invoice.notes)
        if own == (specification, process, notes):
            return invoice
        return replace(invoice, specification=specification, process=process, notes=notes)
    seller = invoice.seller.address
    if not profile.is_french("" if seller is None else seller.country):
        return replace(invoice, specification=profile.specification)
    return replace(
        invoice,
        specification=profile.specification,
        process=invoice.process or SERVICES,
        notes=_with_exchange(invoice),
        attachments=tuple(map(_french, invoice.attachments)),
    )


def one_note(notes: Sequence[DocumentNote]) -> tuple[DocumentNote, ...]:
    """All notes as one; none without any.

    A single one comes back as it is, but for what it is about, which Peppol has no place for.
    """
    # The penalties and the compensation of late payment may be one sentence under two codes.
    whole = "\n".join(dict.fromkeys(note.text for note in notes))
    return (DocumentNote(whole),) if whole else ()


def _with_exchange(invoice: ElectronicInvoice) -> tuple[DocumentNote, ...]:
    """The notes, and between whom the invoice is exchanged (BR-FR-20)."""
    if any(note.subject == _EXCHANGE for note in invoice.notes):
        return invoice.notes
    return (*invoice.notes, DocumentNote(_exchange(invoice), _EXCHANGE))


def _exchange(invoice: ElectronicInvoice) -> str:
    buyer = invoice.buyer
    registration = buyer.legal_registration
    if registration is not None and registration.scheme == FRENCH_REGISTER:
        return "B2B"
    abroad = buyer.address is not None and buyer.address.country != "FR"
    is_business = bool(registration or buyer.vat_identifier)
    return f"B2{'B' if is_business else 'C'}{'INT' if abroad else ''}"


def is_french_process(process: str) -> bool:
    """Whether a business process (BT-23) is one of those of the French rules (BR-FR-08).

    >>> is_french_process("S1"), is_french_process("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
    (True, False)
    """
    return len(process) == 2 and process[0] in "BMS" and process[1].isdecimal()


def _french(attachment: Attachment) -> Attachment:
    """An attachment under one of the kinds that the platforms know: an annex, if nothing else."""
    if attachment.description in _FRENCH_ATTACHMENTS:
        return attachment
    return replace(attachment, description=ANNEX)
