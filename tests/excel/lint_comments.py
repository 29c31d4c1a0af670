"""What comments have to hold to: each has its text, its box and, if answered, its conversation."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree
from openpyxl.utils import get_column_letter

from excel.package import MAIN, RELATIONSHIP, Fault, Package

_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_CLIENT = "{urn:schemas-microsoft-com:office:excel}"


def faults(package: Package) -> Iterator[Fault]:
    """The faults of the comments on every sheet."""
    people = {
        person.get("id")
        for tree in package.trees.values()
        for person in tree.iter(f"{_THREADED}person")
    }
    for part in package.sheets:
        parts = package.links.get(part, {})
        trees = [package.trees[name] for name in parts.values() if name in package.trees]
        texts = [found for tree in trees for found in tree.iter(f"{MAIN}comment")]
        talks = [found for tree in trees for found in tree.iter(f"{_THREADED}threadedComment")]
        noted = {text.get("ref", "") for text in texts}
        yield from ((part, fault) for fault in _texts(trees, texts))
        yield from ((part, fault) for fault in _boxes(package, part, noted))
        yield from ((part, fault) for fault in _conversations(talks, noted, people))


def _texts(trees: list[etree._Element], texts: list[etree._Element]) -> Iterator[str]:
    authors = sum(len(tree.findall(f"{MAIN}authors/{MAIN}author")) for tree in trees)
    counts = Counter(text.get("ref", "") for text in texts)
    yield from (f"{cell} has {count} comments" for cell, count in counts.items() if count > 1)
    for text in texts:
        if int(text.get("authorId", "0")) >= authors:
            yield f"the comment on {text.get('ref')} has an author who is not named"


def _boxes(package: Package, part: str, noted: set[str]) -> Iterator[str]:
    sheet = package.trees.get(part)
    drawing = None if sheet is None else sheet.find(f"{MAIN}legacyDrawing")
    key = "" if drawing is None else drawing.get(f"{RELATIONSHIP}id", "")
    tree = package.trees.get(package.links.get(part, {}).get(key, ""))
    found = [] if tree is None else [_cell(client) for client in tree.iter(f"{_CLIENT}ClientData")]
    boxes = Counter(cell for cell in found if cell)
    yield from (f"the comment on {cell} has no box" for cell in sorted(noted - boxes.keys()))
    yield from (f"a box on {cell} has no comment" for cell in sorted(boxes.keys() - noted))
    yield from (f"{cell} has {count} boxes" for cell, count in boxes.items() if count > 1)


def _cell(client: etree._Element) -> str:
    """The cell that a box belongs to; empty for another control."""
    row, column = client.findtext(f"{_CLIENT}Row"), client.findtext(f"{_CLIENT}Column")
    if client.get("ObjectType") != "Note" or not row or not column:
        return ""
    return f"{get_column_letter(int(column) + 1)}{int(row) + 1}"


def _conversations(
    talks: list[etree._Element], noted: set[str], people: set[str | None]
) -> Iterator[str]:
    begun = {talk.get("id"): talk.get("ref") for talk in talks if not talk.get("parentId")}
    for talk in talks:
        cell, answered = talk.get("ref", ""), talk.get("parentId")
        if not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}", cell) or cell not in noted:
            yield f"the conversation on {cell} has no comment for older programs"
        if answered and begun.get(answered) != cell:
            yield f"an answer on {cell} belongs to no conversation there"
        if talk.get("personId") not in people:
            yield f"nobody is known to have written on {cell}"
