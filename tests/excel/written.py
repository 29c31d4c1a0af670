"""The workbooks that a test writes, looked at by whatever can tell what Excel would refuse.

A fault that the file had before its edit, because the test made it so, is not one of the edit.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from addin.books.book import TableEdit
from addin.books.closed import ClosedBook
from excel import audit, schemas
from excel.lint import lint
from excel.package import Fault

MOST = 20
"""Files of one test that are looked at: a property writes hundreds, and looks at them itself."""
LARGE = 200_000
"""Bytes of all parts from which a file is looked at less: the sample workbook takes a second."""

ENDINGS = (".xml", ".rels")

Check = Callable[[Path], list[Fault]]
Write = Callable[[ClosedBook, Sequence[TableEdit]], None]


@dataclass(frozen=True)
class Written:
    """A file that was put in place: what it was when its test began, and what it has become."""

    path: Path
    before: bytes
    after: bytes

    @property
    def large(self) -> bool:
        """Whether looking at it takes long."""
        with ZipFile(BytesIO(self.after)) as archive:
            return sum(info.file_size for info in archive.infolist()) >= LARGE

    @property
    def changed(self) -> frozenset[str]:
        """The parts that are another content now, or are gone."""
        before, after = _checksums(self.before), _checksums(self.after)
        names = before.keys() | after.keys()
        return frozenset(name for name in names if before.get(name) != after.get(name))


@dataclass
class Inspector:
    """Collects what closed books write, and looks at it when the test is over.

    A small file goes through the schemas, the lint and the checks of the SDK after every write. Of
    large ones, the changed parts of the last one of a test go through the schemas; lint and SDK
    see the whole file the first time that these very parts have changed.

    Attributes:
        known: A folder that all processes of a run of tests note in which parts those were.
    """

    known: Path
    waiting: list[Written] = field(default_factory=list)

    def watched(self, write: Write) -> Write:
        """The method ``write`` of a closed book, which tells what it wrote."""

        def watched_write(book: ClosedBook, edits: Sequence[TableEdit]) -> None:
            before = book.path.read_bytes() if book.path.is_file() else b""
            write(book, edits)
            after = book.path.read_bytes()
            if after != before:
                self._note(Written(book.path, before, after))

        return watched_write

    def faults(self) -> list[str]:
        """What is wrong with the files written since the last call, and was not before."""
        waiting, self.waiting = self.waiting, []
        return [fault for one in waiting for fault in self._faults(one)]

    def _note(self, one: Written) -> None:
        if one.large:
            last = next((old for old in self.waiting if old.large), None)
            if last is not None:
                self.waiting.remove(last)
                before = last.before if last.path == one.path else one.before
                one = Written(one.path, before, one.after)
        if len(self.waiting) < MOST:
            self.waiting.append(one)

    def _faults(self, one: Written) -> Iterator[str]:
        checks: list[Check] = [partial(_unfit, one.changed)]
        if not one.large or self._is_new(one.changed):
            checks += [lint, audit.errors]
        for check in checks:
            if found := _found(check, one, one.after):
                new = found - _found(check, one, one.before)
                yield from (f"{one.path.name}, {part}: {fault}" for part, fault in new)

    def _is_new(self, parts: frozenset[str]) -> bool:
        """Whether no process has yet looked at a file in which just these parts had changed."""
        try:
            (self.known / sha256("\n".join(sorted(parts)).encode()).hexdigest()).mkdir()
        except FileExistsError:
            return False
        return True


def _unfit(parts: frozenset[str], path: Path) -> list[Fault]:
    """What the schemas do not allow in some parts of a file."""
    with ZipFile(path) as archive:
        xml = [name for name in archive.namelist() if name in parts and name.endswith(ENDINGS)]
        return [(name, fault) for name in xml for fault in schemas.faults_of(archive.read(name))]


def _found(check: Check, one: Written, content: bytes) -> Counter[Fault]:
    """The faults of a file; where they are is left out, for rows move."""
    if not content:
        return Counter()
    with TemporaryDirectory() as folder:
        path = Path(folder) / one.path.name
        path.write_bytes(content)
        return Counter((part, re.sub(r"\d+", "#", fault)) for part, fault in check(path))


def _checksums(content: bytes) -> dict[str, int]:
    if not content:
        return {}
    with ZipFile(BytesIO(content)) as archive:
        return {info.filename: info.CRC for info in archive.infolist()}
