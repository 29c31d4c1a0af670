"""Zip files of the KBO/BCE open data, as the cookbook lays them out, of made-up enterprises."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from addin.registers.enterprise import Enterprise
from addin.registers.kbo_index import KboIndex
from addin.words import Language

Files = Mapping[str, Sequence[Sequence[str]]]

HEADINGS: Mapping[str, Sequence[str]] = {
    "meta": ("Variable", "Value"),
    "code": ("Category", "Code", "Language", "Description"),
    "enterprise": (
        "EnterpriseNumber",
        "Status",
        "JuridicalSituation",
        "TypeOfEnterprise",
        "JuridicalForm",
        "JuridicalFormCAC",
        "StartDate",
    ),
    "establishment": ("EstablishmentNumber", "StartDate", "EnterpriseNumber"),
    "denomination": ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
    "address": (
        "EntityNumber",
        "TypeOfAddress",
        "CountryNL",
        "CountryFR",
        "Zipcode",
        "MunicipalityNL",
        "MunicipalityFR",
        "StreetNL",
        "StreetFR",
        "HouseNumber",
        "Box",
        "ExtraAddressInfo",
        "DateStrikingOff",
    ),
    "contact": ("EntityNumber", "EntityContact", "ContactType", "Value"),
    "activity": ("EntityNumber", "ActivityGroup", "NaceVersion", "NaceCode", "Classification"),
    "branch": ("Id", "StartDate", "EnterpriseNumber"),
}

BAKERY, GARAGE, BROKE = "0677.482.840", "0252.937.891", "0413.967.492"
PERSON, ABROAD, BARE = "0615.601.095", "0577.060.423", "0596.148.043"
CLOSED = "0123456749"
"""A number whose check digits are right and that is in no file."""

NONE = ("", "", "")


def address(
    number: str, kind: str, city: str, street: str, house: str, box: str = "", struck: str = ""
) -> Sequence[str]:
    """A row of a Belgian address; city and street in Dutch and French, parted by a slash."""
    postcode, _, cities = city.partition(" ")
    places = (*cities.split("/"), *street.split("/"))
    return (number, kind, "", "", postcode, *places, house, box, "", struck)


FULL: Files = {
    "code": [
        ("JuridicalForm", "610", "FR", "Société à responsabilité limitée"),
        ("JuridicalForm", "610", "NL", "Besloten Vennootschap"),
        ("JuridicalForm", "015", "FR", "Société privée à responsabilité limitée"),
        ("JuridicalForm", "030", "FR", "Entreprise étrangère"),
        ("JuridicalSituation", "050", "FR", "Ouverture de faillite"),
        ("JuridicalSituation", "050", "NL", "Opening faillissement"),
        ("Nace2025", "10711", "FR", "Fabrication de pain"),
    ],
    "enterprise": [
        (BAKERY, "AC", "000", "2", "015", "610", "02-03-2011"),
        (GARAGE, "AC", "000", "2", "610", "", "03-03-2012"),
        (BROKE, "AC", "050", "2", "610", "", "04-04-2013"),
        (PERSON, "AC", "000", "1", "", "", "06-03-2015"),
        (ABROAD, "AC", "000", "2", "030", "", "07-03-2016"),
        (BARE, "AC", "000", "1", "", "", ""),
    ],
    "establishment": [
        ("2.000.000.001", "02-03-2011", BAKERY),
        ("2.000.000.002", "06-03-2015", PERSON),
    ],
    "denomination": [
        (BAKERY, "2", "001", "Bakkerij Janssens"),
        (BAKERY, "1", "001", "Boulangerie Janssens"),
        (BAKERY, "1", "003", 'Au "Bon" Pain, été'),
        (GARAGE, "1", "001", "Garage Martin"),
        (BROKE, "1", "001", "Immobilière du Nord"),
        (PERSON, "0", "001", "Peeters, Anne"),
        (ABROAD, "1", "001", "Lumière de Lille"),
        ("2.000.000.001", "1", "003", "Le petit fournil"),
    ],
    "address": [
        address(BAKERY, "REGO", "1000 Brussel/Bruxelles", "Wetstraat/Rue de la Loi", "16", "3"),
        address("2.000.000.001", "BAET", "4000 Luik/Liège", "Rue Neuve/Rue Neuve", "5"),
        address(GARAGE, "REGO", "9000 Gent/Gent", "Stropstraat/Stropstraat", "1", "", "13-11-2023"),
        address(BROKE, "REGO", "7000 Mons/Mons", "Rue de Nimy/Rue de Nimy", "53"),
        address("2.000.000.002", "BAET", "3290 Diest/Diest", "Markt/Markt", "7"),
        (
            ABROAD,
            "REGO",
            "Frankrijk",
            "France",
            "59000",
            *["Lille"] * 2,
            *["Rue A"] * 2,
            "2",
            *NONE,
        ),
        address("9.000.000.001", "ABBR", "1000 Brussel/Bruxelles", "Markt/Markt", "9"),
    ],
    "contact": [
        (BAKERY, "ENT", "EMAIL", "info@janssens.example"),
        (BAKERY, "ENT", "EMAIL", "second@janssens.example"),
        (BAKERY, "ENT", "TEL", "02 511 11 11"),
        ("2.000.000.001", "EST", "EMAIL", "luik@janssens.example"),
    ],
    "activity": [(BAKERY, "001", "2025", "10711", "MAIN")],
    "branch": [("9.000.000.001", "01-01-2020", ABROAD)],
}
"""A bakery with two names, an old legal form and two addresses; a garage struck off its address; a
bankrupt firm; a person in business, known by its establishment alone; a French firm; and a person
of whom nothing is told."""


def meta(number: int, day: str, kind: str) -> list[Sequence[str]]:
    """What a file says of itself."""
    return [
        ("SnapshotDate", day),
        ("ExtractTimestamp", f"{day} 06:00:00"),
        ("ExtractType", kind),
        ("ExtractNumber", str(number)),
        ("Version", "R018.00"),
    ]


def write_zip(path: Path, files: Files) -> Path:
    """A zip of these rows, under their headings."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            text = io.StringIO()
            writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(_headings(name))
            writer.writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue())
    return path


def full_zip(folder: Path, number: int = 150, day: str = "01-11-2026") -> Path:
    """A full file of the enterprises above."""
    path = folder / f"KboOpenData_{number:04}_2026_11_Full.zip"
    return write_zip(path, {"meta": meta(number, day, "full"), **FULL})


def update_zip(folder: Path, number: int, files: Files, day: str = "02-11-2026") -> Path:
    """An update with these changes; keys are such as ``address_delete``."""
    path = folder / f"KboOpenData_{number:04}_2026_11_Update.zip"
    facts = {"meta": meta(number, day, "update"), "code": FULL["code"]}
    return write_zip(path, {**facts, **files})


def _headings(name: str) -> Sequence[str]:
    base, _, part = name.partition("_")
    return HEADINGS[base][:1] if part == "delete" else HEADINGS[base]


def bare(number: str) -> str:
    """A number without its dots."""
    return number.replace(".", "")


def told(index: KboIndex, number: str, language: Language = Language.FR) -> Enterprise:
    """An enterprise that is in the index."""
    found = index.find(bare(number))
    assert found is not None
    return found.told(language)
