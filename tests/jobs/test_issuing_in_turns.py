"""A large month is issued in turns: many invoices share a transaction and a note of files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from sample_office import Office, codes, entry

from addin.config import resource
from addin.jobs import issuing
from addin.journal.journal import Journal

INVOICES = 9
ALONE, TURN, NOTED = 2, 3, 5
NOTES = [1, 1, 6, 1]
"""How many documents are noted at once: two invoices alone, then two turns of three, then the
last invoice."""


class PowerCutError(Exception):
    """The computer goes off."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An approved month of nine invoices, issued in turns of three."""
    for name, value in (("ALONE", ALONE), ("TURN", TURN), ("NOTED", NOTED)):
        monkeypatch.setattr(issuing, name, value)
    names = [f"P-{number}" for number in range(1, INVOICES + 1)]
    projects = [{"project": name, "name": f"Project {name}", "client": "ALDER"} for name in names]
    hours = [entry(f"T-{name}", "2026-03-02", project=name) for name in names]
    client = {"client": "ALDER", "invoice_grouping": "project"}
    office = Office(tmp_path, Clients=[client], Projects=projects, Timesheets=hours)
    office.generate("2026-03")
    office.approve("2026-03")
    return office


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each note of the journal has named so far."""
    found: list[int] = []
    noted = Journal.note_written

    def counted(journal: Journal, paths: Any) -> None:
        found.append(len(paths))
        noted(journal, paths)

    monkeypatch.setattr(Journal, "note_written", counted)
    return found


def power_cut(after: int, done: list[int]) -> Callable[..., None]:
    """A note of the journal that is not made any more once some are done."""
    noted = Journal.note_written

    def cut(journal: Journal, paths: Any) -> None:
        if len(done) == after:
            raise PowerCutError
        done.append(len(paths))
        noted(journal, paths)

    return cut


def test_the_files_of_shared_turns_are_noted_together(
    office: Office, tmp_path: Path, notes: list[int]
) -> None:
    report = office.issue("2026-03")

    assert (report.added, codes(report)) == (INVOICES, [])
    assert notes == NOTES
    assert office.journal.documents_missing(tmp_path) == []


@pytest.mark.parametrize("done", range(len(NOTES)))
def test_what_was_written_and_not_noted_is_found_on_the_disk_and_left_as_it_is(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "note_written", power_cut(done, []))
        with pytest.raises(PowerCutError):
            office.issue("2026-03")
    kept = len(office.journal.invoices())
    before = {path: path.stat() for path in tmp_path.rglob("*.docx")}
    assert len(before) == kept == sum(NOTES[: done + 1])
    assert len(office.journal.documents_missing(tmp_path)) == NOTES[done]

    report = office.issue("2026-03")

    assert report.added == INVOICES - kept
    after = {path: path.stat() for path in before}
    assert {path: (one.st_ino, one.st_mtime_ns) for path, one in after.items()} == {
        path: (one.st_ino, one.st_mtime_ns) for path, one in before.items()
    }
    assert len([*tmp_path.rglob("*.docx")]) == INVOICES
    assert office.journal.documents_missing(tmp_path) == []
    assert [*office.journal.gaps(), *office.journal.verify_chain()] == []


@pytest.mark.parametrize("kept", [True, False])
def test_a_document_that_was_written_stands_though_its_template_has_changed_since(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "note_written", power_cut(0, []))
        with pytest.raises(PowerCutError):
            office.issue("2026-03")
    (written,) = tmp_path.rglob("*.docx")
    content = written.read_bytes()
    own = tmp_path / "templates" / "invoice"
    own.mkdir(parents=True)
    changed = docx.Document(str(resource("templates", "invoice", "en.docx")))
    changed.add_paragraph("New words")
    changed.save(str(own / "en.docx"))
    if not kept:
        written.write_bytes(b"something else")

    report = office.issue("2026-03")

    assert ("ISS-07" in codes(report)) is not kept
    assert (written.read_bytes() == content) is kept
    assert (office.journal.documents_missing(tmp_path) == []) is kept
