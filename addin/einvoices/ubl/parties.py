"""Who stands on an invoice, in UBL."""

from functools import lru_cache

from addin.einvoices.markup import element, schemed, wrapped
from addin.einvoices.model import (
    Address,
    Contact,
    Identifier,
    Payee,
    TaxRepresentative,
    TradingParty,
)

_VAT_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
_OTHER_SCHEME = "<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme>"


@lru_cache(maxsize=1024)
def trading_party(role: str, party: TradingParty, creditor: str = "") -> str:
    """The seller or the buyer.

    Args:
        role: Name of the element.
        party: Who it is.
        creditor: Identifier of the creditor of a direct debit (BT-90), which UBL has among those of
            the seller; or empty.
    """
    return "".join(
        (
            f"<cac:{role}><cac:Party>",
            identifier("cbc:EndpointID", party.endpoint),
            *[_identification(one) for one in party.identifiers],
            _identification(Identifier(creditor, "SEPA")) if creditor else "",
            _named(party.trading_name),
            address("cac:PostalAddress", party.address),
            _taxed(party.vat_identifier, _VAT_SCHEME),
            _taxed(party.tax_registration, _OTHER_SCHEME),
            _legal(party),
            _contact(party.contact),
            f"</cac:Party></cac:{role}>",
        )
    )


def payee(party: Payee, creditor: str = "") -> str:
    """Who is to be paid, if it is not the seller."""
    registration = identifier("cbc:CompanyID", party.legal_registration)
    return "".join(
        (
            "<cac:PayeeParty>",
            "" if party.identifier is None else _identification(party.identifier),
            _identification(Identifier(creditor, "SEPA")) if creditor else "",
            _named(party.name),
            wrapped("cac:PartyLegalEntity", registration),
            "</cac:PayeeParty>",
        )
    )


def representative(party: TaxRepresentative) -> str:
    """Who answers for the VAT of the seller."""
    return "".join(
        (
            "<cac:TaxRepresentativeParty>",
            _named(party.name),
            address("cac:PostalAddress", party.address),
            _taxed(party.vat_identifier, _VAT_SCHEME),
            "</cac:TaxRepresentativeParty>",
        )
    )


def address(name: str, place: Address | None) -> str:
    """Where somebody is; nothing without an address."""
    if place is None:
        return ""
    country = element("cbc:IdentificationCode", place.country)
    return "".join(
        (
            f"<{name}>",
            element("cbc:StreetName", place.street),
            element("cbc:AdditionalStreetName", place.additional),
            element("cbc:CityName", place.city),
            element("cbc:PostalZone", place.postcode),
            element("cbc:CountrySubentity", place.subdivision),
            wrapped("cac:AddressLine", element("cbc:Line", place.third)),
            wrapped("cac:Country", country),
            f"</{name}>",
        )
    )


def identifier(name: str, known: Identifier | None) -> str:
    """A number with who gave it out; nothing without one."""
    return "" if known is None else schemed(name, known.value, known.scheme)


def _identification(known: Identifier) -> str:
    return wrapped("cac:PartyIdentification", identifier("cbc:ID", known))


def _named(name: str) -> str:
    return wrapped("cac:PartyName", element("cbc:Name", name))


def _legal(party: TradingParty) -> str:
    """Its name, without which the rules refuse a file (BR-06, BR-07), and its number."""
    return wrapped(
        "cac:PartyLegalEntity",
        element("cbc:RegistrationName", party.name)
        + identifier("cbc:CompanyID", party.legal_registration)
        + element("cbc:CompanyLegalForm", party.legal_information),
    )


def _taxed(number: str, scheme: str) -> str:
    company = element("cbc:CompanyID", number)
    return wrapped("cac:PartyTaxScheme", f"{company}{scheme}") if company else ""


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return ""
    return wrapped(
        "cac:Contact",
        element("cbc:Name", contact.name)
        + element("cbc:Telephone", contact.phone)
        + element("cbc:ElectronicMail", contact.email),
    )
