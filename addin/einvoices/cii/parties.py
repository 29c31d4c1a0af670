"""Who stands on an invoice, in CII."""

from collections.abc import Iterable

from addin.einvoices.markup import element, schemed, wrapped
from addin.einvoices.model import (
    Address,
    Contact,
    Delivery,
    Identifier,
    Payee,
    TaxRepresentative,
    TradingParty,
)

_VAT, _FISCAL = "VA", "FC"


def trading_party(name: str, party: TradingParty) -> str:
    """The seller or the buyer, in the element of a name."""
    return "".join(
        (
            f"<{name}>",
            _identifiers(party.identifiers),
            element("ram:Name", party.name),
            element("ram:Description", party.legal_information),
            _organization(party.legal_registration, party.trading_name),
            _contact(party.contact),
            _address(party.address),
            _endpoint(party.endpoint),
            _registered(party.vat_identifier, _VAT),
            _registered(party.tax_registration, _FISCAL),
            f"</{name}>",
        )
    )


def payee(party: Payee) -> str:
    """Who is to be paid, if it is not the seller."""
    return "".join(
        (
            "<ram:PayeeTradeParty>",
            _identifiers(() if party.identifier is None else (party.identifier,)),
            element("ram:Name", party.name),
            _organization(party.legal_registration),
            "</ram:PayeeTradeParty>",
        )
    )


def representative(party: TaxRepresentative) -> str:
    """Who answers for the VAT of the seller."""
    return "".join(
        (
            "<ram:SellerTaxRepresentativeTradeParty>",
            element("ram:Name", party.name),
            _address(party.address),
            _registered(party.vat_identifier, _VAT),
            "</ram:SellerTaxRepresentativeTradeParty>",
        )
    )


def receiver(delivery: Delivery) -> str:
    """To whom and where it was delivered; nothing where that is not told."""
    location = delivery.location
    return wrapped(
        "ram:ShipToTradeParty",
        _identifiers(() if location is None else (location,))
        + element("ram:Name", delivery.name)
        + _address(delivery.address),
    )


def _identifiers(known: Iterable[Identifier]) -> str:
    """Numbers without a register come first."""
    in_order = sorted(known, key=lambda one: bool(one.scheme))
    return "".join(
        [
            schemed("ram:GlobalID" if one.scheme else "ram:ID", one.value, one.scheme)
            for one in in_order
        ]
    )


def _organization(registration: Identifier | None, trading_name: str = "") -> str:
    number = ""
    if registration is not None:
        number = schemed("ram:ID", registration.value, registration.scheme)
    name = element("ram:TradingBusinessName", trading_name)
    return wrapped("ram:SpecifiedLegalOrganization", f"{number}{name}")


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return ""
    phone = element("ram:CompleteNumber", contact.phone)
    email = element("ram:URIID", contact.email)
    return wrapped(
        "ram:DefinedTradeContact",
        element("ram:PersonName", contact.name)
        + wrapped("ram:TelephoneUniversalCommunication", phone)
        + wrapped("ram:EmailURIUniversalCommunication", email),
    )


def _address(place: Address | None) -> str:
    if place is None:
        return ""
    return wrapped(
        "ram:PostalTradeAddress",
        "".join(
            (
                element("ram:PostcodeCode", place.postcode),
                element("ram:LineOne", place.street),
                element("ram:LineTwo", place.additional),
                element("ram:LineThree", place.third),
                element("ram:CityName", place.city),
                element("ram:CountryID", place.country),
                element("ram:CountrySubDivisionName", place.subdivision),
            )
        ),
    )


def _endpoint(known: Identifier | None) -> str:
    if known is None:
        return ""
    address = schemed("ram:URIID", known.value, known.scheme)
    return wrapped("ram:URIUniversalCommunication", address)


def _registered(number: str, scheme: str) -> str:
    return wrapped("ram:SpecifiedTaxRegistration", schemed("ram:ID", number, scheme))
