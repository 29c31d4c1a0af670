"""What is exported as csv comes back as it was: no repair touches what is right already."""

from pathlib import Path

import pytest
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.books.building.content import cell_for
from addin.books.sample import sample_rows
from addin.jobs.content import load
from addin.jobs.exporting import as_csv
from addin.jobs.generating import generate
from addin.jobs.importing import FACTS
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.planning import plan
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME, TABLES
from addin.words import Language


def sample(language: Language) -> MemoryBook:
    """The sample firm with its October."""
    rows = {
        name: [
            {one.name: cell_for(BY_NAME[name], one, row, language) for one in BY_NAME[name].columns}
            for row in given
        ]
        for name, given in sample_rows(language).items()
    }
    book = MemoryBook(rows, language)
    run(book, lambda content: plan(content, 2026), recover=False)
    run(book, lambda content: generate(content, Month(2026, 10)), recover=False)
    return book


@pytest.mark.parametrize("language", Language)
def test_what_is_exported_changes_nothing_when_it_is_imported(
    tmp_path: Path, language: Language
) -> None:
    book = sample(language)
    content = load(book)
    exported = [
        spec for spec in TABLES if len(content.tables[spec.name]) and spec.name not in FACTS
    ]
    for spec in exported:
        request = FileRequest(tmp_path / f"{spec.name}.csv")
        request.path.write_text(as_csv(content, spec), "utf-8-sig", newline="")
        report = import_file(content, spec, request).report

        assert (report.added, report.changed) == (0, 0), spec.name
        assert [one.message for one in report.findings] == []
    assert len(exported) > 15
