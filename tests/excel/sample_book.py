"""A small, sound workbook with one of everything that can go wrong."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import xlsxwriter

from addin.books.vba.project import Module, ModuleKind, Project

Members = dict[str, bytes]

_RIBBON = b"""\
<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">
  <ribbon><tabs><tab id="billing" label="Billing"><group id="month" label="Month">
    <button id="check" label="Check" size="large" onAction="OnCheck"/>
    <button id="issue" label="Issue" onAction="OnIssue"/>
  </group></tab></tabs></ribbon>
</customUI>"""
_RIBBON_LINK = (
    b'<Relationship Id="rIdRibbon" Target="customUI/customUI14.xml" Type='
    b'"http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"/></Relationships>'
)
_CALLBACKS = """\
Public Sub OnCheck(control As IRibbonControl)
End Sub
Public Sub OnIssue(control As IRibbonControl)
End Sub
"""


def sample_members() -> Members:
    """The members of the workbook; the mapping is the caller's to change."""
    return dict(_members())


def write(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write members as a workbook and give its path."""
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@cache
def _members() -> Members:
    with ZipFile(BytesIO(_grid())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["customUI/customUI14.xml"] = _RIBBON
    links = members["_rels/.rels"]
    members["_rels/.rels"] = links.replace(b"</Relationships>", _RIBBON_LINK)
    return members


def _grid() -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for fill in (_projects, _splits):
        fill(book)
    book.define_name("project_codes", "=Projects[project]")
    book.define_name("Year", "=Projects!$C$2")
    book.set_vba_name("ThisWorkbook")
    for sheet in book.worksheets():
        sheet.set_vba_name(f"sh{sheet.get_name()}")
    book.add_vba_project(BytesIO(_project()), is_stream=True)
    book.close()
    return content.getvalue()


def _projects(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Projects")
    rows = [["P1", "Alder", 2026.0], ["P2", "Birch", 2026.0]]
    headings = [{"header": "project"}, {"header": "client"}, {"header": "year"}]
    sheet.add_table(0, 0, 2, 2, {"name": "Projects", "data": rows, "columns": headings})
    sheet.data_validation(1, 2, 2, 2, {"validate": "list", "source": ["2025", "2026"]})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 2, 20)
    sheet.merge_range(5, 0, 5, 1, "A note")


def _splits(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Splits")
    percent = book.add_format({"num_format": "0.000%"})
    bad = book.add_format({"bg_color": "#FFC7CE"})
    cents = "=ROUND(Splits[[#This Row],[share]]*1000,2)"
    columns = [
        {"header": "project"},
        {"header": "payer"},
        {"header": "share", "format": percent},
        {"header": "amount", "formula": cents},
    ]
    rows = [["P1", "BE01", 0.6, 600.0], ["P1", "BE02", 0.4, 400.0]]
    sheet.add_table(0, 0, 2, 3, {"name": "Splits", "data": rows, "columns": columns})
    sheet.data_validation(1, 0, 2, 0, {"validate": "list", "source": "=project_codes"})
    rule = {"type": "formula", "criteria": "=$C2>1", "format": bad}
    sheet.conditional_format(1, 2, 2, 2, rule)
    sheet.write_dynamic_array_formula("F1", "=SUM(Splits[share])=1", None, 0)


def _project() -> bytes:
    modules = [
        Module.from_text("", "ThisWorkbook", ModuleKind.WORKBOOK),
        Module.from_text("", "shProjects", ModuleKind.SHEET),
        Module.from_text("", "shSplits", ModuleKind.SHEET),
        Module.from_text(_CALLBACKS, "Callbacks", ModuleKind.STANDARD),
    ]
    return Project(modules).to_bytes()
