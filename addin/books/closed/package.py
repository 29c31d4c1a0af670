"""The parts of a workbook and how they refer to one another (Open Packaging Conventions)."""

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import BadZipFile, ZipFile

from lxml import etree
from lxml.etree import _Element as Element

from addin.books.closed import archive
from addin.books.closed.archive import Content, TooLargeToWriteError
from addin.books.closed.hostile import could_declare_type, refuse_odd_members
from addin.books.closed.members import member_chunks, read_member
from addin.books.refusals import DamagedFileError, TooLargeError

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{NAMESPACE}}}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "[Content_Types].xml"

_MOST_MEMBERS = 0xFFFF
_UNREADABLE = (BadZipFile, KeyError, EOFError, RuntimeError, NotImplementedError, zlib.error)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part refers to.

    Attributes:
        kind: The last word of its type, such as ``table``.
        target: Full name of the part.
    """

    id: str
    kind: str
    target: str


class Package:
    """A workbook's file, open for reading, with the changes that are to be saved.

    Use it in a ``with`` statement. Names of parts have no leading slash; upper and lower case are
    the same, as the conventions say.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, ValueError, NotImplementedError) as fault:
            raise DamagedFileError(file=path, part=path.name) from fault
        self._changes: dict[str, Content | None] = {}
        self._names = {name.lower(): name for name in self._zip.namelist()}
        with ExitStack() as failing:
            failing.push(self._zip)
            self._refuse_odd_archive()
            refuse_odd_members(path, self._zip.infolist())
            failing.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """All parts, in the order of the file."""
        return list(self._names.values())

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """The content of a part, as changed so far.

        Raises:
            DamagedFileError: The part is missing or cannot be inflated.
        """
        actual = self._names.get(name.lower(), name)
        changed = self._changes.get(actual)
        if isinstance(changed, bytes):
            return changed
        if changed is not None:
            return b"".join(changed())
        try:
            content = read_member(self._zip, self._zip.getinfo(actual))
        except _UNREADABLE as fault:
            raise DamagedFileError(file=self.path, part=name) from fault
        self._refuse_type(name, content)
        return content

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part as it is in the file, stretch by stretch, for a look through it.

        Raises:
            DamagedFileError: The part is missing or cannot be inflated; perhaps at the last
                stretch only.
        """
        begun = False
        try:
            for chunk in member_chunks(self._zip, self._zip.getinfo(self._names[name.lower()])):
                if chunk and not begun:
                    begun = True
                    self._refuse_type(name, chunk)
                yield chunk
        except _UNREADABLE as fault:
            raise DamagedFileError(file=self.path, part=name) from fault

    def packed_size(self, name: str) -> int:
        """Bytes that a part takes in the file."""
        return self._zip.getinfo(self._names[name.lower()]).compress_size

    def root(self, name: str) -> Element:
        """The outermost element of a part."""
        return self.parsed(self.read(name), name)

    def parsed(self, content: bytes, name: str) -> Element:
        """XML without entities of its own, which no workbook needs and an attack would use.

        Raises:
            DamagedFileError: It is not well-formed, or declares a document type.
        """
        self._refuse_type(name, content)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as fault:
            raise DamagedFileError(file=self.path, part=name) from fault
        return root

    def relations(self, part: str) -> Iterator[Relation]:
        """What a part refers to inside the file; ``""`` stands for the file as a whole."""
        at = relations_part(part)
        if at not in self:
            return
        for relation in self.root(at).iterfind(f"{RELATIONS}Relationship"):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                target = resolved(part, relation.get("Target", ""))
                yield Relation(relation.get("Id", ""), kind, target)

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part refers to."""
        return [found.target for found in self.relations(part) if found.kind == kind]

    def put(self, name: str, content: Content) -> None:
        """Replace a part when the package is saved; one that comes in pieces is asked for then."""
        self._changes[self._names[name.lower()]] = content

    def put_root(self, name: str, root: Element) -> None:
        """Replace a part by an element."""
        self.put(name, serialised(root))

    def drop(self, name: str) -> None:
        """Leave a part out when the package is saved."""
        self._changes[self._names.pop(name.lower())] = None

    def save_beside(self) -> Path:
        """Write the package with its changes to a new file in the same folder.

        Raises:
            OSError: The folder or the disk refuses.
            DamagedFileError: A part that is to be copied is cut short.
            TooLargeError: The workbook would become larger than what is opened.
        """
        try:
            return archive.save_in_place(self.path, self._zip, self._changes)
        except BadZipFile as fault:
            raise DamagedFileError(file=self.path, part=str(fault)) from fault
        except TooLargeToWriteError as fault:
            raise TooLargeError(file=self.path, megabytes=fault.size >> 20) from fault

    def _refuse_type(self, name: str, content: bytes) -> None:
        if could_declare_type(name, content):
            raise DamagedFileError(file=self.path, part=name)

    def _refuse_odd_archive(self) -> None:
        infos = self._zip.infolist()
        if archive.is_bomb(infos):
            megabytes = archive.unpacked_size(infos) >> 20
            raise TooLargeError(file=self.path, megabytes=megabytes)
        if len(self._names) != len(infos) or len(infos) > _MOST_MEMBERS:
            raise DamagedFileError(file=self.path, part=self.path.name)


def serialised(root: Element) -> bytes:
    """An element as the content of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_part(part: str) -> str:
    """The part that lists what a part refers to.

    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(part: str, target: str) -> str:
    """The full name of a part from the way another part names it.

    >>> resolved("xl/worksheets/sheet1.xml", "../tables/table1.xml")
    'xl/tables/table1.xml'
    >>> resolved("xl/workbook.xml", "/xl/styles.xml")
    'xl/styles.xml'
    """
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
