"""The hours behind an invoice as a spreadsheet, to go into its electronic file.

EN 16931 takes no Word document, and a PDF does not come out twice the same; this does, so that a
file that was lost is made once more, byte for byte.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from addin.billing.invoice import Invoice
from addin.documents.annex_view import AnnexLine, AnnexRow
from addin.documents.file_names import safe_name
from addin.einvoices.attaching import XLSX
from addin.einvoices.model import Attachment
from addin.tables.sheets.bills import InvoiceLineRow, WorkInProgressRow
from addin.tables.sheets.work import TimesheetEntry
from addin.words import Language, text

_DAY_MINUTES = 24 * 60
_WIDTHS = (40, 11, 11, 22, 40, 10, 12)
_FROM, _UNTIL, _PERSON, _WORK, _HOURS, _AMOUNT = range(1, 7)


def annex_attachment(invoice: Invoice, lines: Sequence[AnnexLine]) -> Attachment:
    """The annex of an invoice, the same bytes whenever it is made.

    Args:
        invoice: With its number.
        lines: Those that bill time, with the rows that the Word annex has.
    """
    said = text("line.annex", Language(invoice.language))
    name = f"{safe_name(f'{invoice.number} {said}')}.xlsx"
    return Attachment(name, said, content=_sheet(invoice, lines, said), mime=XLSX, filename=name)


def _sheet(invoice: Invoice, lines: Sequence[AnnexLine], title: str) -> bytes:
    """The workbook: a row for each row of each line, then the sum."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        created = datetime.combine(invoice.issue_date, time(), UTC)
        workbook.set_properties({"title": f"{title} {invoice.number}", "created": created})
        sheet = workbook.add_worksheet(safe_name(title)[:31])
        bold = workbook.add_format({"bold": True})
        _head(sheet, Language(invoice.language), bold)
        rows = [(one.line.description, row) for one in lines for row in one.rows]
        formats = (
            workbook.add_format({"num_format": "yyyy-mm-dd"}),
            workbook.add_format({"num_format": "[h]:mm"}),
            workbook.add_format({"num_format": "#,##0.00"}),
        )
        for place, (description, row) in enumerate(rows, start=1):
            sheet.write_string(place, 0, description)
            _row(sheet, place, row, formats)
        _, hours, amount = formats
        minutes, cents = (
            sum(getattr(row, name) for _, row in rows) for name in ("minutes", "cents")
        )
        sheet.write_number(len(rows) + 1, _HOURS, minutes / _DAY_MINUTES, hours)
        sheet.write_number(len(rows) + 1, _AMOUNT, cents / 100, amount)
    return made.getvalue()


def _head(sheet: Worksheet, language: Language, bold: Format) -> None:
    line, entry = InvoiceLineRow.spec.column, TimesheetEntry.spec.column
    columns = (
        line("description"),
        line("period_from"),
        line("period_to"),
        entry("person"),
        entry("task"),
        WorkInProgressRow.spec.column("hours"),
        line("net"),
    )
    for place, (column, width) in enumerate(zip(columns, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.heading[language], bold)
    sheet.freeze_panes(1, 0)


def _row(sheet: Worksheet, place: int, row: AnnexRow, formats: tuple[Format, ...]) -> None:
    """Texts stay texts, whatever they begin with."""
    day, hours, amount = formats
    sheet.write_datetime(place, _FROM, datetime.combine(row.first, time()), day)
    sheet.write_datetime(place, _UNTIL, datetime.combine(row.last, time()), day)
    sheet.write_string(place, _PERSON, row.person)
    sheet.write_string(place, _WORK, row.work)
    sheet.write_number(place, _HOURS, row.minutes / _DAY_MINUTES, hours)
    sheet.write_number(place, _AMOUNT, row.cents / 100, amount)
