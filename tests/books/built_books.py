"""Workbooks for the tests of the builder, each built once, with cell formulas of their own."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from addin.books.builder import build_workbook
from addin.books.sample import sample_rows
from addin.words import Language

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
FORMULAS = "sample_formulas"


def built(language: Language, rows: Rows | None = None) -> bytes:
    """A workbook with these rows."""
    with _importable():
        return build_workbook(language, rows or {}, formulas=FORMULAS)


@cache
def empty(language: Language) -> bytes:
    """A new workbook."""
    return built(language)


@cache
def sample(language: Language) -> bytes:
    """The workbook of the sample firm."""
    return built(language, sample_rows(language))


@contextmanager
def _importable() -> Iterator[None]:
    """The folder of this file on the path of the process that reads the cell formulas."""
    folder = str(Path(__file__).parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
