"""The firm and its client under the norm's terms."""

from functools import lru_cache

from addin.billing.invoice import Party
from addin.einvoices.codes import BELGIAN_REGISTER, FRENCH_ESTABLISHMENT, FRENCH_REGISTER
from addin.einvoices.markup import legible
from addin.einvoices.model import Address, Contact, Identifier, TradingParty
from addin.identity.endpoint import usual_endpoint
from addin.identity.enterprise_number import SIRET_DIGITS, checked_enterprise_number
from addin.identity.fault import Fault

_REGISTERS = {"BE": BELGIAN_REGISTER, "FR": FRENCH_REGISTER}


@lru_cache(maxsize=1024)
def electronic_party(party: Party, *, outside_vat: bool, is_seller: bool = False) -> TradingParty:
    """The seller or the buyer.

    Args:
        party: As on the invoice.
        outside_vat: Whether the invoice is outside the scope of VAT. It may then give no VAT number
            (BR-O-02): the seller's goes where other tax numbers go, the buyer's stands in for that
            of its register if it has none.
        is_seller: Which of the two it is.
    """
    registration = _registration(party)
    number = party.vat_number
    if outside_vat and registration is None and number:
        registration = Identifier(number)
    return TradingParty(
        name=party.name,
        address=_address(party),
        identifiers=_establishment(party),
        legal_registration=registration,
        vat_identifier="" if outside_vat else number,
        tax_registration=_tax_number(number, registration, outside_vat) if is_seller else "",
        legal_information=legible(party.legal_information),
        endpoint=_endpoint(party),
        contact=_contact(party),
    )


def _tax_number(vat_number: str, registration: Identifier | None, outside_vat: bool) -> str:  # noqa: FBT001
    """What the tax office knows a seller by, where its VAT number may not tell it, or is none.

    A French small business may have no VAT number: it goes by its SIREN.
    """
    if vat_number:
        return vat_number if outside_vat else ""
    return "" if registration is None else registration.value


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def _registration(party: Party) -> Identifier | None:
    """The number of a firm in its register; of a Belgian firm, its VAT number has it too."""
    given = party.enterprise_number
    if party.country == "BE":
        given = given or party.vat_number
    if not given:
        return None
    checked = checked_enterprise_number(given, party.country)
    # A number that is none is told by the checks, which are to see it.
    number = _digits(given) if isinstance(checked, Fault) else checked
    return Identifier(number, _REGISTERS.get(party.country, ""))


def _establishment(party: Party) -> tuple[Identifier, ...]:
    """The SIRET of a French firm that gives it in place of its SIREN."""
    digits = _digits(party.enterprise_number)
    if party.country == "FR" and len(digits) == SIRET_DIGITS:
        return (Identifier(digits, FRENCH_ESTABLISHMENT),)
    return ()


def _endpoint(party: Party) -> Identifier | None:
    """Where it receives invoices; where nobody says, under the number of its register."""
    known = party.endpoint or usual_endpoint(
        party.country, party.enterprise_number, party.vat_number
    )
    scheme, _, address = known.partition(":")
    return Identifier(address, scheme) if address else None


def _address(party: Party) -> Address:
    lines = [line.strip() for line in map(legible, party.address.splitlines()) if line]
    street, additional, *rest = [*lines, "", ""]
    return Address(
        street=street,
        additional=additional,
        third=", ".join(line for line in rest if line),
        city=party.city,
        postcode=party.postcode,
        country=party.country,
    )


def _contact(party: Party) -> Contact | None:
    name, phone, email = map(legible, (party.contact, party.phone, party.email))
    return Contact(name, phone, email) if name or phone or email else None
