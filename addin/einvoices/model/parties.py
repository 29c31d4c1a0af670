"""Who stands on an electronic invoice, and where: a part of the model."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number by which somebody or something is known.

    Attributes:
        value: The number itself.
        scheme: Who gives it out: a code of ISO 6523 (``0208`` the Belgian register of enterprises,
            ``0002`` SIREN) or, of an electronic address, of the list EAS; of what is sold and of
            an object, of UNTDID 7143 and 1153. Empty if it is not told.
        version: Of the list it is taken from; only a classification has one.
    """

    value: str
    scheme: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is (BG-5, BG-8, BG-12, BG-15).

    Attributes:
        street: First line (BT-35, BT-50, BT-64, BT-75).
        additional: Second line (BT-36, BT-51, BT-65, BT-76).
        third: Third line (BT-162, BT-163, BT-164, BT-165).
        city: BT-37, BT-52, BT-66, BT-77.
        postcode: BT-38, BT-53, BT-67, BT-78.
        subdivision: Region or province (BT-39, BT-54, BT-68, BT-79).
        country: Two letters, ISO 3166-1 (BT-40, BT-55, BT-69, BT-80).
    """

    street: str = ""
    additional: str = ""
    third: str = ""
    city: str = ""
    postcode: str = ""
    subdivision: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask (BG-6, BG-9).

    Attributes:
        name: Person or department (BT-41, BT-56).
        phone: BT-42, BT-57.
        email: BT-43, BT-58.
    """

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class TradingParty:
    """The seller (BG-4) or the buyer (BG-7).

    Attributes:
        name: BT-27, BT-44.
        address: BG-5, BG-8; None where a file has none.
        trading_name: If it is known under another (BT-28, BT-45).
        identifiers: Numbers it goes by, such as a SIRET (BT-29, BT-46).
        legal_registration: KBO number or SIREN (BT-30, BT-47).
        vat_identifier: With its country prefix (BT-31, BT-48).
        tax_registration: What says that it pays VAT or is registered for tax at home (BT-32); of
            the seller only.
        legal_information: Legal form, capital, register (BT-33); of the seller only.
        endpoint: Where it receives electronic documents (BT-34, BT-49).
        contact: BG-6, BG-9.
    """

    name: str
    address: Address | None = None
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    legal_registration: Identifier | None = None
    vat_identifier: str = ""
    tax_registration: str = ""
    legal_information: str = ""
    endpoint: Identifier | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is to be paid, if it is not the seller (BG-10).

    Attributes:
        name: BT-59.
        identifier: BT-60.
        legal_registration: BT-61.
    """

    name: str
    identifier: Identifier | None = None
    legal_registration: Identifier | None = None


@dataclass(frozen=True, slots=True)
class TaxRepresentative:
    """Who answers for the VAT of the seller (BG-11).

    Attributes:
        name: BT-62.
        vat_identifier: BT-63.
        address: BG-12.
    """

    name: str
    vat_identifier: str
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class ServicePeriod:
    """From when to when something was supplied (BG-14, BG-26).

    Attributes:
        start: First day (BT-73, BT-134).
        end: Last day, inclusive (BT-74, BT-135).
    """

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """To whom, where and when it was delivered (BG-13).

    Attributes:
        name: BT-70.
        location: BT-71.
        day: BT-72.
        address: BG-15.
    """

    name: str = ""
    location: Identifier | None = None
    day: date | None = None
    address: Address | None = None
