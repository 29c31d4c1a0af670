"""A Word document to put a layout into: A4, with our styles, the same bytes each time."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from addin.documents.package import Entry, entries, package_of
from templates.word_pieces import elements
from templates.word_styles import FONT, apply_styles

PAGE = (210, 297)  # millimetres
MARGIN = 20
BUILT = datetime(2026, 1, 1, tzinfo=UTC)

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OWN_PARTS = {
    "/word/fontTable.xml": DECLARATION
    + f'<w:fonts {nsdecls("w")}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
    '<w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
    '<w:pitch w:val="variable"/></w:font></w:fonts>',
    "/docProps/app.xml": DECLARATION
    + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Quotepart</Application></Properties>",
}
# Mode 15 keeps Word from showing "compatibility mode" in its title bar.
SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)


def new_document(spelling: str) -> Document:
    """An empty document.

    Args:
        spelling: Language in which Word checks the spelling, such as ``fr-BE``.
    """
    document = docx.Document()
    apply_styles(document, spelling)
    _set_page(document)
    _slim(document)
    properties = document.core_properties
    properties.created = properties.modified = BUILT
    properties.revision = 1
    return document


def fill(story: Any, xml: str) -> None:  # noqa: ANN401  # lxml's elements have no type
    """Replace the content of the body, of a header or of a footer."""
    for child in [child for child in story if not child.tag.endswith("}sectPr")]:
        story.remove(child)
    for position, element in enumerate(elements(xml)):
        story.insert(position, element)


def sealed(document: Document) -> bytes:
    """The document as a file; equal documents make equal bytes."""
    saved = BytesIO()
    document.save(saved)
    return package_of(_ordered(entries(saved.getvalue())))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.header_distance, section.footer_distance = Mm(14), Mm(10)


def _slim(document: Document) -> None:
    """Take out of python-docx's document what no invoice needs, and name our font."""
    package = document.part.package
    for owner, kinds in (
        (document.part.rels, ("stylesWithEffects", "customXml", "numbering", "webSettings")),
        (package.rels, ("thumbnail",)),
    ):
        for key in [key for key, rel in owner.items() if rel.reltype.endswith(kinds)]:
            del owner[key]
    for part in package.iter_parts():
        if part.partname in OWN_PARTS:
            part._blob = OWN_PARTS[part.partname].encode()  # noqa: SLF001  # it has no other way in
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    for element in elements(SETTINGS):
        settings.append(element)


def _ordered(parts: list[Entry]) -> list[Entry]:
    first = "[Content_Types].xml"
    return sorted(parts, key=lambda part: (part.name != first, part.name))
