"""Whether Excel would open a workbook without a word: what every written file is put through."""

from pathlib import Path

from excel import audit, lint, schemas
from excel.package import Fault


def faults_of(path: Path) -> set[Fault]:
    """Everything that one of the three checks has to say."""
    return {*lint.lint(path), *schemas.check(path), *audit.errors(path)}


def assert_sound(path: Path) -> None:
    """Fail when a check finds a fault."""
    assert faults_of(path) == set()
