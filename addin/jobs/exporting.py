"""Export a table, as records or as lines of csv."""

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from addin.jobs.content import Content
from addin.jobs.firm import setting_value
from addin.tables.columns import TableSpec, Writer
from addin.tables.editing import json_record
from addin.tables.kinds import NUMBERS, CellFault
from addin.tables.sheets.settings import Firm, Setting
from addin.tables.sources import guarded


def records(content: Content, spec: TableSpec[Any]) -> list[dict[str, Any]]:
    """Every filled row, a faulty cell as null.

    Raises:
        RefusedError: The workbook lacks the table, or a column without which it makes no sense.
    """
    content.require_structure(spec.name)
    values = content.tables[spec.name].values
    rows = (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))
    if spec is Setting.spec:
        return [_setting(row) for row in rows]
    return [json_record(spec, row) for row in rows]


def _setting(row: Mapping[str, Any]) -> dict[str, Any]:
    """A setting, its value as the JSON of its own kind."""
    name, cell = row["setting"], row["value"]
    if name is None or cell is None:
        return {"setting": name, "value": None}
    column = Firm.spec.column(name)
    try:
        value = column.kind.to_json(setting_value(column, cell))
    except CellFault:
        value = None
    return {"setting": name, "value": value}


def as_json(content: Content, spec: TableSpec[Any]) -> str:
    """The table as a list of JSON records."""
    return json.dumps(records(content, spec), ensure_ascii=False, indent=2) + "\n"


def as_csv(content: Content, spec: TableSpec[Any]) -> str:
    """The table as csv with field names, to be read back by import.

    No text in it is a formula to a spreadsheet, whatever its list separator; numbers stay as they
    are, negative ones too.
    """
    columns = [column for column in spec.columns if column.writer is not Writer.FORMULA]
    numbers = {column.name for column in columns if column.kind in NUMBERS}
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerows(_fields(record, numbers) for record in records(content, spec))
    return out.getvalue()


def _fields(record: Mapping[str, Any], numbers: Iterable[str]) -> list[str]:
    return [_field(value, guard=name not in numbers) for name, value in record.items()]


def _field(value: Any, *, guard: bool) -> str:  # noqa: ANN401 - any value of a record
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return guarded(text) if guard else text
