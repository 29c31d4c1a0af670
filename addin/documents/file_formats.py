"""What a file that Word does not open as a ``.docx`` really is."""

import zipfile
from io import BytesIO

PROTECTED = "EncryptedPackage".encode("utf-16-le")
"""Name of the part in which Office keeps a document that has a password."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (_COMPOUND, ".doc"),
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"<?xml", ".xml"),
)
# A part or an entry that only files of this kind have.
_PARTS = (
    ("xl/workbook.xml", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
    ("content.xml", ".odt"),
)
_OTHER_WORD = ((b".template.", ".dotx"), (b".macroEnabled.", ".docm"))


def is_protected(content: bytes) -> bool:
    """Whether a document of Office can be opened only with a password."""
    return content.startswith(_COMPOUND) and PROTECTED in content


def real_format(content: bytes) -> str:
    """The ending that a file should have; empty for one that is of no known kind, or damaged.

    >>> real_format(b"%PDF-1.7"), real_format(b"anything")
    ('.pdf', '')
    """
    start = content[:64].lstrip().lower()
    for beginning, ending in _BEGINNINGS:
        if start.startswith(beginning.lower()):
            return ending
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            return _of_package(opened)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError):
        return ""


def _of_package(opened: zipfile.ZipFile) -> str:
    names = set(opened.namelist())
    if not names:
        return ""
    for part, ending in _PARTS:
        if part in names:
            return ending
    if "[Content_Types].xml" not in names:
        return ".zip"
    kinds = opened.read("[Content_Types].xml")
    return next((ending for sign, ending in _OTHER_WORD if sign in kinds), "")
