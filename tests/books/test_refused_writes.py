"""What keeps a workbook from being written: another run, another program, no room, no right."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from addin.books import run_lock
from addin.books.closed import ClosedBook, open_book
from addin.books.closed.book_file import temporary_prefix, told_faults
from addin.books.disk import digest_of
from addin.books.run_lock import AlreadyRunningError, alone, own_folder
from addin.errors import BillingError
from addin.tables.edits import TableEdit
from books.book_contract import HEADINGS, make_workbook

resource = pytest.importorskip("resource", reason="only POSIX limits what a process writes")

ROOT = Path(__file__).parent.parent.parent
HOLDER = """
import sys
from pathlib import Path
from addin.books.closed import open_book
with open_book(Path(sys.argv[1])).session(writing=True):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook in a folder of its own."""
    folder = tmp_path / "firm"
    folder.mkdir()
    return make_workbook(folder / "Billing.xlsx")


def write(path: Path, note: str = "typed by a job") -> None:
    book = open_book(path)
    with book.session(writing=True):
        book.keep("generate", 30)
        book.write([TableEdit("Plan", {0: {HEADINGS[3]: note}})])


def require_untouched(path: Path, digest: str, *, besides: set[str] | None = None) -> None:
    """The workbook is as it was and nothing was left beside it."""
    assert digest_of(path) == digest
    assert {one.name for one in path.parent.iterdir()} == {path.name} | (besides or set())


@contextmanager
def holder(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that works on the workbook."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.stdin.close()


def test_a_second_run_is_refused_while_one_is_at_work(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_lock, "PATIENCE_SECONDS", 0.2)
    digest = digest_of(workbook)

    with holder(workbook) as other:
        with pytest.raises(AlreadyRunningError) as caught:
            write(workbook)
        assert caught.value.code == "SAFE-06"
        assert caught.value.values["process"] == str(other.pid)
        assert digest_of(workbook) == digest

    write(workbook)
    assert digest_of(workbook) != digest


def test_a_second_run_waits_a_moment_for_the_first_one_to_end(workbook: Path) -> None:
    with holder(workbook) as other:
        assert other.stdin is not None
        other.stdin.close()
        write(workbook)

    assert len(open_book(workbook).points.all()) == 1


def test_a_run_that_was_killed_keeps_nobody_out(workbook: Path) -> None:
    with holder(workbook) as other:
        other.kill()
        other.wait()

    began = time.monotonic()
    write(workbook)

    assert time.monotonic() - began < run_lock.PATIENCE_SECONDS


def test_a_run_that_only_reads_waits_for_nobody(workbook: Path) -> None:
    with holder(workbook), open_book(workbook).session(writing=False) as found:
        assert list(found) == []


def test_a_run_that_only_reads_keeps_nobody_out(workbook: Path) -> None:
    write(workbook, note="first")

    with open_book(workbook).session(writing=False):
        write(workbook, note="second")


def test_nothing_is_left_beside_a_workbook_that_was_not_written(workbook: Path) -> None:
    digest = digest_of(workbook)
    with open_book(workbook).session(writing=True):
        assert own_folder(workbook).is_dir()

    require_untouched(workbook, digest)


def test_a_lock_file_that_was_removed_under_way_lets_only_one_run_in(workbook: Path) -> None:
    with alone(workbook, wait=True) as first:
        shutil.rmtree(own_folder(workbook))
        with alone(workbook, wait=True) as second, alone(workbook, wait=False) as third:
            assert (first, second, third) == (True, True, False)


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """A disk on which no file can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_there_is_no_copy_and_so_no_write(workbook: Path) -> None:
    digest = digest_of(workbook)

    with no_more_than(4096), pytest.raises(BillingError) as caught:
        write(workbook)

    assert caught.value.code == "SAFE-05"
    require_untouched(workbook, digest, besides={"Billing.quotepart"})
    assert [one.name for one in own_folder(workbook).rglob("*.xlsx")] == []


