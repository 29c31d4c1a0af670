"""Workbooks whose sheet is given as XML, as any program might have written it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = {
    "General": 0,
    "0.00": 2,
    "dd/mm/yyyy": 14,
    "hh:mm": 20,
    "d/m/yy h:mm": 22,
    "[h]:mm:ss": 46,
    "@": 49,
    '#,##0.00 "days"': 164,
    "[$-80C]dddd d mmmm yyyy": 165,
    "yyyy\\-mm\\-dd hh:mm:ss": 166,
    "[Red]0.0": 167,
    "[hh]:mm": 168,
}
"""Number formats by what they look like: built-in ones, and those that the workbook defines."""


def write_raw_book(
    path: Path, rows: str, texts: Sequence[str] = (), *, since_1904: bool = False
) -> Path:
    """Write a workbook with one sheet, ``Sheet``, and on it the table ``Data`` in A1:H40.

    Args:
        path: Where it goes.
        rows: What stands between the tags of ``sheetData``; a whole sheet if it begins with
            ``<?xml``.
        texts: The shared ones, each with its ``si``.
        since_1904: Whether days are counted from 1904.
    """
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in _parts(rows, texts, since_1904=since_1904).items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\r\n{content}')
        if rows.startswith("<?xml"):
            archive.writestr(SHEET, rows)
    return path


def _parts(rows: str, texts: Sequence[str], *, since_1904: bool) -> dict[str, str]:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for code, number in STYLES.items()
        if number >= 164
    )
    styles = "".join(
        f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in STYLES.values()
    )
    headings = "".join(f'<tableColumn id="{at}" name="H{at}"/>' for at in range(1, 9))
    parts = {
        "[Content_Types].xml": _declared(
            {
                "workbook.xml": "sheet.main",
                "worksheets/sheet1.xml": "worksheet",
                "styles.xml": "styles",
                "sharedStrings.xml": "sharedStrings",
                "tables/table1.xml": "table",
            }
        ),
        "_rels/.rels": _relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr '
        f'date1904="{since_1904:d}"/><sheets><sheet name="Sheet" sheetId="1" '
        'r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            worksheet="worksheets/sheet1.xml",
            styles="styles.xml",
            sharedStrings="sharedStrings.xml",
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(texts)}</sst>',
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(table="../tables/table1.xml"),
        "xl/tables/table1.xml": f'<table xmlns="{MAIN}" id="1" name="Data" displayName="Data" '
        f'ref="A1:H40"><tableColumns count="8">{headings}</tableColumns></table>',
    }
    if not rows.startswith("<?xml"):
        parts[SHEET] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return parts


def _declared(types: Mapping[str, str]) -> str:
    each = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_CONTENT}.{kind}+xml"/>'
        for part, kind in types.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{relations}"/>'
        f"{each}</Types>"
    )


def _relations(**targets: str) -> str:
    each = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'
