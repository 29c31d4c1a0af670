"""The parts of a Word template that hold tags, and how each becomes XML again once it is filled."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap, qn
from docxtpl import DocxTemplate
from lxml import etree

from addin.documents.template_errors import DamagedDocumentError

# docxtpl's own way with tags and with tables; it needs no document for that.
_DOCXTPL = DocxTemplate(BytesIO())
_CORE = "docProps/core.xml"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# The properties that docxtpl fills.
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_TAG = re.compile("{{|{%|{#")
# Tags that make or merge cells, after which the columns of the table must be counted again.
_CELL_TAG = re.compile(r"({%|{{|{#)tc |{%\s*(colspan|hm)\b")
_CONTROLS = (b"\n", b"\t", b"\a", b"\f")
_PARAGRAPH_END = b"</w:p>"
# What XML cannot hold; a carriage return it can, but Word would show it as a space.
_REFUSED = bytes(code for code in range(32) if code not in b"\n\t")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_NO_CHARACTERS_BEGIN = b"\xef"


@dataclass(frozen=True, slots=True)
class TaggedPart:
    """A part with tags.

    Attributes:
        name: Path in the package, such as ``word/header1.xml``.
        source: What Jinja fills, after docxtpl has freed the tags from Word's markup.
        before: What the document has before the filled text.
        after: What it has behind it.
        mend: What the filled text must go through because its tables or drawings depend on the
            values; None for most templates.
    """

    name: str
    source: str
    before: bytes = _DECLARATION
    after: bytes = b""
    mend: Callable[[bytes], bytes] | None = None

    def wraps_like(self, other: "TaggedPart") -> bool:
        """Whether another part becomes the same XML from the same text."""
        mine, theirs = (
            (one.name == _CORE, one.before, one.after, one.mend) for one in (self, other)
        )
        return mine == theirs

    def content(self, text: str) -> bytes:
        """The part as XML, from its source filled with values."""
        # Bytes are searched ten times faster than a str that holds a euro sign. What is lost here
        # is half a surrogate pair, which is no character.
        content = text.encode(errors="ignore")
        if b"{" in content or b"}" in content:
            content = _with_braces(content)
        if self.name != _CORE:
            content = _with_breaks(content)
        content = content.translate(None, _REFUSED)
        if _NO_CHARACTERS_BEGIN in content:
            for refused in _NO_CHARACTERS:
                content = content.replace(refused, b"")
        if self.mend:
            content = self.mend(content)
        return b"".join((self.before, content, self.after))


def tagged_parts(document: DocxTemplate) -> Iterator[TaggedPart]:
    """The parts that docxtpl would fill, as far as they hold a tag."""
    yield _body(document)
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            yield from _tagged(str(part.partname)[1:], document.get_part_xml(part))
    for part in document.docx.part.package.parts:
        if part.content_type == _FOOTNOTES:
            yield from _tagged(str(part.partname)[1:], part.blob.decode(), before=b"")
    yield from _core_properties(document)


def _core_properties(document: DocxTemplate) -> Iterator[TaggedPart]:
    package = document.docx.part.package
    # Asked for where there are none, python-docx would make some up, with the time of day.
    if any(rel.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for rel in package.rels.values()):
        properties = package.core_properties
        for name in _PROPERTIES:  # what is not there is written as empty, as docxtpl does
            setattr(properties, name, getattr(properties, name))
        xml = etree.tostring(properties._element, encoding="unicode")  # noqa: SLF001
        yield from _tagged(_CORE, xml)


def _tagged(name: str, xml: str, before: bytes = _DECLARATION) -> Iterator[TaggedPart]:
    source = _DOCXTPL.patch_xml(xml)
    if _TAG.search(source):
        yield TaggedPart(name, source, before)


def _body(document: DocxTemplate) -> TaggedPart:
    body = document.docx.element.body
    whole = etree.tostring(document.docx.element, encoding="unicode")
    before, after = whole[: whole.index("<w:body")], whole[whole.index("</w:body>") + 9 :]
    source = _DOCXTPL.patch_xml(document.get_xml())
    mend: Callable[[bytes], bytes] | None = _mended
    if "docPr" not in source and _tables_keep_columns(body):
        mend = None
        # The body alone repeats the namespaces of the document, which is in front of it again.
        source = "<w:body>" + source[source.index(">") + 1 :]
    return TaggedPart(
        "word/document.xml", source, _DECLARATION + before.encode(), after.encode(), mend
    )


def _tables_keep_columns(body: Any) -> bool:  # noqa: ANN401  # lxml's elements have no type
    """Whether docxtpl would find the columns of all tables right, whichever rows are printed."""
    texts = ("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    if any(_CELL_TAG.search(text) for text in texts):
        return False
    return all(_keeps_columns(table) for table in body.iter(qn("w:tbl")))


def _keeps_columns(table: Any) -> bool:  # noqa: ANN401
    columns = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
    spans = {
        row: [_span(cell) for cell in row.findall(qn("w:tc"))] for row in table.iter(qn("w:tr"))
    }
    own = [sum(cells) for row, cells in spans.items() if row.getparent() is table]
    return set(own) == {columns} and all(sum(cells) <= columns for cells in spans.values())


def _span(cell: Any) -> int:  # noqa: ANN401
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if found is None else int(found.get(qn("w:val")))


def _mended(content: bytes) -> bytes:
    try:
        etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise DamagedDocumentError(part="word/document.xml", reason=error.msg or "") from None
    body = _DOCXTPL.fix_tables(content.decode())
    for number, drawing in enumerate(body.iterfind(".//wp:docPr", nsmap), start=1001):
        drawing.set("id", str(number))
    return bytes(etree.tostring(body, encoding="utf-8"))


def _with_braces(content: bytes) -> bytes:
    for written, meant in ((b"{_{", b"{{"), (b"}_}", b"}}"), (b"{_%", b"{%"), (b"%_}", b"%}")):
        content = content.replace(written, meant)
    return content


def _with_breaks(content: bytes) -> bytes:
    """Line breaks, tabs, paragraph and page breaks of the values as Word writes them.

    docxtpl looks at the text from one end of a paragraph to the next; most need no look.
    """
    pieces: list[bytes] = []
    done = 0
    while (found := _next_control(content, done)) >= 0:
        before = content.rfind(_PARAGRAPH_END, done, found)
        start = done if before < 0 else before + len(_PARAGRAPH_END)
        after = content.find(_PARAGRAPH_END, found)
        end = len(content) if after < 0 else after
        paragraph = (content[start:end] + _PARAGRAPH_END).decode()
        resolved: str = _DOCXTPL.resolve_listing(paragraph)
        pieces += (content[done:start], resolved.encode().removesuffix(_PARAGRAPH_END))
        done = end
    return b"".join((*pieces, content[done:]))


def _next_control(content: bytes, start: int) -> int:
    """Where the next control character stands; -1 if there is none."""
    found = (content.find(control, start) for control in _CONTROLS)
    return min((place for place in found if place >= 0), default=-1)
