"""Word templates made for the tests, with what firms put into theirs."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def saved(document: Document) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def with_text(*paragraphs: str) -> bytes:
    """A document of these paragraphs, each one run."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def letter() -> bytes:
    """Headers, footers, properties, rich text, listings, filters, a tag in several runs."""
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "{{ firm }}"
    section.first_page_header.paragraphs[0].text = "{% if draft %}DRAFT {% endif %}{{ firm|upper }}"
    section.footer.paragraphs[0].text = "no tag here"
    document.core_properties.title = "{{ number }}"
    document.add_paragraph("{{r rich }}")
    document.add_paragraph("{{ listing }}")
    split = document.add_paragraph("Before {")
    for piece in ("{ addr", "ess }", "}"):
        split.add_run(piece).bold = True
    document.add_paragraph("{%p if draft %}")
    document.add_paragraph("{{ number }}: a {_{ brace }_} and {_% a percent %_}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{% for line in lines -%}")
    document.add_paragraph("{{ loop.index }} {{ line.text }} {{ “curly”|length }}")
    document.add_paragraph("{%- endfor %}")
    return saved(document)


def grid() -> bytes:
    """A table whose rows come from a loop, with a row that spans two columns."""
    document = docx.Document()
    table = document.add_table(4, 3)
    table.cell(0, 0).text = "Text"
    table.cell(1, 0).text = "{%tr for line in lines %}"
    table.cell(2, 0).text = "{{ line.text }}"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "{{ line.amount }}"
    table.cell(3, 0).text = "{%tr endfor %}"
    return saved(document)


def cells() -> bytes:
    """A table whose columns come from a loop: docxtpl must count them again."""
    document = docx.Document()
    table = document.add_table(2, 3)
    for row, text in enumerate(("{{ line.text }}", "{{ line.amount }}")):
        table.cell(row, 0).text = "{%tc for line in lines %}"
        table.cell(row, 1).text = text
        table.cell(row, 2).text = "{%tc endfor %}"
    return saved(document)


def ragged() -> bytes:
    """A table with a row shorter than the others."""
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).text = "{{ number }}"
    row = table.rows[1]._tr  # noqa: SLF001
    row.remove(row.tc_lst[-1])
    return saved(document)


def pictured() -> bytes:
    """A picture in the body."""
    document = docx.Document()
    document.add_paragraph("{{ firm }}")
    document.add_picture(BytesIO(png(40, 20)), Mm(20))
    document.add_picture(BytesIO(png(40, 20)), Mm(20))
    return saved(document)


def pictured_header() -> bytes:
    """A field in the header that may be a picture."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ code }}"
    document.add_paragraph("{{ firm }} {{ code }}")
    return saved(document)


def noted() -> bytes:
    """A footnote with a tag, which python-docx cannot make."""
    document = docx.Document()
    paragraph = document.add_paragraph("{{ firm }}")
    run = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'
    paragraph._p.append(parse_xml(run))  # noqa: SLF001
    note = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}><w:footnote w:id="1">'
        "<w:p><w:r><w:t>{{ number }}, {{ firm }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, _FOOTNOTES, note.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


TEMPLATES: dict[str, Callable[[], bytes]] = {
    made.__name__: made for made in (letter, grid, cells, ragged, pictured, noted)
}


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def same_xml(one: bytes, other: bytes) -> bool:
    return one == other or canonical(one) == canonical(other)


def canonical(xml: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True))


def texts(package: bytes, part: str = "word/document.xml") -> list[str]:
    """The paragraphs of a part; a line break is a newline, a tab a tab."""
    root = etree.fromstring(parts(package)[part])
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(
            signs.get(str(piece.tag), piece.text or "") for piece in paragraph.iter(f"{W}t", *signs)
        )
        for paragraph in root.iter(f"{W}p")
    ]


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
