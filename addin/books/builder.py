"""Build the workbook: ``python -m addin.books.builder workbook/Billing.xlsm``.

Its sheets, headings, drop-downs, checks and help all follow from the records of
``addin/tables/sheets``; nothing is defined here a second time.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from addin.books.building.content import Rows, all_rows, sound_rows
from addin.books.building.finishing import finished
from addin.books.building.home import write_home
from addin.books.building.home_page import HomePage
from addin.books.building.names import defined_names
from addin.books.building.styles import Styles
from addin.books.building.table_sheet import TableSheet
from addin.books.vba.ribbon import ribbon_xml
from addin.books.vba.workbook_modules import WORKBOOK_CODENAME, vba_project
from addin.tables.catalogue import TABLES
from addin.words import Language, text

FORMULAS = "addin.udfs"
HOME_CODENAME = "shHome"
_XLWINGS_SHEET = "xlwings.conf"
_XLWINGS_CODENAME = "shXlwings"
_NO_ROWS: Rows = {}

# So that two builds are the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def build_workbook(
    language: Language,
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = _NO_ROWS,
    *,
    formulas: str = FORMULAS,
) -> bytes:
    """The content of a new Billing.xlsm.

    Args:
        language: Of its sheets, headings, labels and help.
        rows: By table, then by field, typed as the records have them; a field left out is an
            empty cell. Settings and lists that are not given are there with their usual values.
        formulas: The Python module of the cell formulas.

    Returns:
        The same bytes for the same arguments.
    """
    complete = all_rows(rows, language)
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    workbook.set_properties({"title": text("home.brand", language), "created": _CREATED})
    codenames = _write_sheets(workbook, complete, language)
    for name, meaning in defined_names(language):
        workbook.define_name(name, meaning)
    workbook.set_vba_name(WORKBOOK_CODENAME)
    project = vba_project(codenames, language, formulas=formulas)
    workbook.add_vba_project(BytesIO(project), is_stream=True)
    workbook.close()
    return finished(target.getvalue(), ribbon_xml(language))


def _write_sheets(workbook: Workbook, rows: Rows, language: Language) -> list[str]:
    """Write every sheet; gives their code names in order."""
    styles = Styles(workbook)
    sound = sound_rows(rows, language)
    home = workbook.add_worksheet(text("sheet.home", language))
    home.set_vba_name(HOME_CODENAME)
    home.activate()
    for spec in TABLES:
        sheet = workbook.add_worksheet(spec.sheet[language])
        sheet.set_vba_name(f"sh{spec.name}")
        TableSheet(sheet, spec, language, styles).write(rows[spec.name], sound[spec.name])
    checked = (spec.name for spec in TABLES if spec.columns[-1].name == "check")
    faults = sum(len(rows[name]) - len(sound[name]) for name in checked)
    write_home(workbook, HomePage(home, rows, language, styles, faults))
    _write_xlwings(workbook)
    return [HOME_CODENAME, *(f"sh{spec.name}" for spec in TABLES), _XLWINGS_CODENAME]


def _write_xlwings(workbook: Workbook) -> None:
    """How xlwings starts Python; the interpreter is named by the installation, not here."""
    sheet = workbook.add_worksheet(_XLWINGS_SHEET)
    sheet.set_vba_name(_XLWINGS_CODENAME)
    settings = {
        "UDF MODULES": FORMULAS,
        # A server that stays alive gives up on macros that take minutes.
        "USE UDF SERVER": "False",
        # The folder of a workbook may lie in a cloud that is not there, and is no place for code.
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "DEBUG UDFS": "False",
        "SHOW CONSOLE": "False",
    }
    for row, (key, value) in enumerate(settings.items()):
        sheet.write_row(row, 0, (key, value))
    sheet.very_hidden()


def main(arguments: Sequence[str]) -> None:
    """Write the workbook in English and without rows to the path given."""
    (path,) = arguments
    Path(path).write_bytes(build_workbook(Language.EN))


if __name__ == "__main__":
    main(sys.argv[1:])
