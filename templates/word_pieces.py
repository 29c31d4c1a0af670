"""Pieces of a Word document as XML: text, fields, marked figures, paragraphs and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

# Said in each table: LibreOffice does not take it from the style.
_NO_PADDING = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
_MERGES = {"start": "restart", "below": "continue"}
MILLIMETRE = 1440 / 25.4  # in twentieths of a point, Word's unit


def text(content: str) -> str:
    """A run of text, with its line breaks; a tag in it stays in one piece."""
    broken = escape(content).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r><w:t xml:space="preserve">{broken}</w:t></w:r>'


def field(instruction: str) -> str:
    """A figure that Word works out: ``PAGE`` or ``NUMPAGES``."""
    return f'<w:fldSimple w:instr="{instruction}">{text("1")}</w:fldSimple>'


def marked(tag: str, title: str, content: str) -> str:
    """Text in a content control, found again by its tag when the document is read back.

    Args:
        tag: Such as ``total_net``.
        title: What Word shows above the control when it is clicked.
        content: The text.
    """
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
        f"</w:sdtPr><w:sdtContent>{text(content)}</w:sdtContent></w:sdt>"
    )


def paragraph(style: str, *pieces: str, kept: bool = False) -> str:
    """A paragraph of runs, fields and marked texts.

    Args:
        style: Name of its style.
        pieces: What it holds.
        kept: Whether it stays on the page of what follows; the first one of a row keeps the row.
    """
    properties = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' + "<w:keepNext/>" * kept
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(pieces)}</w:p>"


def line(style: str, content: str, *, kept: bool = False) -> str:
    """A paragraph of one run; see ``paragraph``."""
    return paragraph(style, text(content), kept=kept)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        content: Its paragraphs and tables; a table needs a paragraph after it.
        shade: Colour behind it.
        bottom: Whether its text stands at the bottom.
        span: Columns it takes.
        merge: ``start`` where it goes on in the rows below, ``below`` in each of those.
    """

    content: str
    shade: str = ""
    bottom: bool = False
    span: int = 1
    merge: Literal["", "start", "below"] = ""


def row(
    widths: Sequence[int], cells: Sequence[Cell], *, height: int = 0, heading: bool = False
) -> str:
    """A row that is never cut in two by the end of a page.

    Args:
        widths: Of the columns, in millimetres.
        cells: From the left; their spans make up the columns.
        height: At least, in millimetres.
        heading: Whether it is repeated on each page.
    """
    properties = "<w:cantSplit/>"
    if height:
        properties += f'<w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>'
    if heading:
        properties += "<w:tblHeader/>"
    left = list(widths)
    written = ""
    for cell in cells:
        taken, left = left[: cell.span], left[cell.span :]
        written += _cell(cell, sum(taken))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def tag_row(widths: Sequence[int], tag: str) -> str:
    """A row that only carries a ``{%tr … %}`` tag, and is gone from the document."""
    cells = (Cell(line("Line Note", tag)), *(Cell("<w:p/>") for _ in widths[1:]))
    return row(widths, cells)


def table(widths: Sequence[int], *rows: str, style: str = "Layout Table", borders: str = "") -> str:
    """A table with columns of fixed width, in millimetres."""
    style_id = f'<w:tblStyle w:val="{style.replace(" ", "")}"/>'
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{style_id}<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/>'
        f'{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar>{_NO_PADDING}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def elements(xml: str) -> list[BaseOxmlElement]:
    """The paragraphs and tables that a text of pieces stands for."""
    return list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"))


def _cell(cell: Cell, width: int) -> str:
    properties = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>'
    if cell.span > 1:
        properties += f'<w:gridSpan w:val="{cell.span}"/>'
    if cell.merge:
        properties += f'<w:vMerge w:val="{_MERGES[cell.merge]}"/>'
    if cell.shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>'
    if cell.bottom:
        properties += '<w:vAlign w:val="bottom"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{cell.content}</w:tc>"


def _twips(millimetres: int) -> int:
    return round(millimetres * MILLIMETRE)
