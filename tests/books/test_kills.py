"""``kill -9`` at any moment: the old file or the new one, whole, and the next start says which.

Every kill here is a real SIGKILL of a real process. Some come before each step that a program can
take on files (opening, writing, flushing, renaming, removing), so none is left out; the others at
random times, so that those within a step are met as well.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from addin.books.closed import ClosedBook, open_book
from addin.books.closed.book_file import temporary_prefix
from addin.books.disk import digest_of
from addin.books.restore_points import Stage
from addin.books.run_lock import own_folder
from addin.errors import Finding
from addin.jobs.undoing import undo
from books.book_contract import make_workbook

ROOT = Path(__file__).parent.parent.parent
RANDOM_KILLS = 200
"""Of writes and of undoings in turn; those before each step come on top."""
MOST_TRIES = 1000
MOST_STEPS = 200
KILLED, ENDED = 9, 0

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX has fork and SIGKILL")


@dataclass
class Server:
    """Forks children that are killed.

    Attributes:
        kills: How many were, in all.
    """

    process: "subprocess.Popen[str]"
    kills: int = field(default=0)

    def run(self, task: str, path: Path, step: int = 0, milliseconds: float = 0) -> int:
        """Have a task done; the signal that ended it, 0 if none did."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{task}\t{path}\t{step}\t{milliseconds:.3f}\n")
        self.process.stdin.flush()
        signal = int(self.process.stdout.readline())
        self.kills += signal == KILLED
        return signal


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The process that forks."""
    places = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("kill_server.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": places},
    ) as process:
        yield Server(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass(frozen=True)
class Case:
    """A task, and the folder that it starts from.

    Attributes:
        folder: Holds the workbook and all that is beside it.
        old: Digest of the workbook before the task; ``new`` after it.
        points: How many restore points there are before it.
    """

    task: str
    folder: Path
    old: str
    new: str
    points: int

    def fresh(self, at: Path) -> Path:
        """The workbook in a copy of the folder."""
        shutil.copytree(self.folder, at)
        return at / "Billing.xlsx"


@pytest.fixture(scope="module")
def cases(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """Writing into a workbook, and undoing that."""
    before = tmp_path_factory.mktemp("before")
    old = digest_of(make_workbook(before / "Billing.xlsx"))
    after = tmp_path_factory.mktemp("after") / "folder"
    shutil.copytree(before, after)
    assert server.run("write", after / "Billing.xlsx") == ENDED
    new = digest_of(after / "Billing.xlsx")
    assert new != old
    return {
        "write": Case("write", before, old, new, 0),
        "undo": Case("undo", after, new, old, 1),
    }


def next_start(path: Path) -> tuple[ClosedBook, list[Finding]]:
    """What the next run finds, and says."""
    book = open_book(path)
    with book.session(writing=True) as found:
        return book, list(found)


def require_old_or_new(case: Case, path: Path) -> str:
    """The file is one of the two, readable, and the next start tells which; it is given."""
    digest = digest_of(path)
    assert digest in {case.old, case.new}
    book, findings = next_start(path)
    assert digest_of(path) == digest, "the next start changes nothing"
    assert book.read(["Plan"])["Plan"].height == 4
    points = book.points.all()
    codes = [finding.code for finding in findings]
    if digest == case.old:
        # Nothing is said only when the run was killed before it began to do anything.
        assert codes in (["SAFE-01"], [])
        assert len(points) == case.points
    else:
        assert codes in (["SAFE-02"], [])
        assert len(points) == case.points + 1
        assert (points[-1].before, points[-1].after) == (case.old, case.new)
    assert all(point.stage == Stage.WRITTEN for point in points)
    assert all(digest_of(book.points.path_of(point)) == point.before for point in points)
    require_nothing_left_over(path, {point.name for point in points})
    return ", ".join([{case.old: "old", case.new: "new"}[digest], *codes])


def require_nothing_left_over(path: Path, copies: set[str]) -> None:
    """Beside the workbook lie the restore points of the index, and nothing else."""
    assert not [one for one in path.parent.iterdir() if one.name.startswith(".")]
    assert not list(path.parent.glob(f"{temporary_prefix(path)}*"))
    restore = own_folder(path) / "restore"
    if restore.exists():
        lying = {one.name for one in restore.iterdir()}
        assert lying <= copies | {"Billing.xlsx.json"}


@pytest.mark.parametrize("task", ["write", "undo"])
def test_killed_before_any_step_it_leaves_the_old_file_or_the_new_one(
    server: Server, cases: dict[str, Case], tmp_path: Path, task: str
) -> None:
    case, met = cases[task], Counter[str]()
    for step in range(1, MOST_STEPS):
        path = case.fresh(tmp_path / str(step))
        if server.run(task, path, step=step) == ENDED:
            break
        met[require_old_or_new(case, path)] += 1
    else:
        pytest.fail("the task never came to its end")

    assert met.keys() >= {"old", "old, SAFE-01", "new, SAFE-02", "new"}
    assert met["old, SAFE-01"] > 10


def test_killed_two_hundred_times_at_random_it_leaves_the_old_file_or_the_new_one(
    server: Server, cases: dict[str, Case], tmp_path: Path
) -> None:
    chance, met, before = random.Random(20261031), Counter[str](), server.kills  # noqa: S311
    whole = {name: milliseconds_of(server, case, tmp_path) for name, case in cases.items()}
    for number in range(MOST_TRIES):
        case = cases["undo" if number % 2 else "write"]
        path = case.fresh(tmp_path / str(number))
        server.run(case.task, path, milliseconds=chance.uniform(0.1, whole[case.task] * 1.1))
        met[require_old_or_new(case, path)] += 1
        if server.kills - before == RANDOM_KILLS:
            break

    assert server.kills - before == RANDOM_KILLS
    assert met.keys() >= {"old", "old, SAFE-01"}


def milliseconds_of(server: Server, case: Case, folder: Path) -> float:
    """How long a task takes when nothing interrupts it."""
    began = time.monotonic()
    for number in range(5):
        assert server.run(case.task, case.fresh(folder / f"{case.task} {number}")) == ENDED
    return (time.monotonic() - began) / 5 * 1000


def test_killed_while_it_clears_up_the_next_start_clears_up(
    server: Server, cases: dict[str, Case], tmp_path: Path
) -> None:
    case, ends = cases["write"], 0
    for interrupted in (12, 20, 28, 36, 44):
        left = case.fresh(tmp_path / f"left {interrupted}").parent
        server.run("write", left / "Billing.xlsx", step=interrupted)
        for step in range(1, MOST_STEPS):
            again = tmp_path / f"{interrupted} {step}"
            shutil.copytree(left, again)
            ended = server.run("start", again / "Billing.xlsx", step=step) == ENDED
            require_old_or_new(case, again / "Billing.xlsx")
            if ended:
                ends += 1
                break

    assert ends == 5


def test_after_a_kill_the_job_is_done_and_undone_as_if_nothing_had_been(
    server: Server, cases: dict[str, Case], tmp_path: Path
) -> None:
    case = cases["write"]
    for step in range(1, 60, 7):
        path = case.fresh(tmp_path / str(step))
        server.run("write", path, step=step)
        server.run("write", path)
        assert digest_of(path) == case.new

        undo(ClosedBook(path))

        if len(ClosedBook(path).points.all()) == 2:
            assert digest_of(path) == case.old
