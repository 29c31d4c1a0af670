"""Whether the VBA project can be read and fits the sheets and the ribbon."""

import re
from collections.abc import Iterator

from lxml import etree

from excel.olevba import modules
from excel.package import MAIN, VBA_PROJECT, WORKBOOK, Fault, Package

_PROCEDURE = re.compile(r"(?im)^\s*(?:Public\s+)?(?:Sub|Function)\s+(\w+)")


def faults(package: Package) -> Iterator[Fault]:
    """The faults of the VBA project and of the ribbon."""
    sources: dict[str, str] = {}
    if VBA_PROJECT in package.members:
        try:
            found = modules(package.members[VBA_PROJECT])
        except Exception as error:  # noqa: BLE001 - a broken project breaks its reader anywhere
            yield VBA_PROJECT, f"cannot be read: {error}"
            return
        sources = {name.rpartition(".")[0]: source for name, source in found.items()}
        yield from ((VBA_PROJECT, fault) for fault in _codenames(package, sources))
    procedures = {
        name.lower() for source in sources.values() for name in _PROCEDURE.findall(source)
    }
    for part, tree in package.trees.items():
        if part.startswith("customUI/") and "/_rels/" not in part:
            yield from ((part, fault) for fault in _ribbon(tree, procedures))


def _codenames(package: Package, sources: dict[str, str]) -> Iterator[str]:
    owners = [(part, "sheetPr") for part in package.sheets] + [(WORKBOOK, "workbookPr")]
    for part, element in owners:
        tree = package.trees.get(part)
        properties = None if tree is None else tree.find(f"{MAIN}{element}")
        codename = None if properties is None else properties.get("codeName")
        if not codename:
            yield f"{part} has no codeName"
        elif codename not in sources:
            yield f"{part} has the codeName {codename}, but there is no such module"


def _ribbon(tree: etree._Element, procedures: set[str]) -> Iterator[str]:
    seen = set()
    for element in tree.iter(etree.Element):
        identity = element.get("id")
        if identity is not None and identity in seen:
            yield f"two controls have the id {identity}"
        seen.add(identity)
        for key, value in element.attrib.items():
            callback = str(key).startswith(("on", "get")) or key == "loadImage"
            if callback and str(value).rpartition(".")[2].lower() not in procedures:
                yield f"{key!s}={value!s}: there is no such public procedure"
