"""The marked places of a Word document: content controls, each with a tag, and what they show."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from addin.documents.package import Entry, entries, inflated
from addin.documents.template_errors import DamagedDocumentError, UnclearFigureError

_FILLED_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_SHORT_BYTES = 10_000  # longer than a header, shorter than a body
_CONTROL, _PROPERTIES, _TAG = qn("w:sdt"), qn("w:sdtPr"), qn("w:tag")
_VALUE, _SHOWN = qn("w:val"), qn("w:t")
# No document type is ever read, and no table of identities is kept: both take time.
_PARSER = etree.XMLParser(collect_ids=False, resolve_entities=False, no_network=True)
_AMOUNT = re.compile(r"(\d{1,3}(?:\D\d{3})*|\d+)[.,](\d\d)")
_DIGIT, _NO_DIGIT, _MINUS = (re.compile(one) for one in (r"\d", r"\D", "[-\N{MINUS SIGN}]"))


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
    if amount is None or _DIGIT.search(text[: amount.start()] + text[amount.end() :]):
        raise UnclearFigureError(mark=mark, found=text)
    cents = int(_NO_DIGIT.sub("", amount[0]))
    return -cents if _MINUS.search(text) else cents


def _marked(docx: bytes) -> Iterator[tuple[str, str]]:
    """The tag and the text of each content control."""
    for part in entries(docx, _is_filled):
        yield from _marked_in(part)


@lru_cache(maxsize=1024)  # most documents have the same parts
def _is_filled(name: str) -> bool:
    return _FILLED_PART.fullmatch(name) is not None


def _marked_in(part: Entry) -> tuple[tuple[str, str], ...]:
    content = inflated(part)
    try:
        return _known(content) if len(content) < _SHORT_BYTES else _read(content)
    except etree.XMLSyntaxError as error:
        raise DamagedDocumentError(part=part.name, reason=error.msg or "") from None


def _read(content: bytes) -> tuple[tuple[str, str], ...]:
    root = etree.fromstring(content, _PARSER)
    tagged = ((_tag(control), control) for control in root.iter(_CONTROL))
    return tuple((tag, _text(control)) for tag, control in tagged if tag)


# Headers and footers are mostly the same, to the byte, on all documents or on all pages of one.
_known = lru_cache(maxsize=16)(_read)


def _tag(control: Any) -> str:  # noqa: ANN401
    for own in control.iterchildren(_PROPERTIES):
        for tag in own.iterchildren(_TAG):
            return str(tag.get(_VALUE))
        break
    return ""


def _text(control: Any) -> str:  # noqa: ANN401
    return "".join([text.text or "" for text in control.iter(_SHOWN)])
