"""Workbooks for the commands, each language built once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import time_machine
from quotepart_command import Make, quotepart

from addin.jobs.founding import found
from addin.words import Language


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An English machine, and a home folder that no other test writes to."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.delenv("QUOTEPART_REGISTERS", raising=False)
    monkeypatch.setenv("QUOTEPART_LANGUAGE", "en")


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """A day after the months that are billed here: an invoice dated in the future is warned of."""
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Language, bool], bytes]:
    """The bytes of a new workbook, with or without the sample firm."""
    folder = tmp_path_factory.mktemp("built")

    @cache
    def build(language: Language, sample: bool) -> bytes:  # noqa: FBT001 - as the option is
        path = folder / f"{language}-{sample}.xlsm"
        return found(path, language, sample=sample).read_bytes()

    return build


@pytest.fixture
def workbook(built: Callable[[Language, bool], bytes], tmp_path: Path) -> Make:
    """Put a new workbook into a folder of its own."""

    def make(language: Language = Language.EN, *, sample: bool = True) -> Path:
        folder = tmp_path / "firm"
        folder.mkdir()
        path = folder / "Billing.xlsm"
        path.write_bytes(built(language, sample))
        return path

    return make


@pytest.fixture
def issued(workbook: Make) -> Path:
    """A workbook of the sample firm whose October 2026 is issued."""
    path = workbook()
    for job in ("generate", "approve", "issue"):
        day = ("--date", "2026-10-31") if job == "issue" else ()
        assert quotepart(job, path, "--month", "2026-10", *day).status in {0, 1}
    return path
