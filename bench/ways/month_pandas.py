"""The month with pandas: its fastest reader, one groupby, and openpyxl to write."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from addin.books.building.layout import FIRST_ROW, HEADING_ROW
from bench.firm import MONTH
from bench.measuring import Laps
from bench.ways.month_openpyxl import TABLES, lengthen
from bench.ways.plain_month import Bill, price

GROUP = ["Project", "Service", "Unit price"]


def main(path: Path) -> None:
    """Generate the month of a workbook."""
    laps = Laps()
    laps.start()
    frames = pd.read_excel(path, list(TABLES), header=HEADING_ROW, engine="calamine")
    laps.lap("read")
    bill, lines = _bill(frames)
    laps.lap("compute")
    _write(path, bill, lines)
    laps.lap("write")
    laps.tell()


def _bill(frames: dict[Any, pd.DataFrame]) -> tuple[Bill, "pd.Series[str]"]:
    """The rows to write, and the line of each entry."""
    entries, rates = frames["Timesheets"], frames["Rates"]
    wanted = (
        (entries["Status"] == "approved")
        & (entries["Billable"] == "yes")
        & entries["Invoice"].isna()
        & (entries["Date"] <= pd.Timestamp(MONTH.last))
    )
    entries = entries[wanted]
    by_project = rates.dropna(subset="Project").set_index("Project")["Rate"]
    by_person = rates.dropna(subset="Person").set_index("Person")["Rate"]
    rate = entries["Project"].map(by_project).fillna(entries["Person"].map(by_person))
    groups = entries.assign(**{"Unit price": rate}).groupby(GROUP)
    totals: Any = groups["Minutes"].sum()
    minutes = {
        (project, service, Decimal(repr(float(rate)))): int(total)
        for (project, service, rate), total in totals.items()
    }
    tables: Any = {name: frames[name].to_dict("records") for name in ("Projects", "Splits")}
    bill = price(minutes, tables)
    keys = pd.Series([line["Line"] for line in bill.lines])
    return bill, groups.ngroup().map(keys)


def _write(path: Path, bill: Bill, lines: "pd.Series[str]") -> None:
    append: Any = {"mode": "a", "if_sheet_exists": "overlay", "engine_kwargs": {"keep_vba": True}}
    with pd.ExcelWriter(path, engine="openpyxl", **append) as writer:
        for name, rows in (("Prebilling", bill.lines), ("Allocations", bill.allocations)):
            sheet = writer.sheets[name]
            headings = [cell.value for cell in sheet[HEADING_ROW + 1]]
            frame = pd.DataFrame(rows).reindex(columns=headings)
            frame.to_excel(writer, sheet_name=name, startrow=FIRST_ROW, header=False, index=False)
            lengthen(sheet, len(frame))
        sheet = writer.sheets["Timesheets"]
        column = [cell.value for cell in sheet[HEADING_ROW + 1]].index("Line")
        whole = lines.reindex(range(sheet.max_row - FIRST_ROW)).to_frame()
        place: Any = {"startrow": FIRST_ROW, "startcol": column}
        whole.to_excel(writer, sheet_name="Timesheets", header=False, index=False, **place)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
