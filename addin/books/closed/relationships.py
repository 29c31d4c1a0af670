"""What leads from one part of a package to another, taken away with the part it leads to."""

from lxml.etree import _Element as Element

from addin.books.closed.package import (
    CONTENT_TYPES,
    RELATIONS,
    Package,
    relations_part,
    resolved,
)


def leave_out(package: Package, owner: str, part: str) -> None:
    """Leave a part out of the package, with its type and whatever leads to it from its owner.

    Args:
        package: The workbook.
        owner: The part that refers to it; no other does.
        part: The part, which may be missing already.
    """
    at = relations_part(owner)
    relations = package.root(at)
    for relation in list(relations.iterfind(f"{RELATIONS}Relationship")):
        inside = relation.get("TargetMode") != "External"
        if inside and resolved(owner, relation.get("Target", "")).lower() == part.lower():
            relations.remove(relation)
    package.put_root(at, relations)
    if part in package:
        package.drop(part)
    _forget_type(package, part)


def forget_relation(package: Package, owner: str, identifier: str) -> None:
    """Take away a relation that leads out of the file, such as the address of a link."""
    at = relations_part(owner)
    relations = package.root(at)
    for relation in list(relations.iterfind(f"{RELATIONS}Relationship")):
        if relation.get("Id") == identifier:
            relations.remove(relation)
    package.put_root(at, relations)


def _forget_type(package: Package, part: str) -> None:
    types: Element = package.root(CONTENT_TYPES)
    for element in list(types):
        if (element.get("PartName") or "").lower() == f"/{part}".lower():
            types.remove(element)
    package.put_root(CONTENT_TYPES, types)
