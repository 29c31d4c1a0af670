"""The zip file of the KBO/BCE open data: what is in it, and its rows one after the other.

Layout: Cookbook KBO Open Data, R018. Every file is a CSV with commas, quotes and a line of
headings; a full file has ``enterprise.csv``, an update ``enterprise_delete.csv`` and
``enterprise_insert.csv``, and so on.
"""

import csv
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Self

from addin.registers.faults import NotKboFileError

Row = tuple[str, ...]
Progress = Callable[[int, int], None]
"""Told how many bytes are done of how many."""

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    csv.Error,
    IndexError,
    UnicodeDecodeError,
    RuntimeError,  # behind a password, or packed anew in a way that zipfile does not know
    OSError,  # the disk or the network drive it lies on is gone
)
ROWS_AT_ONCE = 20_000  # between two words to whoever waits


@dataclass(frozen=True, slots=True)
class Extract:
    """Which snapshot of the register a zip file has.

    Attributes:
        number: Counts up by one from month to month.
        day: The snapshot was taken at its end.
        full: Everything; else what has changed since the extract before.
    """

    number: int
    day: date
    full: bool


class KboFile:
    """A zip of the register, open.

    Args:
        path: As downloaded.
        progress: Told how far reading has come.

    Raises:
        NotKboFileError: It is something else.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self.path = path
        self._progress = progress
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as failure:
            reason = getattr(failure, "strerror", None) or "zip"
            raise NotKboFileError(file=path.name, lacking=reason) from None
        # The cookbook itself writes some endings in capitals.
        names = self._zip.namelist()
        self._members = {PurePosixPath(name).name.lower(): name for name in names}
        self._total = sum(one.file_size for one in self._zip.infolist())
        self._done = 0
        self.extract = self._extract()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def has(self, name: str) -> bool:
        """Whether there is a file of this name, such as ``address``."""
        return f"{name}.csv" in self._members

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[Row]:
        """The rows of a file, with these columns in this order.

        Raises:
            NotKboFileError: The file, or one of the columns, is not there, or it is damaged.
        """
        if not self.has(name):
            raise self._lacks(name)
        member = self._members[f"{name}.csv"]
        try:
            with self._zip.open(member) as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as text:
                reader = csv.reader(text)
                headings = next(reader, [])
                for column in columns:
                    if column not in headings:
                        raise self._lacks(name, column)
                pick = _picker([headings.index(column) for column in columns])
                for count, row in enumerate(reader):
                    if count % ROWS_AT_ONCE == 0:
                        self._tell(raw.tell())
                    yield pick(row)
        except UNREADABLE as fault:
            raise self._lacks(name, fault) from None
        self._done += self._zip.getinfo(member).file_size
        self._tell(0)

    def _tell(self, within: int) -> None:
        if self._progress:
            self._progress(self._done + within, self._total)

    def _lacks(self, name: str, what: object = "") -> NotKboFileError:
        lacking = f"{name}.csv: {what}" if what else f"{name}.csv"
        return NotKboFileError(file=self.path.name, lacking=lacking)

    def _extract(self) -> Extract:
        try:
            facts = {row[0]: row[1] for row in self.rows("meta", ("Variable", "Value"))}
            return Extract(
                number=int(facts["ExtractNumber"]),
                day=read_date(facts["SnapshotDate"]),
                full=facts["ExtractType"].lower() == "full",
            )
        except (KeyError, ValueError) as fault:
            self.close()
            raise self._lacks("meta", fault) from None
        except NotKboFileError:
            self.close()
            raise


def _picker(places: Sequence[int]) -> Callable[[Sequence[str]], Row]:
    """What takes some cells out of a row."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    pick: Callable[[Sequence[str]], Row] = itemgetter(*places)
    return pick


def read_date(text: str) -> date:
    """A date of the register, ``dd-mm-yyyy``.

    >>> read_date("01-11-2026")
    datetime.date(2026, 11, 1)
    """
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))
