"""Texts as the XML of a workbook holds them, many at a time.

Blanks around a text count only where the XML says so. Sources: ECMA-376 part 1, 18.4 (shared
strings) and 22.9.2.19 (characters that XML cannot hold).
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from addin.books.closed.package import MAIN, NAMESPACE
from addin.books.closed.row_pieces import MAIN_NAMESPACE, is_utf8
from addin.books.closed.sheet_rows import UnknownFormError

_BLANKS = " \t\n\r"
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# Half of a character outside the basic plane stays as it is written.
_ESCAPE = re.compile("_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")
_PLAIN, _KEPT = "<si><t>", '<si><t xml:space="preserve">'
_TEXT_END, _END = "</t>", "</t></si>"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read_texts(raw: Sequence[str], *, kept: bool) -> list[str | None]:
    r"""The texts that pieces of XML stand for; None for one without a character.

    Args:
        raw: As they stand between two tags.
        kept: Whether blanks around them count.

    Raises:
        UnknownFormError: An ampersand does not begin one of XML's own entities.

    >>> read_texts(["Dupont &amp; Fils ", "a_x000a_b", ""], kept=True)
    ['Dupont & Fils ', 'a\nb', None]
    """
    whole = "".join(raw)
    texts = raw
    if "\r" in whole:
        texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    if "&" in whole:
        texts = [_ENTITY.sub(_character, text) if "&" in text else text for text in texts]
    if not kept:
        texts = [text.strip(_BLANKS) for text in texts]
    if "_x" in whole or "&#" in whole:
        texts = [_unescaped(text) if "_x" in text else text for text in texts]
    return [text or None for text in texts]


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _character(entity: re.Match[str]) -> str:
    if entity[1]:
        return _NAMED[entity[1]]
    code = int(entity[2] or -1) if entity[3] is None else int(entity[3], 16)
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise UnknownFormError
    return chr(code)


def read_shared_texts(content: bytes) -> list[str | None]:
    """The texts of a workbook that cells refer to by their place, from 0; None for an empty one.

    A text with several formats is one text; the reading of Japanese characters is left out.

    Raises:
        UnknownFormError: They are written in a way not known here.
    """
    head, _, rest = content.partition(b"<sst")
    opening, _, body = rest.partition(b">")
    body, closed, _ = body.rpartition(b"</sst>")
    if not closed or not is_utf8(head) or MAIN_NAMESPACE not in opening:
        raise UnknownFormError
    if b"<!" in content:
        raise UnknownFormError
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        raise UnknownFormError from fault
    return _if_all_plain(text) or _one_by_one(text)


def _if_all_plain(text: str) -> list[str | None] | None:
    """The texts, if all of them are of the usual form with nothing in between."""
    count = text.count(_END)
    usual = text.count(_PLAIN) + text.count(_KEPT)
    if usual != count or text.count("<") != 4 * count or "&#" in text:
        return None
    bounds = text.startswith("<si><t") and text.endswith(_END)
    if not bounds or text.count(f"{_END}<si><t") != count - 1:
        return None
    if _KEPT not in text and not _has_blank_edges(text):
        return read_texts(text[len(_PLAIN) : -len(_END)].split(_END + _PLAIN), kept=True)
    pieces = text.removesuffix(_END).split(_END)
    # As ``_inside`` does one by one, for these may be half a million.
    plain, kept = len(_PLAIN), len(_KEPT)
    raw = [p[plain:].strip(_BLANKS) if p[plain - 1] == ">" else p[kept:] for p in pieces]
    return read_texts(raw, kept=True)


def _has_blank_edges(text: str) -> bool:
    """Whether a blank stands beside a tag; one character is found much faster than two."""
    return any(blank in text and (f">{blank}" in text or f"{blank}<" in text) for blank in _BLANKS)


def _one_by_one(text: str) -> list[str | None]:
    """The texts, of which those in an unusual form go through a tree."""
    pieces = text.replace("<si/>", "<si></si>").split("</si>")
    if pieces.pop().strip(_BLANKS):
        raise UnknownFormError
    odd = [at for at, piece in enumerate(pieces) if not _is_usual(piece)]
    unusual = set(odd)
    raw = ["" if at in unusual else _inside(piece) for at, piece in enumerate(pieces)]
    texts = read_texts(raw, kept=True)
    elements = _elements("".join(f"{pieces[at]}</si>" for at in odd))
    if len(elements) != len(odd):
        raise UnknownFormError
    for at, element in zip(odd, elements, strict=True):
        texts[at] = "".join(_runs(element)) or None
    return texts


def _inside(piece: str) -> str:
    """The text between the tags of the usual form; blanks that do not count are dropped."""
    if piece.startswith(_KEPT):
        return piece[len(_KEPT) : -len(_TEXT_END)]
    return piece[len(_PLAIN) : -len(_TEXT_END)].strip(_BLANKS)


def _is_usual(piece: str) -> bool:
    # A character given by its number may be a blank: that is left to the tree.
    usual = piece.startswith((_PLAIN, _KEPT)) and piece.endswith(_TEXT_END)
    return usual and piece.count("<") == 3 and "&#" not in piece


def _elements(content: str) -> list[Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return list(etree.fromstring(f'<sst xmlns="{NAMESPACE}">{content}</sst>', parser))
    except etree.XMLSyntaxError as fault:
        raise UnknownFormError from fault


def _runs(element: Element) -> Iterator[str]:
    for text in element.iterfind(f"{MAIN}t"):
        yield _run(text)
    for text in element.iterfind(f"{MAIN}r/{MAIN}t"):
        yield _run(text)


def _run(element: Element) -> str:
    text = element.text or ""
    if len(element):
        raise UnknownFormError
    return _unescaped(text if element.get(_SPACE) == "preserve" else text.strip(_BLANKS))
