"""What happens to restore points and to a user's answers on an ordinary bad day."""

import os
from pathlib import Path

import pytest
from quotepart_command import Make, files_of, quotepart, type_into

from addin.books import run_lock
from addin.books.closed import ClosedBook
from addin.books.restore_points import CannotKeepError, RestorePoints
from addin.books.run_lock import AlreadyRunningError, alone
from addin.jobs import undoing
from addin.words import Language

MONTH = "2026-10"


@pytest.fixture
def generated(workbook: Make) -> Path:
    path = workbook()
    assert quotepart("generate", path, "--month", MONTH).status == 0
    return path


@pytest.fixture
def faulty(workbook: Make) -> Path:
    """A workbook with one entry of a project that does not exist."""
    path = workbook(Language.FR)
    type_into(path, "Timesheets", 1, project="NOWHERE")
    return path


def lock_of_excel(path: Path) -> Path:
    lock = path.with_name(f"~${path.name}")
    lock.write_bytes(b"\x05Marie" + b" " * 49)
    return lock


def test_a_check_tells_what_it_found_in_a_workbook_it_may_not_write(faulty: Path) -> None:
    faulty.chmod(0o444)
    before = files_of(faulty.parent)

    ended = quotepart("check", faulty, "--json")

    assert (ended.status, ended.codes) == (1, ["BOOK-08", "TAB-10"])
    assert files_of(faulty.parent) == before


def test_a_check_tells_what_it_found_in_a_workbook_that_is_open_in_excel(faulty: Path) -> None:
    lock_of_excel(faulty)
    before = files_of(faulty.parent)

    ended = quotepart("check", faulty)

    assert ended.status == 1
    assert "NOWHERE" in ended.said
    assert "Marie" in ended.said
    assert "Rien n'a été écrit." in ended.said
    assert files_of(faulty.parent) == before


def test_every_refusal_of_a_job_is_in_the_language_of_the_workbook(workbook: Make) -> None:
    path = workbook(Language.NL)
    for job in ("generate", "approve"):
        quotepart(job, path, "--month", MONTH)
    quotepart("issue", path, "--month", MONTH, "--date", "2026-10-31")
    path.with_name("Billing.journal.sqlite").unlink()

    ended = quotepart("generate", path, "--month", MONTH)

    assert ended.status == 2
    assert ended.warned.startswith("De werkmap toont factuur 2026-")


def test_a_dry_run_of_undo_says_what_would_be_and_not_what_is(generated: Path) -> None:
    said = quotepart("undo", generated, "--dry-run").said

    assert said.startswith("The workbook would be as it was before generate of ")
    assert "Nothing was written." in said


def test_a_dry_run_of_undo_sees_that_the_copy_is_gone(generated: Path) -> None:
    points = RestorePoints(generated)
    points.path_of(points.all()[0]).unlink()

    assert quotepart("undo", generated, "--dry-run", "--json").codes == ["UNDO-03"]


@pytest.mark.parametrize("asked", [(), ("--list",), ("--dry-run",)])
def test_a_damaged_list_of_restore_points_is_told_from_an_empty_one(
    generated: Path, asked: tuple[str, ...]
) -> None:
    folder = RestorePoints(generated).folder
    (folder / f"{generated.name}.json").write_text("{{{")
    before = files_of(generated.parent)

    ended = quotepart("undo", generated, *asked)

    assert ended.status == 2
    assert str(folder) in ended.warned
    assert "damaged" in ended.warned
    assert quotepart("undo", generated, *asked, "--json").codes == ["UNDO-06"]
    assert files_of(generated.parent) == before


@pytest.mark.parametrize(
    ("language", "name"),
    [(Language.FR, "génération"), (Language.NL, "generatie"), (Language.DE, "Erzeugung")],
)
def test_a_job_is_named_in_the_language_of_the_workbook(
    workbook: Make, language: Language, name: str
) -> None:
    path = workbook(language)
    quotepart("generate", path, "--month", MONTH)
    assert name in quotepart("undo", path, "--list").said

    type_into(path, "Timesheets", 0, note="typed since")
    assert name in quotepart("undo", path).warned

    assert name in quotepart("undo", path, "--force").said
    assert quotepart("undo", path, "--json").report["totals"]["undone"] == "undo"


