"""What a run holds in memory while it writes."""

from weakref import ReferenceType, ref

import pytest
from memory_book import MemoryBook
from sample_office import Office

from addin.billing.calendar import Month
from addin.jobs.content import Content
from addin.jobs.generating import generate
from addin.jobs.report import Proposal
from addin.jobs.running import run


def test_the_rows_read_are_let_go_before_the_workbook_is_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[ReferenceType[object]] = []
    held: list[object] = []

    def job(content: Content) -> Proposal:
        read.extend(ref(table) for table in content.tables.values())
        return generate(content, Month(2026, 3))

    monkeypatch.setattr(
        MemoryBook, "write", lambda _book, _edits: held.extend(one() for one in read)
    )
    run(office.book, job)

    assert held
    assert all(table is None for table in held)
