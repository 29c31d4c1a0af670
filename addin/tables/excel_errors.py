"""The error values of an Excel file, which its reader gives as empty cells."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)", re.ASCII)


def error_values(path: Path) -> Iterator[tuple[int, int, str]]:
    """Row and column, both from 0, and text such as ``#N/A`` of each error of the first sheet.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not written as an Excel file is.
    """
    try:
        with ZipFile(path) as archive:
            content = archive.read(_first_sheet(archive))
            if b'"e"' not in content:
                return
            for cell in etree.fromstring(content, _parser()).iter(f"{MAIN}c"):
                at = ADDRESS.fullmatch(cell.get("r", ""))
                if cell.get("t") == "e" and at:
                    yield int(at[2]) - 1, _column(at[1]), cell.findtext(f"{MAIN}v") or "#N/A"
    except (KeyError, StopIteration, etree.XMLSyntaxError, EOFError) as error:
        message = f"{path}: no sheet"
        raise ValueError(message) from error


def _first_sheet(archive: ZipFile) -> str:
    workbook = _target(archive, "", lambda one: one.get("Type", "").endswith("/officeDocument"))
    sheets = etree.fromstring(archive.read(workbook), _parser()).iter(f"{MAIN}sheet")
    wanted = next(sheets).get(f"{{{DOCUMENT}}}id")
    return _target(archive, workbook, lambda one: one.get("Id") == wanted)