def test_the_list_that_vanishes_during_a_run_is_a_reason_not_to_write(workbook: Make) -> None:
    path = workbook()
    book = ClosedBook(path)
    with book.session(writing=True):
        book.keep("generate", 30)
        (book.points.folder / f"{path.name}.json").unlink()
        with pytest.raises(CannotKeepError):
            book.points.writing("")


def test_a_long_name_with_accents_leaves_room_for_the_names_of_its_copies(workbook: Make) -> None:
    path = workbook()
    long = path.with_name("請" * 80 + ".xlsm")
    path.rename(long)

    assert quotepart("plan", long, "--year", "2026").status == 0
    assert quotepart("undo", long).status == 0


def handles() -> int:
    """How many files this process has open."""
    return sum(1 for _ in Path("/dev/fd").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="there the lock is another one")
def test_a_disk_without_locks_is_worked_on_and_left_tidy(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook()

    def refuse(handle: int) -> bool:
        os.fstat(handle)
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(run_lock, "_locked", refuse)
    before = handles()

    with alone(path, wait=True) as nobody_else:
        assert not nobody_else

    assert files_of(path.parent).keys() == {path.name}
    assert not run_lock.own_folder(path).exists()
    assert handles() == before


def test_what_the_ribbon_says_of_a_later_change_names_no_option_of_a_command() -> None:
    error = undoing.ChangedWhileOpenError(file="Billing.xlsm", job="x", moment="m", copy="the copy")

    assert error.code == "UNDO-05"
    for language in Language:
        said = error.sentence(language)
        assert "--" not in said
        assert "the copy" in said


@pytest.mark.skipif(os.name != "posix", reason="there a folder hands its rights down by itself")
def test_who_shares_the_folder_of_a_workbook_shares_its_restore_points(workbook: Make) -> None:
    path = workbook()
    path.parent.chmod(0o2770)
    before = os.umask(0o077)
    try:
        assert quotepart("generate", path, "--month", MONTH).status == 0
    finally:
        os.umask(before)

    folder = RestorePoints(path).folder
    assert [one.stat().st_mode & 0o777 for one in (folder.parent, folder)] == [0o770, 0o770]
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {path.stat().st_mode & 0o777}


@pytest.mark.skipif(os.name != "posix", reason="there the lock is another one")
def test_the_lock_of_somebody_else_is_respected(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook()
    monkeypatch.setattr(run_lock, "PATIENCE_SECONDS", 0.1)

    with alone(path, wait=True):
        lock = run_lock.own_folder(path) / f"{path.name}.lock"
        lock.chmod(0o444)
        if os.access(lock, os.W_OK):
            pytest.skip("This account may write to every file.")
        with pytest.raises(AlreadyRunningError), alone(path, wait=True):
            pytest.fail("Two runs are at work.")


def test_going_far_back_tells_where_to_find_what_was_typed_between_the_jobs(
    generated: Path,
) -> None:
    type_into(generated, "Timesheets", 0, note="typed between two jobs")
    quotepart("approve", generated, "--month", MONTH)
    points = RestorePoints(generated)
    [_, before_approve] = points.all()

    ended = quotepart("undo", generated, "--to", 2, "--json")

    assert (ended.status, ended.codes) == (1, ["UNDO-07"])
    [finding] = ended.report["findings"]
    assert str(points.path_of(before_approve)) in finding["message"]


def test_going_far_back_over_jobs_alone_loses_nothing(generated: Path) -> None:
    quotepart("approve", generated, "--month", MONTH)

    assert quotepart("undo", generated, "--to", 2, "--json").codes == []
