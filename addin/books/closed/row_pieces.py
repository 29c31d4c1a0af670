"""The rows of a sheet in pieces of a few megabytes, each of whole rows."""

from collections.abc import Generator, Iterable, Iterator

from addin.books.closed.package import NAMESPACE
from addin.books.closed.sheet_rows import UnknownFormError

_LONGEST_HEAD = 1 << 20
_LONGEST_ROW = 1 << 26
_OPENING, _CLOSING, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
MAIN_NAMESPACE = f'xmlns="{NAMESPACE}"'.encode()
_UTF8 = (b'encoding="UTF-8"', b'encoding="utf-8"', b"encoding='UTF-8'", b"encoding='utf-8'")


def row_pieces(stretches: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut the content of a sheet anew, so that each piece is some whole rows.

    Args:
        stretches: The content, however it is cut; it is taken to its end.
        size: Bytes that a piece has at least, unless it is the last.

    Raises:
        UnknownFormError: It is not the XML of a sheet, or in a form not known here.
    """
    source = iter(stretches)
    rest = yield from _whole_rows(_first_rows(source), source, size)
    if _OPENING in rest:
        raise UnknownFormError
    for _ in source:
        pass  # the end of the content proves that all of it was sound


def _first_rows(source: Iterator[bytes]) -> bytes:
    """What has come behind the opening of the rows, once the head is there."""
    head = b""
    while (at := head.find(b"<sheetData")) < 0 or len(head) < at + len(_OPENING) + 1:
        if len(head) > _LONGEST_HEAD:
            raise UnknownFormError
        head += _next(source)
    _refuse_odd_head(head[:at])
    if head.startswith(b"<sheetData/>", at):
        return _CLOSING
    if not head.startswith(_OPENING, at):
        raise UnknownFormError
    return head[at + len(_OPENING) :]


def _refuse_odd_head(head: bytes) -> None:
    if not is_utf8(head) or b"<!" in head or b"<worksheet" not in head:
        raise UnknownFormError
    if MAIN_NAMESPACE not in head:
        raise UnknownFormError


def is_utf8(head: bytes) -> bool:
    """Whether XML that begins like this says that it is in UTF-8, or says nothing."""
    declared = head.partition(b"?>")[0]
    return b"encoding" not in declared or any(name in declared for name in _UTF8)


def _whole_rows(rows: bytes, source: Iterator[bytes], size: int) -> Generator[bytes, None, bytes]:
    """The rows; returns what has come behind them."""
    while True:
        # No row comes behind the end of the rows, so that it is looked for behind the last one.
        cut = rows.rfind(_ROW_END) + len(_ROW_END)
        whole = cut >= len(_ROW_END)
        end = rows.find(_CLOSING, cut if whole else 0)
        if end >= 0:
            break
        if whole:
            yield rows[:cut]
            rows = rows[cut:]
        if len(rows) > _LONGEST_ROW:
            raise UnknownFormError
        rows += _next(source, size)
    if end:
        yield rows[:end]
    return rows[end:]


def _next(source: Iterator[bytes], size: int = 0) -> bytes:
    """What comes next: at least one stretch, and as many as make up the size."""
    stretches: list[bytes] = []
    got = 0
    for stretch in source:
        stretches.append(stretch)
        got += len(stretch)
        if got > size:
            break
    if not got:
        raise UnknownFormError
    return b"".join(stretches)
