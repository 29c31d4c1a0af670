"""The index of the KBO/BCE on this computer: an enterprise by its number, or by its name."""

import errno
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from rapidfuzz import fuzz, process, utils

from addin import config
from addin.registers.enterprise import Address, Denomination, Registered
from addin.registers.faults import IndexUnusableError
from addin.registers.kbo_files import Extract
from addin.registers.kbo_tables import entity, written

ASKED_AT_ONCE = 500
CANDIDATES = 100
"""Names that are compared with the one sought; the shortest that have its words come first."""

HAVING = "SELECT rowid FROM names WHERE names MATCH ? {order} LIMIT ?"
WORD = re.compile(r"\w+")
SEAT = "SELECT entity, 1, address.* FROM address WHERE entity IN ({marks})"
PLACES = """
SELECT establishment.enterprise, 0, address.* FROM establishment
JOIN address ON address.entity = establishment.number
WHERE establishment.enterprise IN ({marks}) ORDER BY establishment.number
"""


def kbo_file() -> Path:
    """Where the index is kept: ``.quotepart/registers/kbo.sqlite`` in the user's own folder.

    ``QUOTEPART_REGISTERS`` names another folder, such as one that a whole firm shares.
    """
    named = os.environ.get("QUOTEPART_REGISTERS")
    return (Path(named) if named else config.log_file().parent / "registers") / "kbo.sqlite"


def installed_index() -> "KboIndex | None":
    """The index of this computer, open; None where there is none or it cannot be read."""
    try:
        return KboIndex(kbo_file()) if kbo_file().is_file() else None
    except (IndexUnusableError, OSError):
        return None


class KboIndex:
    """The index, open for reading.

    Attributes:
        extract: Which snapshot of the register it has.

    Raises:
        IndexUnusableError: It is not there, or it is something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise IndexUnusableError(path=path, reason=os.strerror(errno.ENOENT))
        with self._readable():
            # Not read-only: an update that was cut short is undone by whoever opens the file next.
            # By its path and not its address, which SQLite does not take from a Windows server.
            self._database = sqlite3.connect(path, isolation_level=None)
        try:
            with self._readable():
                self._database.execute("PRAGMA query_only = ON")
                facts = dict(self._database.execute("SELECT name, value FROM facts"))
                day = date.fromisoformat(facts["day"])
                self.extract = Extract(int(facts["extract"]), day, full=True)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def __len__(self) -> int:
        """How many enterprises it has."""
        with self._readable():
            count: int = self._database.execute("SELECT count(*) FROM enterprise").fetchone()[0]
        return count

    def find(self, number: str) -> Registered | None:
        """An enterprise by its ten digits; None where the register has no such active one."""
        return self.several([number]).get(number)

    def several(self, numbers: Iterable[str]) -> dict[str, Registered]:
        """Enterprises by their ten digits, those that the register has; any number of them."""
        wanted = sorted({entity(number) for number in numbers})
        with self._readable():
            return {
                one.number: one
                for start in range(0, len(wanted), ASKED_AT_ONCE)
                for one in self._some(wanted[start : start + ASKED_AT_ONCE])
            }

    def named(self, name: str, most: int = 10) -> list[Registered]:
        """Enterprises that have every word of this name in theirs, the likest first.

        Where none has, the words are taken for the beginnings of words. Accents and capitals make
        no difference.
        """
        words = [f'"{word}"' for word in WORD.findall(name)]
        if not words:
            return []
        with self._readable():
            numbers = self._having(words) or self._having([f"{word}*" for word in words])
        found = list(self.several(map(written, numbers)).values())
        return sorted(found, key=lambda one: -_likeness(name, one))[:most]

    def _having(self, words: Sequence[str]) -> list[int]:
        """Some enterprises with all these words in their names; of many, the shortest names.

        To rank them takes a look at each one that has the words, and so is done for many only.
        """
        sought = (" ".join(words), CANDIDATES)
        rows = self._database.execute(HAVING.format(order=""), sought).fetchall()
        if len(rows) == CANDIDATES:
            rows = self._database.execute(HAVING.format(order="ORDER BY rank"), sought).fetchall()
        return [number for (number,) in rows]

    def _some(self, numbers: Sequence[int]) -> Iterator[Registered]:
        marks = ", ".join("?" * len(numbers))
        names = self._gathered(
            f"SELECT entity, kind, language, name FROM denomination WHERE entity IN ({marks})"  # noqa: S608
            " ORDER BY entity, rowid",
            numbers,
        )
        seats = self._gathered(SEAT.format(marks=marks), numbers)
        places = self._gathered(PLACES.format(marks=marks), numbers)
        contacts = self._gathered(
            f"SELECT entity, kind, value FROM contact WHERE entity IN ({marks})",  # noqa: S608
            numbers,
        )
        rows = self._database.execute(
            f"SELECT number, situation, form, start FROM enterprise WHERE number IN ({marks})",  # noqa: S608
            numbers,
        )
        for number, situation, form, start in rows.fetchall():
            reached = dict(reversed(contacts.get(number, [])))
            addresses = seats.get(number, []) + places.get(number, [])
            yield Registered(
                number=written(number),
                situation=situation,
                start=_date(start),
                legal_forms=self._words.get(("JuridicalForm", form), {}),
                situations=self._words.get(("JuridicalSituation", situation), {}),
                names=[Denomination(*one) for one in names.get(number, [])],
                addresses=[_address(row) for row in addresses],
                email=reached.get("EMAIL", ""),
                phone=reached.get("TEL", ""),
            )

    def _gathered(self, query: str, numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
        """Rows by the enterprise in their first column."""
        gathered: dict[int, list[tuple[Any, ...]]] = {}
        for number, *rest in self._database.execute(query, numbers):
            gathered.setdefault(number, []).append(tuple(rest))
        return gathered

    @cached_property
    def _words(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The codes in words: by category and code, then by language."""
        words: dict[tuple[str, str], dict[str, str]] = {}
        for category, code, language, description in self._database.execute("SELECT * FROM code"):
            words.setdefault((category, code), {})[language] = description
        return words

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, KeyError, ValueError) as failure:
            raise IndexUnusableError(path=self.path, reason=failure) from None


def plain(text: str) -> str:
    """A name in small letters, without accents and signs, to compare it.

    >>> plain("Société « Été », S.A.")
    'societe   ete    s a'
    """
    apart = unicodedata.normalize("NFKD", text)
    return utils.default_process("".join(one for one in apart if not unicodedata.combining(one)))


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 100, 100 where one has all the words of the other.

    Capitals, accents and the order of words do not count.
    """
    return fuzz.token_set_ratio(one, other, processor=plain)


def _likeness(name: str, one: Registered) -> float:
    """How alike a name is to the likest name of an enterprise, the whole of it."""
    names = [denomination.name for denomination in one.names]
    best = process.extractOne(name, names, scorer=fuzz.WRatio, processor=plain)
    return best[1] if best else 0.0


def _address(row: Sequence[Any]) -> Address:
    seat, _, *texts, struck = row
    names = ("street_fr", "street_nl", "house", "postcode", "city_fr", "city_nl")
    written_as = dict(zip((*names, "country_fr", "country_nl"), texts, strict=True))
    return Address(seat=bool(seat), struck_off=_date(struck), **written_as)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
