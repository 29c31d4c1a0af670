"""One run of Quotepart at a time on a workbook, held by a lock of the operating system.

The lock goes with the process that holds it: one that was killed leaves nothing to clear away.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from addin.books.disk import make_folder
from addin.errors import BillingError

PATIENCE_SECONDS = 3.0
"""How long a run waits for another one to end."""

_PAUSE_SECONDS = 0.05
_ATTEMPTS = 5
# Windows keeps a locked byte from being read as well: this one lies behind what is written.
_LOCKED_BYTE = 1 << 30


class AlreadyRunningError(BillingError):
    """Another run works on the workbook; takes ``file``, ``process``."""

    code = "SAFE-06"


def own_folder(workbook: Path) -> Path:
    """Where Quotepart keeps what belongs to a workbook, beside it.

    >>> own_folder(Path("firm/Billing.xlsm")).as_posix()
    'firm/Billing.quotepart'
    """
    return workbook.with_name(f"{workbook.stem}.quotepart")


@contextmanager
def alone(workbook: Path, *, wait: bool) -> Iterator[bool]:
    """Keep other runs away from a workbook for the time of a block.

    Args:
        workbook: Its path, links resolved.
        wait: Whether the workbook is to be written: then the run waits a moment for another one,
            and the folder for the lock is made.

    Yields:
        Whether no other run can be at work. Without ``wait`` it may be False; it also is where the
        folder takes no files, so that the workbook cannot be written either.

    Raises:
        AlreadyRunningError: With ``wait``, when another run does not end in time.
    """
    lock = own_folder(workbook) / f"{workbook.name}.lock"
    end = time.monotonic() + (PATIENCE_SECONDS if wait else 0)
    try:
        handle = _acquired(lock, end, make=wait)
    except OSError:
        yield False
        return
    if handle is None:
        if wait:
            raise AlreadyRunningError(file=workbook, process=_holder(lock))
        yield False
        return
    try:
        yield True
    finally:
        _release(handle, lock)


def _acquired(lock: Path, end: float, *, make: bool) -> int | None:
    """A handle on the lock file, once no other run has one; None when time is up.

    Raises:
        OSError: There is no lock file, or none can be made.
    """
    while True:
        handle = _opened(lock, make=make)
        try:
            locked = _locked(handle)
        except OSError:  # a disk without locks: what was made for one goes again
            _release(handle, lock)
            raise
        if locked and _still_there(handle, lock):
            # Who it is serves the sentence only: a full disk is told where it matters.
            with suppress(OSError):
                os.ftruncate(handle, 0)
                os.write(handle, str(os.getpid()).encode())
            return handle
        os.close(handle)
        if time.monotonic() >= end:
            return None
        time.sleep(_PAUSE_SECONDS)


def _opened(lock: Path, *, make: bool) -> int:
    for _ in range(_ATTEMPTS if make else 0):
        # A run that ends may take the empty folder away at this very moment.
        with suppress(FileNotFoundError):
            make_folder(lock.parent)
            return _handle(lock)
    # Without the folder there is nothing that an earlier run could have left.
    return _handle(lock)


def _handle(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        # That of somebody else, who lets nobody write to it: to look at is enough for a lock.
        return os.open(lock, os.O_RDONLY)


def _still_there(handle: int, lock: Path) -> bool:
    """Whether the file that was locked has not been removed by the run that held it before."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except OSError:
        return False


def _holder(lock: Path) -> str:
    """The number of the process that holds the lock, as it wrote it down."""
    try:
        return lock.read_text("ascii").strip() or "?"
    except (OSError, ValueError):
        return "?"


def _release(handle: int, lock: Path) -> None:
    """Give the lock back and leave nothing behind, if nothing else is kept beside it."""
    if sys.platform == "win32":  # which removes no file that is open
        os.close(handle)
        handle = -1
    with suppress(OSError):
        lock.unlink()
        lock.parent.rmdir()
    if handle >= 0:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
