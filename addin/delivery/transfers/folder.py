"""A folder of this computer that another program keeps in step with an accounting software."""

import errno
import os
from pathlib import Path
from typing import Self

from addin.delivery.transfers.faults import NotDeliveredError, OtherFileError
from addin.delivery.transfers.file_store import FileStore

NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS})
"""The disk knows no second name of a file: a USB stick, some network drives."""


class Folder(FileStore):
    """Carries files into a folder of this computer.

    Args:
        name: Of the connection, for the messages.
        base: Must be there: a drive that is not connected is not an empty folder.
    """

    def __init__(self, name: str, base: Path) -> None:
        self.name = name
        self.base = base

    def __enter__(self) -> Self:
        if not self.base.is_dir():
            raise NotDeliveredError(connection=self.name, reason=str(self.base))
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def read(self, path: str) -> bytes | None:
        """See ``FileStore``."""
        try:
            return (self.base / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._fault(error) from error

    def make_folder(self, folder: str) -> None:
        """See ``FileStore``."""
        try:
            (self.base / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._fault(error) from error

    def write(self, path: str, content: bytes) -> None:
        """See ``FileStore``; it is on the disk afterwards."""
        try:
            with (self.base / path).open("wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
        except OSError as error:
            raise self._fault(error) from error

    def give_name(self, path: str, name: str) -> None:
        """See ``FileStore``."""
        part, whole = self.base / path, self.base / name
        try:
            _take_name(part, whole)
        except FileExistsError:
            raise OtherFileError(connection=self.name, file=str(whole)) from None
        except OSError as error:
            raise self._fault(error) from error

    def _fault(self, error: OSError) -> NotDeliveredError:
        reason = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return NotDeliveredError(connection=self.name, reason=reason)


def _take_name(part: Path, whole: Path) -> None:
    """Rename without ever replacing: elsewhere than on Windows a mere renaming would replace."""
    if os.name == "nt":
        part.rename(whole)
        return
    try:
        whole.hardlink_to(part)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if whole.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(whole)) from None
        part.rename(whole)
    else:
        part.unlink()
