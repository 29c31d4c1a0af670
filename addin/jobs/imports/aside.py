"""What a file to import holds beside its rows: examples, and marks of what is to be mended.

A template has rows that show how it is filled in, each marked in a column of its own. Marked copies
have a column of sentences. Neither is ever imported.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from addin.errors import Finding, Place
from addin.tables.columns import TableSpec
from addin.tables.grid import Grid
from addin.tables.import_marks import as_example, import_words
from addin.tables.sources import folded_heading


@dataclass(frozen=True, slots=True)
class Aside:
    """A file without what is not imported.

    Attributes:
        grid: Its rows.
        findings: Examples that somebody has filled in (IMP-18).
    """

    grid: Grid
    findings: list[Finding]


def without_asides(
    spec: TableSpec[Any], grid: Grid, examples: Collection[tuple[str, ...]]
) -> Aside:
    """Leave out the rows of examples, and the columns that only Quotepart writes to.

    Args:
        spec: The table.
        grid: The file.
        examples: The cells of each example, as texts in any order, in every language.
    """
    marks, mends = _folded("example_heading"), _folded("mend_heading")
    marked = {at for at, one in enumerate(grid.headings) if folded_heading(one) in marks}
    passed_over = marked | {
        at for at, one in enumerate(grid.headings) if folded_heading(one) in mends
    }
    if not passed_over:
        return Aside(grid, [])
    kept = [at for at in range(len(grid.headings)) if at not in passed_over]
    examples_say = _folded("example")
    rows = [
        index
        for index in range(grid.height)
        if any(folded_heading(grid.columns[at][index]) in examples_say for at in marked)
    ]
    cells = [list(grid.columns[at]) for at in kept]
    findings = []
    for index in rows:
        row = [column[index] for column in cells]
        if as_example(row) not in examples:
            findings.append(Finding("IMP-18", Place(spec.name, grid.first_row + index)))
        for column in cells:
            column[index] = None
    headings = tuple(grid.headings[at] for at in kept)
    return Aside(replace(grid, headings=headings, columns=tuple(cells)), findings)


def _folded(key: str) -> set[str]:
    return set(map(folded_heading, import_words(key).all()))
