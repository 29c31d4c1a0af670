"""Ctrl+C at any moment: a sentence, a status of its own, and the workbook old or new, whole."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from quotepart_command import Make, quotepart

from addin.books.closed.closed_book import ClosedBook
from addin.cli import commands
from addin.jobs import issuing
from addin.jobs.invoices.recovering import write_whole
from addin.words import Language, sentence

STOPPED = 130
MONTH = ("--month", "2026-10")


def press_ctrl_c(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("where", "name"),
    [(ClosedBook, "read"), (commands, "generate_job"), (ClosedBook, "_put_in_place")],
    ids=["reading", "computing", "writing"],
)
def test_the_file_is_as_it_was(
    workbook: Make, monkeypatch: pytest.MonkeyPatch, where: object, name: str
) -> None:
    path = workbook()
    before = path.read_bytes()
    with monkeypatch.context() as stopping:
        stopping.setattr(where, name, press_ctrl_c)
        done = quotepart("generate", path, *MONTH)

    assert done.status == STOPPED
    assert done.warned.split() == sentence("JOB-04", Language.EN, {}).split()
    assert path.read_bytes() == before

    assert quotepart("generate", path, *MONTH).status in {0, 1}
    assert path.read_bytes() != before
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".tmp"] == []


def test_invoices_that_were_numbered_are_completed_by_the_next_run(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook()
    for verb in ("generate", "approve"):
        assert quotepart(verb, path, *MONTH).status == 0
    before = path.read_bytes()
    with monkeypatch.context() as stopping:
        stopping.setattr(issuing, "write_whole", on_call(5, write_whole))
        done = quotepart("issue", path, *MONTH)

    assert done.status == STOPPED
    assert path.read_bytes() == before
    assert len(list(path.parent.rglob("*.docx"))) == 2

    again = quotepart("issue", path, *MONTH)
    assert again.status in {0, 1}, again.warned
    assert len(list(path.parent.rglob("*.docx"))) == 31 + 1  # a client gets its hours, too


def on_call(number: int, real: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
    """Do what is real until the call of this number, at which Ctrl+C is pressed."""
    calls = iter(range(1, number + 1))

    def call(path: Path, document: bytes) -> None:
        if next(calls, None) == number:
            raise KeyboardInterrupt
        real(path, document)

    return call
