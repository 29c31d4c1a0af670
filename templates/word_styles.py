"""The look of every document: Arial, one accent colour, and a style for each kind of text.

Nothing is formatted but by a style, so that a firm changes its documents in Word's style pane.
"""

from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

FONT = "Arial"  # on every Windows and Mac; LibreOffice sets Liberation Sans, just as wide
ACCENT = "1D4E5E"
INK = "1F2933"
GREY = "66727F"
HAIRLINE = "D5DBE0"
TINT = "F2F5F6"
WARNING = "B42318"
BASE = Path(__file__).parent / "base_styles.xml"


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of paragraph looks; lengths in points.

    Attributes:
        inset: Distance from both edges of its cell.
        line: Distance of two lines, exactly; None for what the font wants.
        together: Stays on the page of the paragraph that follows.
    """

    size: float
    colour: str = INK
    bold: bool = False
    right: bool = False
    before: float = 0
    after: float = 0
    inset: float = 0
    line: float | None = None
    together: bool = False


LOOKS = {
    "Firm Name": Look(19, ACCENT, bold=True),
    "Firm Contact": Look(8, GREY, right=True, line=11),
    "Running Head": Look(8, GREY, line=11),
    "Draft Mark": Look(9, WARNING, bold=True, after=8, inset=5),
    "Document Title": Look(24, ACCENT, bold=True),
    "Document Number": Look(12, before=3),
    "Buyer Name": Look(10, bold=True, line=13.5),
    "Buyer Address": Look(10, line=13.5),
    "Fact Label": Look(7.5, GREY, before=3, together=True),
    "Fact": Look(9.5, before=1, after=4),
    "Subject": Look(11, bold=True, after=6, together=True),
    "Line Heading": Look(8, ACCENT, bold=True, before=3, after=3, together=True),
    "Line Heading Right": Look(8, ACCENT, bold=True, right=True, before=3, after=3, together=True),
    "Line Text": Look(9, before=3.5, after=3.5),
    "Line Unit": Look(9, before=3.5, after=3.5, inset=5),
    "Line Unit Heading": Look(8, ACCENT, bold=True, before=3, after=3, inset=5, together=True),
    "Line Note": Look(8, GREY, after=3.5),
    "Line Figure": Look(9, right=True, before=3.5, after=3.5),
    "Annex Line": Look(9, bold=True, before=3.5, after=3.5, inset=3, together=True),
    "Annex Figure": Look(9, bold=True, right=True, before=3.5, after=3.5, together=True),
    "Total Label": Look(9.5, before=3, after=3, inset=6, together=True),
    "Total Figure": Look(9.5, right=True, before=3, after=3, inset=6, together=True),
    "Due Label": Look(11, "FFFFFF", bold=True, before=5, after=5, inset=6, together=True),
    "Due Figure": Look(
        11, "FFFFFF", bold=True, right=True, before=5, after=5, inset=6, together=True
    ),
    "Payment": Look(10, bold=True, before=6, after=4, inset=8, together=True),
    "Payment Note": Look(8.5, GREY, after=4, inset=8, together=True),
    "Payment Label": Look(8.5, GREY, before=1.5, after=1.5, inset=8, together=True),
    "Payment Fact": Look(9.5, before=1, after=1.5, inset=8, together=True),
    "Payment Code": Look(7.5, right=True, before=7, inset=7, together=True),
    "Payment Scan": Look(7.5, GREY, right=True, before=2, inset=7, together=True),
    "Mention": Look(8.5, after=3),
    "Legal Line": Look(7.5, GREY, line=10),
    "Page Number": Look(7.5, GREY, right=True, line=10),
    "Gap": Look(8, line=8),
    "Small Gap": Look(1, line=1),
}


def apply_styles(document: Document, spelling: str) -> None:
    """Replace all styles of a new document by ours.

    Args:
        document: As python-docx makes it.
        spelling: Language in which Word checks the spelling, such as ``fr-BE``.
    """
    base = BASE.read_text("utf-8").replace("SPELLING", spelling)
    for word, value in (("FONT", FONT), ("INK", INK), ("ACCENT", ACCENT), ("HAIRLINE", HAIRLINE)):
        base = base.replace(word, value)
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(base).iterchildren("*"):
        styles.append(child)
    for style, look in LOOKS.items():
        _add(document, style, look)


def _add(document: Document, name: str, look: Look) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size = Pt(look.size)
    style.font.bold = look.bold or None
    style.font.color.rgb = RGBColor.from_string(look.colour)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    spacing.left_indent = spacing.right_indent = Pt(look.inset) if look.inset else None
    spacing.alignment = WD_ALIGN_PARAGRAPH.RIGHT if look.right else None
    spacing.keep_with_next = look.together or None
    if look.line:
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = Pt(look.line)
    if name == "Draft Mark":
        properties = style.element.get_or_add_pPr()
        properties.insert_element_before(
            parse_xml(_boxed(WARNING)), "w:shd", "w:spacing", "w:jc", "w:outlineLvl"
        )
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _boxed(colour: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"
