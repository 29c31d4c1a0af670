"""A process that imports Quotepart once and forks children that are killed while they write.

Each line that it reads is a task: what to do, the workbook, and when to kill. Each line that it
writes tells how the child ended: the number of the signal that killed it, or 0.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from addin.books.closed import ClosedBook, open_book
from addin.jobs.undoing import undo
from addin.tables.edits import TableEdit
from books.book_contract import HEADINGS

STEPS = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"}
)
"""What Python tells of what a program does to files; flushing and writing are added to them."""


def write(path: Path) -> None:
    """What a job does once it has decided."""
    book = open_book(path)
    with book.session(writing=True):
        book.keep("generate", 30)
        book.write([TableEdit("Plan", {0: {HEADINGS[3]: "typed by a job"}})])


def bring_back(path: Path) -> None:
    """Undo."""
    undo(ClosedBook(path))


def start(path: Path) -> None:
    """Begin a run, which clears up after the one before."""
    with open_book(path).session(writing=True):
        pass


TASKS: dict[str, Callable[[Path], None]] = {"write": write, "undo": bring_back, "start": start}


class Steps:
    """Counts the steps of a task, and ends the process before one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, event: str, _: Any) -> None:
        """Take one step."""
        if event in STEPS:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function of which each call is a step, too."""

        def call(*arguments: Any) -> Any:
            self("open", ())
            return function(*arguments)

        return call


def child(task: str, path: Path, step: int) -> None:
    """Do a task, killed before its ``step``-th step if that is not 0."""
    status = 1
    try:
        if step:
            steps = Steps(step)
            os.fsync = steps.counted(os.fsync)
            os.write = steps.counted(os.write)
            sys.addaudithook(steps)
        TASKS[task](path)
        status = 0
    except Exception:  # noqa: BLE001 - whatever it is, the test shall show it
        traceback.print_exc()
    finally:
        os._exit(status)


def serve() -> None:
    """Do task after task: ``task TAB path TAB step TAB milliseconds``."""
    for line in sys.stdin:
        task, path, step, milliseconds = line.rstrip("\n").split("\t")
        process = os.fork()
        if not process:
            child(task, Path(path), int(step))
        if float(milliseconds):
            time.sleep(float(milliseconds) / 1000)
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status) or status == 0, status
        sys.stdout.write(f"{os.WTERMSIG(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
