"""A zip of the KBO/BCE of any size, of made-up enterprises, in the layout of the cookbook.

The proportions are those of the real files of 2025: to each enterprise 1.7 names, 1.5 addresses,
0.9 establishments and five activities. As in the real files, the rows go by the numbers.
"""

import random
import zipfile
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

FIRST_PERIOD = 2_000_000  # the first eight digits of the first number: 0200.0…
WORDS = (
    *("Boulangerie", "Garage", "Immobilière", "Consulting", "Bouw", "Transport", "Café", "Atelier"),
    *("Dupont", "Janssens", "Peeters", "Martin", "Maes", "Lambert", "Claes", "Dubois", "Wouters"),
    *("du Nord", "van Gent", "& Fils", "Invest", "Group", "Services", "Partners", "Belgium"),
)
STREETS = ("Rue de la Loi", "Chaussée de Wavre", "Grand-Place", "Rue Neuve", "Avenue Louise")
CITIES = (("1000", "Brussel", "Bruxelles"), ("4000", "Luik", "Liège"), ("9000", "Gent", "Gent"))
CODES = (
    '"JuridicalForm","610","FR","Société à responsabilité limitée"',
    '"JuridicalForm","610","NL","Besloten Vennootschap"',
    '"JuridicalSituation","050","FR","Ouverture de faillite"',
)


def number_of(place: int) -> str:
    """The ten digits of the enterprise at a place, with right check digits."""
    base = FIRST_PERIOD + place * 3
    return f"{base:08}{97 - base % 97:02}"


def make_register(path: Path, enterprises: int) -> None:
    """Write the zip; its content depends on the number of enterprises alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, lines in _files(enterprises).items():
            with (
                archive.open(f"{name}.csv", "w", force_zip64=True) as raw,
                TextIOWrapper(raw, "utf-8", newline="\n") as text,
            ):
                text.writelines(f"{line}\n" for line in lines)


def _files(enterprises: int) -> dict[str, Iterator[str]]:
    return {
        "meta": _meta(),
        "code": _lines("Category,Code,Language,Description", iter(CODES)),
        "contact": _lines("EntityNumber,EntityContact,ContactType,Value", _contacts(enterprises)),
        "enterprise": _lines(
            "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,"
            "JuridicalFormCAC,StartDate",
            _enterprises(enterprises),
        ),
        "establishment": _lines(
            "EstablishmentNumber,StartDate,EnterpriseNumber", _establishments(enterprises)
        ),
        "activity": _lines(
            "EntityNumber,ActivityGroup,NaceVersion,NaceCode,Classification",
            _activities(enterprises),
        ),
        "address": _lines(
            "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,"
            "StreetNL,StreetFR,HouseNumber,Box,ExtraAddressInfo,DateStrikingOff",
            _addresses(enterprises),
        ),
        "denomination": _lines(
            "EntityNumber,Language,TypeOfDenomination,Denomination", _denominations(enterprises)
        ),
    }


def _lines(headings: str, rows: Iterator[str]) -> Iterator[str]:
    yield ",".join(f'"{heading}"' for heading in headings.split(","))
    yield from rows


def _meta() -> Iterator[str]:
    yield '"Variable","Value"'
    yield '"SnapshotDate","01-11-2026"'
    yield '"ExtractType","full"'
    yield '"ExtractNumber","150"'


def _dotted(place: int) -> str:
    number = number_of(place)
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def _place_number(place: int) -> str:
    digits = f"{2_000_000_000 + place * 7}"
    return f"{digits[0]}.{digits[1:4]}.{digits[4:7]}.{digits[7:]}"


def _enterprises(count: int) -> Iterator[str]:
    for place in range(count):
        situation = "050" if place % 25 == 0 else "000"
        kind, form = ("2", '"610"') if place % 2 else ("1", "")
        yield f'"{_dotted(place)}","AC","{situation}","{kind}",{form},,01-03-2010'


def _establishments(count: int) -> Iterator[str]:
    for place in range(count):
        if place % 10:
            yield f'"{_place_number(place)}","01-03-2010","{_dotted(place)}"'


def _denominations(count: int) -> Iterator[str]:
    chance = random.Random(1)  # noqa: S311 - names, and always the same ones
    for place in range(count):
        name = " ".join(chance.sample(WORDS, 3))
        yield f'"{_dotted(place)}","1","001","{name} {place}"'
        if place % 10 < 7:
            yield f'"{_dotted(place)}","1","003","{chance.choice(WORDS)} {place}"'


def _addresses(count: int) -> Iterator[str]:
    for place in range(count):
        if place % 2:
            yield f'"{_dotted(place)}","REGO",{_location(place)}'
    for place in range(count):
        if place % 10:
            yield f'"{_place_number(place)}","BAET",{_location(place)}'


def _location(place: int) -> str:
    postcode, dutch, french = CITIES[place % len(CITIES)]
    street = STREETS[place % len(STREETS)]
    house = place % 300 + 1
    return f',,"{postcode}","{dutch}","{french}","{street}","{street}","{house}","","",'


def _contacts(count: int) -> Iterator[str]:
    for place in range(0, count, 3):
        yield f'"{_dotted(place)}","ENT","EMAIL","info@firm{place}.example"'


def _activities(count: int) -> Iterator[str]:
    for place in range(count):
        for version in ("2003", "2008", "2025"):
            yield f'"{_dotted(place)}","001","{version}","62020","MAIN"'
        yield f'"{_dotted(place)}","006","2025","62020","MAIN"'
        yield f'"{_dotted(place)}","001","2025","69201","SECO"'
