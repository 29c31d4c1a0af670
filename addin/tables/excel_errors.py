"""The error values of an Excel file, which its reader gives as empty cells.

Source: ECMA-376 part 1, 18.3.1.4 (cells) and part 2, 9.3 (relationships).
"""

import posixpath
import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)", re.ASCII)


def error_values(path: Path) -> dict[tuple[int, int], str]:
    """The errors of the first sheet, such as ``#N/A``, by row and column, both from 0.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not written as an Excel file is.
    """
    try:
        with ZipFile(path) as archive:
            return _errors(archive.read(_first_sheet(archive)))
    except (BadZipFile, LookupError, etree.XMLSyntaxError) as error:
        message = f"{path} has no first sheet"
        raise ValueError(message) from error


def _errors(sheet: bytes) -> dict[tuple[int, int], str]:
    if b'"e"' not in sheet and b"'e'" not in sheet:
        return {}
    found = {}
    for cell in etree.fromstring(sheet, _parser()).iter(f"{MAIN}c"):
        address = ADDRESS.fullmatch(cell.get("r", ""))
        if cell.get("t") == "e" and address:
            at = (int(address[2]) - 1, _column(address[1]))
            found[at] = cell.findtext(f"{MAIN}v") or "#N/A"
    return found


def _first_sheet(archive: ZipFile) -> str:
    found = _relations(archive, "").values()
    workbook = next((target for kind, target in found if kind.endswith("/officeDocument")), "")
    sheets = etree.fromstring(archive.read(workbook), _parser()).find(f"{MAIN}sheets")
    if sheets is None:
        raise LookupError
    return _relations(archive, workbook)[sheets[0].get(f"{{{DOCUMENT}}}id", "")][1]


def _relations(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Type and target of each relation of a part, by its id."""
    folder, name = posixpath.split(part)
    root = etree.fromstring(
        archive.read(posixpath.join(folder, "_rels", f"{name}.rels")), _parser()
    )
    return {
        one.get("Id", ""): (
            one.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in root
    }


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _column(letters: str) -> int:
    """The number of a column, from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
