"""A workbook as Excel meets it first: members of a zip file, their types and their links."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
VBA_PROJECT = "xl/vbaProject.bin"

# The member and what is wrong with it.
Fault = tuple[str, str]

# How the content type of a member has to end, by the member's name.
_EXPECTED_TYPES = {
    r"xl/worksheets/sheet\d+\.xml": "worksheet+xml",
    r"xl/tables/table\d+\.xml": "table+xml",
    r"xl/sharedStrings\.xml": "sharedStrings+xml",
    r"xl/styles\.xml": "styles+xml",
    r"xl/vbaProject\.bin": "vbaProject",
}


class Package:
    """The members of a workbook and what leads from one to the other.

    Attributes:
        members: Content by name.
        trees: The members in XML that can be read at all.
        links: For each member, and ``""`` for the package, the target by relationship id.
        faults: What is wrong before any sheet is looked at.
    """

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            self.members = {name: archive.read(name) for name in names}
        self.trees: dict[str, etree._Element] = {}
        self.links: dict[str, dict[str, str]] = {}
        counts = Counter(name.lower() for name in names)
        self.faults: list[Fault] = [
            (name, "two members have this name") for name, count in counts.items() if count > 1
        ]
        self.faults += self._read_xml()
        self.faults += self._read_links()
        self.faults += self._wrong_types()
        self.faults += self._loose_ends()

    @property
    def sheets(self) -> dict[str, str]:
        """The name of each sheet by its member, in the order of the tabs."""
        links = self.links.get(WORKBOOK, {})
        return {
            links.get(sheet.get(f"{RELATIONSHIP}id", ""), ""): sheet.get("name", "")
            for sheet in self.trees[WORKBOOK].iter(f"{MAIN}sheet")
        }

    @property
    def tables(self) -> dict[str, etree._Element]:
        """The tables by their member."""
        return {
            name: tree for name, tree in self.trees.items() if re.match(r"xl/tables/[^/]+$", name)
        }

    def content_type(self, name: str) -> str:
        """What the package says the member is; empty if it does not say."""
        default = ""
        for entry in self.trees[CONTENT_TYPES]:
            if entry.get("PartName", "").lstrip("/") == name:
                return entry.get("ContentType", "")
            if entry.get("Extension", "").lower() == name.rpartition(".")[2].lower():
                default = entry.get("ContentType", "")
        return default

    def _read_xml(self) -> Iterator[Fault]:
        for name, content in self.members.items():
            if name.endswith((".xml", ".rels", ".vml")):
                try:
                    self.trees[name] = etree.fromstring(content)
                except etree.XMLSyntaxError as error:
                    yield name, f"is not well-formed: {error}"
        for name in (CONTENT_TYPES, WORKBOOK):
            if name not in self.trees:
                self.trees[name] = etree.Element("absent")
                yield name, "cannot be read"

    def _read_links(self) -> Iterator[Fault]:
        for name in [name for name in self.trees if name.endswith(".rels")]:
            folder = posixpath.dirname(posixpath.dirname(name))
            owner = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
            found = self.links.setdefault(owner, {})
            for relationship in self.trees[name]:
                key, target = relationship.get("Id", ""), relationship.get("Target", "")
                if key in found:
                    yield name, f"two relationships have the id {key}"
                absolute = target.startswith("/")
                member = posixpath.normpath(
                    target.lstrip("/") if absolute else posixpath.join(folder, target)
                )
                found[key] = member
                outside = relationship.get("TargetMode") == "External" or target.startswith("#")
                if not outside and member not in self.members:
                    yield name, f"leads to {member}, which is not there"

    def _wrong_types(self) -> Iterator[Fault]:
        for name in self.members.keys() - {CONTENT_TYPES}:
            stated = self.content_type(name)
            if not stated:
                yield name, "has no content type"
            for pattern, ending in _EXPECTED_TYPES.items():
                if re.fullmatch(pattern, name) and not stated.endswith(ending):
                    yield name, f"has the content type {stated!r}"
        if VBA_PROJECT in self.members and "macroEnabled" not in self.content_type(WORKBOOK):
            yield WORKBOOK, "there is a VBA project, but the content type is not macroEnabled"

    def _loose_ends(self) -> Iterator[Fault]:
        reached = {target for links in self.links.values() for target in links.values()}
        for name in self.members:
            if name not in reached and name != CONTENT_TYPES and not name.endswith(".rels"):
                yield name, "no relationship leads here"
        for name, tree in self.trees.items():
            for element in tree.iter(etree.Element):
                for attribute in (f"{RELATIONSHIP}id", f"{RELATIONSHIP}embed"):
                    key = element.get(attribute)
                    if key and key not in self.links.get(name, {}):
                        yield name, f"names the relationship {key}, which is not there"
