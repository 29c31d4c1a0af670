"""The lock that says a workbook is open in LibreOffice, beside the user's file.

LibreOffice itself works on a copy and locks that; other programs look for this one.
"""

import getpass
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from addin.books.closed.book_file import refuse_open_elsewhere

_OURS = re.compile(r"quotepart-calc:(\d+)@([^;]*);")


class OfficeLock:
    """The lock of one workbook, in the form that LibreOffice gives it."""

    def __init__(self, path: Path) -> None:
        """Lock a workbook.

        A lock that a killed run of ours on this machine has left is taken over.

        Args:
            path: The workbook, links resolved.

        Raises:
            OpenElsewhereError: A program has it open.
            OSError: The folder takes no files.
        """
        self.file = path.with_name(f".~lock.{path.name}#")
        if _is_left_over(self.file):
            self.file.unlink(missing_ok=True)
        refuse_open_elsewhere(path)
        now = datetime.now().astimezone().strftime("%d.%m.%Y %H:%M")
        host = socket.gethostname()
        user = _user()
        own = f"quotepart-calc:{os.getpid()}@{host}"
        self._text = f",{user},{host},{now},{own};"
        self._write("x")

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Take the lock away for a moment, so that all others can be looked for.

        A lock that another program has put in its place stays.
        """
        if self._is_ours():
            self.file.unlink(missing_ok=True)
        try:
            yield
        finally:
            with suppress(OSError):  # such as that the folder is gone, which is told elsewhere
                self._write("x")

    def release(self) -> None:
        """Take the lock away for good."""
        if self._is_ours():
            self.file.unlink(missing_ok=True)

    def _write(self, mode: str) -> None:
        with self.file.open(mode, encoding="utf-8") as file:
            file.write(self._text)

    def _is_ours(self) -> bool:
        with suppress(OSError):
            return self.file.read_text("utf-8", "replace") == self._text
        return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""


def _is_left_over(lock: Path) -> bool:
    """Whether a lock is that of a run of ours on this machine that is there no more."""
    try:
        found = _OURS.search(lock.read_text("utf-8", "replace"))
    except OSError:
        return False
    if found is None or found[2] != socket.gethostname():
        return False
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
