"""The tables of the index of the KBO/BCE, and how a row of the register becomes one of theirs.

Numbers of enterprises and of establishments are kept as whole numbers of ten digits; those of
enterprises begin with 0 or 1, those of establishments with 2 to 8, so that they never meet.
What nobody looks up is left out: activities, branches, and the names of establishments.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from addin.registers.kbo_files import Row, read_date

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE code (category TEXT, code TEXT, language TEXT, description TEXT,
    PRIMARY KEY (category, code, language)) WITHOUT ROWID;
CREATE TABLE enterprise (number INTEGER PRIMARY KEY, situation TEXT, form TEXT, start TEXT);
CREATE TABLE establishment (number INTEGER PRIMARY KEY, enterprise INTEGER);
CREATE TABLE denomination (entity INTEGER, kind TEXT, language TEXT, name TEXT);
CREATE TABLE address (entity INTEGER, street_fr TEXT, street_nl TEXT, house TEXT, postcode TEXT,
    city_fr TEXT, city_nl TEXT, country_fr TEXT, country_nl TEXT, struck_off TEXT);
CREATE TABLE contact (entity INTEGER, kind TEXT, value TEXT);
CREATE VIRTUAL TABLE names USING fts5(name, content='', tokenize='unicode61 remove_diacritics 2');
"""

INDEXES = """
CREATE INDEX establishment_enterprise ON establishment (enterprise);
CREATE INDEX denomination_entity ON denomination (entity);
CREATE INDEX address_entity ON address (entity);
CREATE INDEX contact_entity ON contact (entity);
"""
"""Made once all rows are in: sorting once costs less than finding the place of each row."""

TOLD = frozenset({"JuridicalForm", "JuridicalSituation"})
"""The categories of codes that are put into words; those of activities are most of the file."""

ABROAD = "9"
"""What the number of a branch of a foreign enterprise begins with; it is not an official one."""

Made = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the index and the file it comes from.

    Attributes:
        file: Name of the CSV file, without its ending.
        columns: Those that are read; the first one is the number rows are deleted by.
        key: Column of the table that holds that number.
        made: What becomes of the rows; some are left out.
    """

    file: str
    columns: tuple[str, ...]
    key: str
    width: int
    made: Callable[[Iterable[Row]], Iterator[Made]]

    @property
    def insert(self) -> str:
        """The statement that adds a row."""
        return f"INSERT OR REPLACE INTO {self.file} VALUES ({', '.join('?' * self.width)})"  # noqa: S608 - ours

    @property
    def delete(self) -> str:
        """The statement that takes every row of a number out."""
        return f"DELETE FROM {self.file} WHERE {self.key} = ?"  # noqa: S608 - ours


def entity(number: str) -> int:
    """A number of the register as the index keeps it.

    >>> entity("0123.456.749")
    123456749
    """
    return int(number.replace(".", ""))


def written(number: int) -> str:
    """A number of the index as ten digits.

    >>> written(123456749)
    '0123456749'
    """
    return f"{number:010}"


def is_enterprise(number: str) -> bool:
    """Whether a number is that of an enterprise, ``9999.999.999``, and not of one of its places."""
    return number[:1] in {"0", "1"}


def _enterprises(rows: Iterable[Row]) -> Iterator[Made]:
    """Of two legal forms the one that counts by the code of 2019, until its statutes say it."""
    for number, situation, form, form_to_read, start in rows:
        yield entity(number), situation, form_to_read or form, _day(start)


def _establishments(rows: Iterable[Row]) -> Iterator[Made]:
    for number, enterprise in rows:
        yield entity(number), entity(enterprise)


def _denominations(rows: Iterable[Row]) -> Iterator[Made]:
    for number, kind, language, name in rows:
        if is_enterprise(number):
            yield entity(number), kind, language, name.strip()


def _addresses(rows: Iterable[Row]) -> Iterator[Made]:
    for row in rows:
        number, street_fr, street_nl, house, box, postcode, city_fr, city_nl, *abroad, struck = row
        if number.startswith(ABROAD):
            continue
        where = f"{house}/{box}" if house and box else house or box
        streets = street_fr.strip(), street_nl.strip()
        place = postcode.strip(), city_fr.strip(), city_nl.strip()
        yield (entity(number), *streets, where, *place, *abroad, _day(struck))


def _contacts(rows: Iterable[Row]) -> Iterator[Made]:
    for number, kind, value in rows:
        if is_enterprise(number):
            yield entity(number), kind, value.strip()


def codes(rows: Iterable[Row]) -> Iterator[Made]:
    """The codes that are put into words."""
    return (row for row in rows if row[0] in TOLD)


def _day(text: str) -> str | None:
    """A date as ISO 8601 has it; nothing where none is written or none is meant."""
    try:
        return read_date(text).isoformat()
    except ValueError:
        return None


CODE = ("Category", "Code", "Language", "Description")
_LOCATION = ("StreetFR", "StreetNL", "HouseNumber", "Box", "Zipcode", "MunicipalityFR")
_ABROAD = ("MunicipalityNL", "CountryFR", "CountryNL", "DateStrikingOff")
_LEGAL = ("JuridicalSituation", "JuridicalForm", "JuridicalFormCAC", "StartDate")

SOURCES: Mapping[str, Source] = {
    one.file: one
    for one in (
        Source("enterprise", ("EnterpriseNumber", *_LEGAL), "number", 4, _enterprises),
        Source(
            "establishment",
            ("EstablishmentNumber", "EnterpriseNumber"),
            "number",
            2,
            _establishments,
        ),
        Source(
            "denomination",
            ("EntityNumber", "TypeOfDenomination", "Language", "Denomination"),
            "entity",
            4,
            _denominations,
        ),
        Source("address", ("EntityNumber", *_LOCATION, *_ABROAD), "entity", 10, _addresses),
        Source("contact", ("EntityNumber", "ContactType", "Value"), "entity", 3, _contacts),
    )
}
"""The tables that are kept up to date by the update files."""

NEEDED = frozenset({"enterprise", "denomination", "address"})
"""Without them nothing is looked up; a file without the others is taken all the same."""
