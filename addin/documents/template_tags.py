"""The tags of a Word template as they were typed, before docxtpl frees them from Word's markup."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from docx.oxml.ns import qn
from jinja2 import nodes
from lxml import etree

from addin.documents.package import entries, inflated

CURLY = "“”„‟‘’‚‛«»‹›"  # noqa: RUF001 - these are meant
"""Quotation marks that Word makes of straight ones."""

_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_HALF = re.compile(r"\{\{|\{%|\}\}|%\}")
_STATEMENT = re.compile(r"\{%-?(?P<how>p|tr|tc|r)?\s+(?P<word>[a-z]+)")
_PAIRED = ("for", "if")
_PARAGRAPH, _RUN, _TEXT, _FORMAT = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:rPr")
# What Word notes of its own accord, and nobody sees.
_UNSEEN = {qn("w:lang"), qn("w:noProof")}


@dataclass(frozen=True, slots=True)
class TypedTag:
    """A tag of a paragraph.

    Attributes:
        text: From brace to brace; of one that is not closed, the paragraph from there on.
        closed: Whether it begins and ends in its paragraph.
        formats: How many different looks its letters have; docxtpl keeps the first.
    """

    text: str
    closed: bool
    formats: int

    @property
    def curly(self) -> str:
        """The typographic quotation marks in it, each once."""
        return "".join(dict.fromkeys(sign for sign in self.text if sign in CURLY))


def typed_tags(docx: bytes) -> Iterator[TypedTag]:
    """The tags of a template, part by part, in their order.

    Raises:
        BadZipFile, XMLSyntaxError: It is no Word document.
    """
    for root in _roots(docx):
        for paragraph in root.iter(_PARAGRAPH):
            yield from _tags(paragraph)


def unpaired_tags(docx: bytes) -> Iterator[tuple[str, str]]:
    """Loops and conditions without their end, ends without a beginning: the tag, what it wants.

    Each part of the document is looked at by itself: a loop of the header does not end in the body.
    """
    for root in _roots(docx):
        yield from _unpaired(tag for paragraph in root.iter(_PARAGRAPH) for tag in _tags(paragraph))


def _unpaired(tags: Iterable[TypedTag]) -> Iterator[tuple[str, str]]:
    open_tags: list[tuple[str, str]] = []
    for tag in tags:
        said = _STATEMENT.match(tag.text)
        if not tag.closed or said is None:
            continue
        how, word = said["how"] or "", said["word"]
        if word in _PAIRED:
            open_tags.append((tag.text, f"{{%{how} end{word} %}}"))
        elif word.startswith("end") and word[3:] in _PAIRED:
            if not open_tags or f" {word} " not in open_tags[-1][1]:
                yield tag.text, f"{{%{how} {word[3:]} … %}}"
                return  # what comes after it would only follow from this
            open_tags.pop()
    yield from open_tags


def shown_text(docx: bytes) -> str:
    """All that a document shows, headers and footers included; each paragraph is a line."""
    paragraphs = (paragraph for root in _roots(docx) for paragraph in root.iter(_PARAGRAPH))
    return "\n".join("".join(one.text or "" for one in each.iter(_TEXT)) for each in paragraphs)


def _roots(docx: bytes) -> Iterator[Any]:
    for part in entries(docx):
        if _PARTS.fullmatch(part.name):
            yield etree.fromstring(inflated(part))


def _tags(paragraph: Any) -> Iterator[TypedTag]:  # noqa: ANN401  # lxml's elements have no type
    letters, looks = "", []
    for run in paragraph.iter(_RUN):
        text = "".join(piece.text or "" for piece in run.iterchildren(_TEXT))
        letters += text
        looks += [_look(run)] * len(text)
    found = list(_TAG.finditer(letters))
    for tag in found:
        yield TypedTag(tag[0], closed=True, formats=len(set(looks[slice(*tag.span())])))
    edges = [0, *(edge for tag in found for edge in tag.span()), len(letters)]
    for start, end in list(pairwise(edges))[::2]:
        if half := _HALF.search(letters, start, end):
            yield TypedTag(letters[half.start() : end].strip(), closed=False, formats=1)


def _look(run: Any) -> bytes:  # noqa: ANN401
    """What tells the letters of a run from others: font, size, weight, colour."""
    own = run.find(_FORMAT)
    if own is None:
        return b""
    return b"".join(
        etree.tostring(one, method="c14n", exclusive=True) for one in own if one.tag not in _UNSEEN
    )


def record_fields(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """The fields of records that the tags of a part ask for: the record, and its field.

    A record is a field of the document, such as ``seller``, or what a loop goes through: in a loop
    ``for line in lines``, ``line.amount`` is the field ``amount`` of ``lines``.
    """
    loops = {
        loop.target.name: loop.iter.name
        for loop in tree.find_all(nodes.For)
        if isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name)
    }
    for asked in tree.find_all(nodes.Getattr):
        if isinstance(asked.node, nodes.Name):
            name = asked.node.name
            yield loops.get(name, name), asked.attr
