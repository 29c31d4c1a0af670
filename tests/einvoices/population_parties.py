"""Firms and clients at random: their names are awkward, their numbers have right check digits."""

from random import Random

from addin.billing.choices import EInvoice
from addin.billing.invoice import Party

NAMES = (
    "Boulangerie Dupont",
    "Müller & Söhne <Bau> GmbH",
    "Dite « L'Étoile » — œuvres",
    "Café \"Chez 'Zoé'\"",
    "  Leading and trailing blanks  ",
    "Ligne 1\nLigne 2",
    "Windows\r\nline",
    "Emoji \N{RECEIPT}\N{FAMILY}",
    "&amp; already <![CDATA[escaped]]>",
    "Tab\there",
    "No\u00a0break\u200bspace",
    "شركة 株式会社",
    "Zażółć gęślą jaźń " * 11 + "..",
    "#PMT#not a code",
    "0",
    "-",
)
"""A name has up to 200 signs: line breaks, blanks and whatever XML takes for its own among them."""

ADDRESSES = (
    "Rue Neuve 1",
    "Rue Neuve 1\nBoîte 4",
    "Chaussée d'Alsemberg 999\n2e étage\n\nBureau <4> & 5",
    "  1, Grote Markt  ",
)
ABROAD = {
    "DE": "DE136695976",
    "NL": "NL004495445B01",
    "LU": "LU15027442",
    "IT": "IT00743110157",
    "ES": "ESB58378431",
    "AT": "ATU13585627",
}
"""VAT numbers of firms of the Union, by country."""
OVERSEAS = {
    "CH": ("CHE107787577IVA", "9927:CHE107787577"),
    "GB": ("GB980780684", "9932:GB980780684"),
    "US": ("", "0060:081466849"),
}
"""VAT number and electronic address of firms outside the Union, by country."""
GLOBAL_LOCATION = "0088:7300010000001"
"""Where a consumer, or an association without a number, may receive a file."""


def party(luck: Random, country: str, form: EInvoice, *, known: bool = True) -> Party:
    """A client, or a firm, of a country.

    Args:
        luck: Where chance comes from.
        country: Two letters, ISO 3166-1.
        form: In which it gets its invoices, or sends them.
        known: Whether it has a VAT number; a consumer has none.
    """
    vat_number, enterprise_number, endpoint = _numbers(luck, country, form, known=known)
    return Party(
        key=f"C-{luck.randrange(10_000):04}",
        name=luck.choice(NAMES),
        address=luck.choice(ADDRESSES),
        postcode=luck.choice(("1000", "75001", " 01000 ", "SW1A 1AA")),
        city=luck.choice(("Bruxelles", "'s-Gravenhage", "L'Haÿ-les-Roses & <Cie>")),
        country=country,
        vat_number=vat_number,
        enterprise_number=enterprise_number,
        contact=luck.choice(("", "An Peeters", "Service <compta> & co")),
        email=luck.choice(("", "compta@example.be")),
        phone=luck.choice(("", "+32 2 555 01 00")),
        endpoint=endpoint,
    )


def _numbers(luck: Random, country: str, form: EInvoice, *, known: bool) -> tuple[str, str, str]:
    """VAT number, number of the register and electronic address."""
    if not known:
        return _of_consumer(luck, country, form)
    if country == "BE":
        number = belgian_number(luck)
        own = luck.choice(("", number, f"{number[:4]}.{number[4:7]}.{number[7:]}"))
        return f"BE{number}", own, luck.choice(("", f"0208:{number}", f"9925:BE{number}"))
    if country == "FR":
        siren = french_number(luck)
        key = (12 + 3 * (int(siren) % 97)) % 97
        own = luck.choice((siren, f"{siren[:3]} {siren[3:6]} {siren[6:]}", siret(luck, siren)))
        endpoint = luck.choice(("", f"0225:{siren}", f"0225:{siren}_FACT"))
        return f"FR{key:02}{siren}", own, endpoint
    if country in OVERSEAS:
        number, endpoint = OVERSEAS[country]
        return number, "" if number else "US-4711", endpoint
    return ABROAD[country], "", ""


def _of_consumer(luck: Random, country: str, form: EInvoice) -> tuple[str, str, str]:
    """In France a firm without VAT has a SIREN all the same; abroad nothing but an address."""
    if country == "FR" and form is not EInvoice.PEPPOL:
        siren = french_number(luck)
        return "", siren, f"0225:{siren}"
    return "", "", GLOBAL_LOCATION


def belgian_number(luck: Random) -> str:
    """Ten digits, the last two of which follow from the others modulo 97."""
    head = luck.randrange(2_000_000, 20_000_000)
    return f"{head:08}{97 - head % 97:02}"


def french_number(luck: Random) -> str:
    """A SIREN: nine digits, the last of which follows from the others."""
    return _with_check_digit(f"{luck.randrange(10_000_000, 99_999_999)}")


def siret(luck: Random, siren: str) -> str:
    """A SIREN with the number of an establishment and one more check digit."""
    return _with_check_digit(f"{siren}{luck.randrange(1, 9_999):04}")


def _with_check_digit(digits: str) -> str:
    """ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(one // 10 + one % 10 for one in doubled)
    return f"{digits}{-total % 10}"
