"""The command as a process of its own: how it ends."""

import subprocess
import sys

# Stands for the command that opens a window: a LibreOffice was started, and a thread stays behind.
# Python waits for it as it is taken down.
OFFICE = """
import atexit
import threading
from addin.books.calc.office import Office
from addin.cli import process

def wait():
    threading.main_thread().join()
    print("python was taken down", flush=True)

threading.Thread(target=wait).start()
atexit.register(print, "left in order")

def app():
    Office.started += {started}
    print("at work")
    raise SystemExit({status!r})

process.app = app
process.main()
"""


def ended(status: object, *, started: int) -> tuple[int, list[str]]:
    """Status and words of a command that has started so many LibreOffices."""
    done = subprocess.run(
        [sys.executable, "-c", OFFICE.format(status=status, started=started)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_after_libreoffice_python_is_not_taken_down_but_all_is_in_order() -> None:
    assert ended(143, started=1) == (143, ["at work", "left in order"])


def test_any_other_command_ends_as_python_does() -> None:
    assert ended(1, started=0) == (1, ["at work", "python was taken down", "left in order"])


def test_a_command_that_ends_without_a_number_was_refused() -> None:
    assert ended("no number", started=1) == (2, ["at work", "left in order"])
