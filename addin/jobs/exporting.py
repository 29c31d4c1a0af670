"""Export a table, as records or as lines of csv."""

import csv
import json
from io import StringIO
from typing import Any

from addin.jobs.content import Content
from addin.tables.columns import TableSpec, Writer
from addin.tables.editing import json_record

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def records(content: Content, spec: TableSpec[Any]) -> list[dict[str, Any]]:
    """Every filled row, a faulty cell as null."""
    values = content.tables[spec.name].values
    rows = zip(*values.values(), strict=True)
    return [json_record(spec, dict(zip(values, row, strict=True))) for row in rows]


def as_json(content: Content, spec: TableSpec[Any]) -> str:
    """The table as a list of JSON records."""
    return json.dumps(records(content, spec), ensure_ascii=False, indent=2) + "\n"


def as_csv(content: Content, spec: TableSpec[Any]) -> str:
    """The table as csv with field names, to be read back by import.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    texts = {
        column.name
        for column in spec.columns
        if column.kind.from_cell is column.kind.from_text and column.kind.choices is None
    }
    names = [column.name for column in spec.columns if column.writer is not Writer.FORMULA]
    out = StringIO(newline="")
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for record in records(content, spec):
        writer.writerow({name: _field(record[name], name in texts) for name in names})
    return out.getvalue()


def _field(value: Any, text: bool) -> str:  # noqa: ANN401, FBT001 - any value of a record
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    guarded = text and str(value).startswith(FORMULA_SIGNS)
    return f"'{value}" if guarded else str(value)