def test_a_disk_that_fills_up_while_it_writes_leaves_the_old_file(workbook: Path) -> None:
    digest = digest_of(workbook)
    chance = Random(7)  # noqa: S311 - so that nothing can be packed
    noise = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(30_000))

    with no_more_than(workbook.stat().st_size + 4096), pytest.raises(BillingError) as caught:
        write(workbook, note=noise)

    assert caught.value.code == "BOOK-12"
    require_untouched(workbook, digest, besides={"Billing.quotepart"})
    assert open_book(workbook).points.all() == []


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_workbook_that_has_vanished_is_told(workbook: Path, what: str) -> None:
    book = open_book(workbook)
    if what == "file":
        workbook.unlink()
    else:
        shutil.rmtree(workbook.parent)

    with book.session(writing=True):
        for act in (
            lambda: book.read(["Plan"]),
            book.require_writable,
            lambda: book.keep("generate", 30),
            lambda: book.write([TableEdit("Plan", {0: {HEADINGS[3]: "x"}})]),
        ):
            with pytest.raises(BillingError) as caught:
                act()
            assert caught.value.code == "BOOK-01"


def sharing_violation() -> PermissionError:
    """What Windows says of a file that another program keeps to itself."""
    fault = PermissionError(13, "The process cannot access the file")
    fault.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    return fault


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (sharing_violation(), "BOOK-07"),
        (PermissionError(13, "Permission denied"), "BOOK-13"),
        (OSError(5, "Input/output error"), "BOOK-13"),
        (FileNotFoundError(2, "No such file"), "BOOK-01"),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(fault: OSError, code: str) -> None:
    with pytest.raises(BillingError) as caught, told_faults(Path("Billing.xlsx")):
        raise fault

    assert caught.value.code == code


def test_a_file_that_windows_holds_open_is_not_replaced(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, replace = digest_of(workbook), Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target) == workbook:
            raise sharing_violation()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(BillingError) as caught:
        write(workbook)

    assert caught.value.code == "BOOK-07"
    require_untouched(workbook, digest, besides={"Billing.quotepart"})
    assert open_book(workbook).points.all() == []


def test_a_file_saved_by_somebody_during_the_run_is_not_replaced(workbook: Path) -> None:
    book = open_book(workbook)
    with book.session(writing=True):
        book.keep("generate", 30)
        open_book(workbook).write([TableEdit("Plan", {1: {HEADINGS[3]: "typed by Carla"}})])
        digest = digest_of(workbook)
        with pytest.raises(BillingError) as caught:
            book.write([TableEdit("Plan", {0: {HEADINGS[3]: "typed by a job"}})])

    assert caught.value.code == "BOOK-09"
    require_untouched(workbook, digest, besides={"Billing.quotepart"})


@pytest.mark.parametrize(
    "folder",
    [
        "AppData/Local/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4",
        "AppData/Local/Microsoft/Olk/Attachments/ooa-1",
        "AppData/Local/Temp/Temp1_invoices.zip",
        "AppData/Local/Temp/7zO4C2.tmp",
        "AppData/Local/Temp/Rar$DIa0.123",
        "Library/Containers/com.apple.mail/Data/Library/Mail Downloads/8F",
        ".cache/.fr-Xyz",
    ],
)
def test_a_workbook_opened_from_a_mail_or_a_zip_is_read_but_not_written(
    tmp_path: Path, folder: str
) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    path = make_workbook(place / "Billing.xlsx")
    digest = digest_of(path)

    with pytest.raises(BillingError) as caught:
        write(path)

    assert caught.value.code == "SAFE-07"
    require_untouched(path, digest)
    assert open_book(path).read(["Plan"])["Plan"].height == 4


def test_a_folder_that_only_looks_passing_is_written(tmp_path: Path) -> None:
    place = tmp_path / "Temporary work" / "Outlook"
    place.mkdir(parents=True)

    write(make_workbook(place / "Billing.xlsx"))


def test_what_an_interrupted_write_left_is_removed_and_nothing_else(workbook: Path) -> None:
    mine = workbook.with_name(f"{temporary_prefix(workbook)}abc.tmp")
    others = [
        workbook.with_name(f"{temporary_prefix(workbook.with_name('Other.xlsx'))}abc.tmp"),
        workbook.with_name("notes.tmp"),
        workbook.with_name(".quotepart-demo"),
    ]
    for path in (mine, *others):
        path.write_bytes(b"x")

    with ClosedBook(workbook).session(writing=True):
        pass

    assert not mine.exists()
    assert all(path.exists() for path in others)
