"""The rules that Excel holds a workbook to and that no schema states.

Each fault is a reason for "We found a problem with some content", for a formula that shows #NAME?
or for a button that does nothing.
"""

from pathlib import Path

from excel import lint_cells, lint_comments, lint_macros, lint_tables, lint_workbook
from excel.package import WORKBOOK, Fault, Package


def lint(path: Path) -> list[Fault]:
    """Every fault of a workbook: the member and what is wrong with it; empty for a sound one."""
    package = Package(path)
    faults = list(package.faults)
    if package.trees[WORKBOOK].tag == "absent":
        return faults
    for rules in (lint_workbook, lint_cells, lint_tables, lint_comments, lint_macros):
        faults += rules.faults(package)
    return faults
