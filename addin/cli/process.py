"""The command as a process of its own: what it says of a fault of ours, and how it ends."""

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn

from addin.books.calc.office import Office
from addin.cli import showing
from addin.cli.catalogue import app
from addin.cli.refusals import logged
from addin.jobs.report import ExitStatus
from addin.words import system_language


def main() -> None:
    """Run a command and end with its status."""
    showing.speak_unicode()
    offices = Office.started
    status = _status()
    if Office.started > offices:
        _leave(status)
    sys.exit(status)


def _status() -> int:
    try:
        app()
    except SystemExit as ended:
        # Typer ends with a number; a sentence or nothing is what Python itself might end with.
        return ended.code if isinstance(ended.code, int) else ExitStatus.REFUSED
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        sys.stderr.write(logged(failure).sentence(system_language()) + "\n")
        return ExitStatus.REFUSED
    return ExitStatus.DONE


def _leave(status: int) -> NoReturn:
    """End this process without taking Python down in it.

    The bridge to LibreOffice has threads of its own in this process, which tell our listeners that
    the other side is gone, whenever they come to it. One that enters Python while Python is being
    taken down is ended in the midst of C++, which aborts the process: everything was cleaned up,
    and yet the command ended with -6 about once in fifty times on a busy machine.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - nobody runs them after os._exit; the log is flushed here
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the terminal may be gone, or closed
            stream.flush()
    os._exit(status)
