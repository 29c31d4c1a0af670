"""The marked places of a Word document: content controls, each with a tag, and what they show."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from addin.documents.template_errors import DamagedDocumentError, UnclearFigureError

_FILLED_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_AMOUNT = re.compile(r"(\d{1,3}(?:\D\d{3})*|\d+)[.,](\d\d)")


@lru_cache(maxsize=1)  # a document is asked for its totals, then for its rows
def marked_texts(docx: bytes) -> Mapping[str, tuple[str, ...]]:
    """What stands in the marked places, by their tag, in the order of the document.

    Raises:
        DamagedDocumentError: Word could not open the document.
    """
    found: dict[str, list[str]] = {}
    for tag, text in _marked(docx):
        found.setdefault(tag, []).append(text.strip())
    return {tag: tuple(texts) for tag, texts in found.items()}


def cents_shown(text: str, mark: str) -> int:
    """The amount that a marked text shows.

    Raises:
        UnclearFigureError: It is no amount; ``mark`` is what the sentence calls it.

    >>> cents_shown("€1,234.50", "total_net"), cents_shown("-0,05", "total_net")
    (123450, -5)
    """
    amount = _AMOUNT.search(text)
    if amount is None or re.search(r"\d", text[: amount.start()] + text[amount.end() :]):
        raise UnclearFigureError(mark=mark, found=text)
    cents = int(re.sub(r"\D", "", amount[0]))
    return -cents if re.search("[-\N{MINUS SIGN}]", text) else cents


def _marked(docx: bytes) -> Iterator[tuple[str, str]]:
    """The tag and the text of each content control."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        for name in filter(_FILLED_PART.fullmatch, package.namelist()):
            try:
                root = etree.fromstring(package.read(name))
            except etree.XMLSyntaxError as error:
                raise DamagedDocumentError(part=name, reason=error.msg or "") from None
            for control in root.iter(qn("w:sdt")):
                tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
                if tag is not None:
                    yield str(tag.get(qn("w:val"))), _text(control)


def _text(control: Any) -> str:  # noqa: ANN401
    return "".join(text.text or "" for text in control.iter(qn("w:t")))
