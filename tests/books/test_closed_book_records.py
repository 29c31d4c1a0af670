"""Random records with notes, links and hidden rows: each keeps its own, whatever goes or comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import xlsxwriter
from excel.commented_book import with_conversations
from excel.lint import lint
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.book import TableEdit
from addin.books.closed import open_book
from books.closed_files import part, with_text

TABLE = "xl/tables/table1.xml"


@dataclass(frozen=True)
class Record:
    """One row of the table, by what a user has attached to it."""

    note: bool
    answered: bool
    link: bool
    hidden: bool


NEW = Record(note=False, answered=False, link=False, hidden=False)
RECORDS = st.lists(
    st.builds(Record, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    min_size=1,
    max_size=6,
)


def build(path: Path, records: Sequence[Record], *, totals: bool, filtered: bool) -> None:
    """The records in a table from B3 on, each with its number as its name."""
    last = 3 + len(records)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table(
            f"B3:C{last + totals}",
            {
                "name": "Fees",
                "columns": [{"header": "Name", "total_string": "Total"}, {"header": "Fee"}],
                "total_row": totals,
            },
        )
        for number, record in enumerate(records):
            row = 3 + number
            if record.link:
                sheet.write_url(row, 1, f"https://example.org/{number}", None, str(number))
            else:
                sheet.write_string(row, 1, str(number))
            if record.note or record.answered:
                sheet.write_comment(row, 2, f"note {number}")
            if record.hidden:
                sheet.set_row(row, None, None, {"hidden": True})
        if filtered:  # a filter may share its rows with others
            sheet.write_column("E1", ["beside"] * 20)
    talks = {f"C{4 + n}": [f"talk {n}", "yes"] for n, r in enumerate(records) if r.answered}
    if talks:
        with_conversations(path, talks)
    if filtered:
        area = f'<autoFilter ref="B3:C{last}"'
        column = '<filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn>'
        with_text(path, TABLE, f"{area}/>", f"{area}>{column}</autoFilter>")


def attached(path: Path) -> list[tuple[str, Record]]:
    """The name of each record in the file, with what is attached to it there."""
    sheet = openpyxl.load_workbook(path)["Fees"]
    talks = [name for name in ("xl/threadedComments/threadedComment1.xml",) if has(path, name)]
    said = "".join(part(path, name) for name in talks)
    return [
        (str(name.value), found(sheet, name, fee, said))
        for name, fee in sheet.iter_rows(min_row=4, max_row=sheet.max_row, min_col=2, max_col=3)
        if name.value is not None
    ]


def has(path: Path, name: str) -> bool:
    return f"/{name}" in part(path, "[Content_Types].xml")


def found(sheet: Worksheet, name: Cell | MergedCell, fee: Cell | MergedCell, said: str) -> Record:
    """What is attached to a row; a note or a link of another record makes the test fail."""
    number = str(name.value)
    answers = said.count(f'ref="{fee.coordinate}"')
    if name.hyperlink:
        assert name.hyperlink.target == f"https://example.org/{number}"
    if fee.comment:
        assert fee.comment.text == f"note {number}"
    if answers:
        assert answers == 2
        assert f'ref="{fee.coordinate}"' in said.partition(f"<text>talk {number}<")[0][-200:]
    return Record(
        note=fee.comment is not None,
        answered=bool(answers),
        link=name.hyperlink is not None,
        hidden=bool(sheet.row_dimensions[fee.row or 0].hidden),
    )


@given(
    records=RECORDS,
    removed=st.frozensets(st.integers(0, 5)),
    added=st.integers(0, 4),
    totals=st.booleans(),
    filtered=st.booleans(),
)
def test_every_record_keeps_its_notes_its_links_and_whether_it_is_seen(
    records: list[Record], removed: frozenset[int], added: int, *, totals: bool, filtered: bool
) -> None:
    going = frozenset(number for number in removed if number < len(records))
    edit = TableEdit("Fees", removed=going, added=[{"Name": "new"}] * added)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Fees.xlsx"
        build(path, records, totals=totals, filtered=filtered)

        open_book(path).write([edit])

        kept = [
            (str(number), Record(r.note or r.answered, r.answered, r.link, r.hidden))
            for number, r in enumerate(records)
            if number not in going
        ]
        expected = kept + [("new", NEW)] * added + [("Total", NEW)] * totals
        assert attached(path) == expected
        assert lint(path) == []
