"""Pictures as values of fields, such as a code to scan that is different on each document.

docxtpl places the first picture of a kind: of these fields, in this order, of this size. What it
makes of the document around them is kept, and serves for all further ones: only the bytes of the
pictures change.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from docx.image.image import Image
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from addin.documents.package import Entry, entries, inflated, package_of, stored
from addin.documents.sandbox import environment

BODY = "word/document.xml"
_DRAWING = re.compile(rb"<w:drawing>.*?</w:drawing>", re.DOTALL)
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the value of a field: ``{{ field }}`` shows it.

    Attributes:
        content: A PNG or JPEG file.
        width_mm: How wide it is printed; its height follows.
    """

    content: bytes
    width_mm: int


class Places:
    """The fields of pictures as Jinja sees them, and the order in which it printed them.

    Attributes:
        printed: Names of the fields; one that is printed twice is there twice.
    """

    def __init__(self) -> None:
        self.printed: list[str] = []

    def fields(self, context: Mapping[str, object]) -> dict[str, object]:
        """The fields of a document, each picture replaced by what takes note of its place."""
        return {
            name: _Place(name, self.printed) if isinstance(value, Picture) else value
            for name, value in context.items()
        }


def _place(number: int) -> str:
    """What stands for a picture until all of them are known; the first is 1."""
    return f'<w:drawing place="{number}"/>'


@dataclass(frozen=True, slots=True)
class _Place:
    field: str
    printed: list[str]

    def __html__(self) -> str:
        """Where the picture goes, in a run of its own, as docxtpl has it."""
        self.printed.append(self.field)
        place = _place(len(self.printed))
        return f'</w:t></w:r><w:r>{place}</w:r><w:r><w:t xml:space="preserve">'

    __str__ = __html__


Kind = tuple[tuple[object, ...], ...]


def kind_of(context: Mapping[str, object], printed: Sequence[str]) -> Kind:
    """All that the document around the pictures depends on; the same picture twice is one part."""
    kind = []
    digests: list[bytes] = []
    for field in printed:
        picture = context[field]
        assert isinstance(picture, Picture)
        digest = sha256(picture.content).digest()
        digests += [] if digest in digests else [digest]
        form = _form(_without_pixels(picture.content))
        kind.append((field, digests.index(digest), picture.width_mm, *form))
    return tuple(kind)


def _without_pixels(content: bytes) -> bytes:
    """A PNG up to its pixels: what says how large it is stands before them."""
    before, pixels, _ = content.partition(b"IDAT")
    is_png = pixels and content.startswith(b"\x89PNG")
    return before[:-4] + _PNG_END if is_png else content


@lru_cache(maxsize=64)
def _form(content: bytes) -> tuple[object, ...]:
    """Of which kind a picture is, and its size."""
    image = Image.from_blob(content)
    return image.content_type, image.px_width, image.px_height, image.horz_dpi, image.vert_dpi


@dataclass(frozen=True, slots=True)
class PlacedPictures:
    """What is the same on all documents with pictures of one kind.

    Attributes:
        parts: Of a document that docxtpl made.
        drawings: The pictures in its body, as Word has them, in their order.
        media: The field of the picture that a part of it holds, by the name of the part.
    """

    parts: Sequence[Entry]
    drawings: Sequence[bytes]
    media: Mapping[str, str]

    @classmethod
    def learnt(cls, docx: bytes, context: Mapping[str, object]) -> "PlacedPictures":
        """From the first document of its kind, and its fields."""
        fields = {
            value.content: name for name, value in context.items() if isinstance(value, Picture)
        }
        parts = entries(docx)
        contents = {part.name: inflated(part) for part in parts}
        media = {name: fields[content] for name, content in contents.items() if content in fields}
        return cls(parts, _DRAWING.findall(contents[BODY]), media)

    def put(self, body: bytes) -> bytes:
        """The body with each picture in its place."""
        for number, drawing in enumerate(self.drawings, start=1):
            body = body.replace(_place(number).encode(), drawing, 1)
        return body

    def holds(self, printed: Sequence[str]) -> bool:
        """Whether each picture that was printed stands in the body."""
        return len(self.drawings) == len(printed)

    def part(self, name: str, context: Mapping[str, object]) -> Entry | None:
        """The part that holds a picture, with this document's; None for any other part."""
        picture = context.get(self.media.get(name, ""))
        return stored(name, picture.content) if isinstance(picture, Picture) else None


def by_docxtpl(template: bytes, context: Mapping[str, object]) -> bytes:
    """A document as docxtpl alone makes it, with every part dated alike."""
    document = DocxTemplate(BytesIO(template))
    fields = {
        name: InlineImage(document, BytesIO(value.content), width=Mm(value.width_mm))
        if isinstance(value, Picture)
        else value
        for name, value in context.items()
    }
    document.render(fields, environment(), autoescape=True)
    saved = BytesIO()
    document.save(saved)
    return package_of(entries(saved.getvalue()))
