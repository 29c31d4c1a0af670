"""The firm's picture, put once into a template in place of its ``{{ logo }}`` tag."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from addin.documents.template_errors import UnreadableLogoError

_TAG = re.compile(r"\{\{\s*logo\s*\}\}")
_WIDEST, _HIGHEST = Mm(70), Mm(22)


def with_logo(template: bytes, logo: Path) -> bytes:
    """The template with the picture in each paragraph that holds nothing but ``{{ logo }}``.

    The picture keeps its proportions and takes at most 70 x 22 mm. Being part of the template,
    it costs nothing per document.

    Raises:
        UnreadableLogoError: The file is missing, or is no PNG, JPEG, GIF, BMP or TIFF.
    """
    document = Document(BytesIO(template))
    try:
        for paragraph in list(_logo_paragraphs(document)):
            for run in paragraph.runs:
                run.text = ""
            picture = paragraph.runs[0].add_picture(str(logo))
            scale = max(picture.width / _WIDEST, picture.height / _HIGHEST, 1)
            picture.width = Length(picture.width / scale)
            picture.height = Length(picture.height / scale)
            # Left out, these distances are 3 mm in LibreOffice and none in Word.
            for side in ("distT", "distB", "distL", "distR"):
                picture._inline.set(side, "0")  # noqa: SLF001
    except (
        OSError,
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    ):
        raise UnreadableLogoError(logo=str(logo)) from None
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _logo_paragraphs(document: Any) -> Iterator[Paragraph]:  # noqa: ANN401
    stories = [document]
    for section in document.sections:
        for story in (
            section.header,
            section.first_page_header,
            section.footer,
            section.first_page_footer,
        ):
            # Asked for its content, python-docx would add a header that is not there.
            if not story.is_linked_to_previous:
                stories.append(story)  # noqa: PERF401
    for story in stories:
        root = story.element.body if story is document else story._element  # noqa: SLF001
        for element in root.iter(qn("w:p")):
            paragraph = Paragraph(element, story)
            if paragraph.runs and _TAG.fullmatch(paragraph.text.strip()):
                yield paragraph
