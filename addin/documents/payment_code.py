"""The code on an invoice that a banking app reads: a QR code with the transfer that pays it.

EPC069-12 of the European Payments Council, version 002. A code has nothing that is not printed
beside it as well.
"""

import re
import struct
import zlib
from functools import cache

import numpy as np

from addin.billing.invoice import DocumentKind, Invoice
from addin.documents.code_modules import Modules, code_modules
from addin.documents.pictures import Picture

WIDTH_MM = 26
_LARGEST_CENTS = 999_999_999_99
_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_LARGEST_BYTES = 331  # of a code of version 13, the largest that the guidelines allow
_STRUCTURED = re.compile(r"\+\+\+\d{3}/\d{4}/\d{5}\+\+\+|RF\d\d[0-9A-Za-z]{1,21}")
_DOTS, _BORDER = 6, 4  # pixels of a module, modules around the code
_LEFT = _DOTS * _BORDER // 8  # bytes of a row of pixels before the code: a whole number of them


def payment_code(invoice: Invoice) -> Picture | None:
    """The code as a picture; None where there is nothing to transfer.

    That is on a draft, on a credit note, when the balance is nothing or in favour of the buyer,
    in any currency but the euro, without an IBAN, and with names that do not fit into a code.
    """
    content = transfer(invoice).encode()
    if not 0 < len(content) <= _LARGEST_BYTES:
        return None
    return Picture(_png(code_modules(content)), WIDTH_MM)


def transfer(invoice: Invoice) -> str:
    r"""What the code says, line by line; empty where there is nothing to transfer.

    A Belgian structured communication, or a creditor reference that starts with RF, goes where
    banks look for a structured one; any other reference is text for the firm.
    """
    cents = invoice.totals.gross_cents
    wanted = invoice.kind is DocumentKind.INVOICE and not invoice.number.startswith("PRO-")
    if not (wanted and invoice.currency == "EUR" and invoice.iban and 0 < cents <= _LARGEST_CENTS):
        return ""
    is_structured = bool(_STRUCTURED.fullmatch(invoice.reference))
    fields = (
        "BCD",
        "002",
        "1",  # UTF-8
        "SCT",
        _one_line(invoice.bic).replace(" ", ""),
        _one_line(invoice.seller.name)[:_LONGEST_NAME],
        re.sub(r"\s", "", invoice.iban),
        f"EUR{cents // 100}.{cents % 100:02}",
        "",  # purpose
        invoice.reference if is_structured else "",
        "" if is_structured else _one_line(invoice.reference or invoice.number)[:_LONGEST_TEXT],
    )
    return "\n".join(fields).rstrip("\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _blank(side: int) -> Modules:
    """The lines of a white picture of so many modules a side, each with its filter in front."""
    rows = np.packbits(np.ones((side, _DOTS * side), dtype=np.uint8), axis=1)
    # A row of pixels that is like the one above is told as no difference: filter 2 of PNG.
    lines = np.zeros((side, _DOTS, rows.shape[1] + 1), dtype=np.uint8)
    lines[:, 0, 1:] = rows
    lines[:, 1:, 0] = 2
    return lines


def _png(modules: Modules) -> bytes:
    """Black and white, one bit a pixel; segno's own writer takes ten times as long."""
    side = len(modules) + 2 * _BORDER
    lines = _blank(side).copy()
    black = np.packbits(modules.repeat(_DOTS, axis=1), axis=1)
    lines[_BORDER:-_BORDER, 0, 1 + _LEFT : 1 + _LEFT + black.shape[1]] ^= black
    size = struct.pack(">IIBBBBB", side * _DOTS, side * _DOTS, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(lines.tobytes(), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
