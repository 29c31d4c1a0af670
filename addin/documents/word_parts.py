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
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_TAG = re.compile("{{|{%|{#")
# Tags that make or merge cells, after which the columns of the table must be counted again.
_CELL_TAG = re.compile(r"({%|{{|{#)tc |{%\s*(colspan|hm)\b")
_CONTROLS = (b"\n", b"\t", b"\a", b"\f")
_CONTROL = re.compile("[\n\t\a\f]")
_PARAGRAPH_END = "</w:p>"
# What XML cannot hold; a carriage return it can, but Word would show it as a space.
_REFUSED = bytes(code for code in range(32) if code not in b"\n\t")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


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
    before: str = _DECLARATION
    after: str = ""
    mend: Callable[[str], str] | None = None

    def content(self, text: str) -> bytes:
        """The part as XML, from its source filled with values."""
        # Bytes are searched ten times faster than a str that holds a euro sign.
        searched = text.encode(errors="ignore")
        if b"{_" in searched or b"_}" in searched:
            text = _with_braces(text)
        if self.name != _CORE and any(control in searched for control in _CONTROLS):
            text = _with_breaks(text)
        if self.mend:
            text = self.mend(text)
        # Half a surrogate pair is no character either.
        content = (self.before + text + self.after).encode(errors="ignore")
        for refused in _NO_CHARACTERS:
            content = content.replace(refused, b"")
        return content.translate(None, _REFUSED)


def tagged_parts(document: DocxTemplate) -> Iterator[TaggedPart]:
    """The parts that docxtpl would fill, as far as they hold a tag."""
    yield _body(document)
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            yield from _tagged(str(part.partname)[1:], document.get_part_xml(part))
    for part in document.docx.part.package.parts:
        if part.content_type == _FOOTNOTES:
            yield from _tagged(str(part.partname)[1:], part.blob.decode(), before="")
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


def _tagged(name: str, xml: str, before: str = _DECLARATION) -> Iterator[TaggedPart]:
    source = _DOCXTPL.patch_xml(xml)
    if _TAG.search(source):
        yield TaggedPart(name, source, before)


def _body(document: DocxTemplate) -> TaggedPart:
    body = document.docx.element.body
    whole = etree.tostring(document.docx.element, encoding="unicode")
    before, after = whole[: whole.index("<w:body")], whole[whole.index("</w:body>") + 9 :]
    source = _DOCXTPL.patch_xml(document.get_xml())
    mend: Callable[[str], str] | None = _mended
    if "docPr" not in source and _tables_keep_columns(body):
        mend = None
        # The body alone repeats the namespaces of the document, which is in front of it again.
        source = "<w:body>" + source[source.index(">") + 1 :]
    return TaggedPart("word/document.xml", source, _DECLARATION + before, after, mend)


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


def _mended(text: str) -> str:
    try:
        etree.fromstring(text)
    except etree.XMLSyntaxError as error:
        raise DamagedDocumentError(part="word/document.xml", reason=error.msg or "") from None
    body = _DOCXTPL.fix_tables(text)
    for number, drawing in enumerate(body.iterfind(".//wp:docPr", nsmap), start=1001):
        drawing.set("id", str(number))
    return str(etree.tostring(body, encoding="unicode"))


def _with_braces(text: str) -> str:
    for written, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        text = text.replace(written, meant)
    return text


def _with_breaks(text: str) -> str:
    """Line breaks, tabs, paragraph and page breaks of the values as Word writes them.

    docxtpl looks at the text from one end of a paragraph to the next; most need no look.
    """
    paragraphs = text.split(_PARAGRAPH_END)
    for position, paragraph in enumerate(paragraphs):
        if _CONTROL.search(paragraph):
            resolved = _DOCXTPL.resolve_listing(paragraph + _PARAGRAPH_END)
            paragraphs[position] = resolved.removesuffix(_PARAGRAPH_END)
    return _PARAGRAPH_END.join(paragraphs)
