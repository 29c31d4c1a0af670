"""The file of a workbook on the disk: what it is, who has it open, whether it may be written."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NoReturn
from zipfile import BadZipFile, ZipFile, is_zipfile

from addin.books.refusals import (
    DamagedFileError,
    EmptyFileError,
    FileMissingError,
    FolderError,
    NotAWorkbookError,
    OldFormatError,
    OpenElsewhereError,
    PassingPlaceError,
    PasswordError,
    ReadOnlyError,
    UnreadableError,
)

_ZIP = b"PK\x03\x04"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
# Names of streams lie in the directory of a compound file, in UTF-16: [MS-CFB] 2.6.1.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_OWNER_LENGTH = 55

# Outlook (old and new), Office's own, Apple Mail, Thunderbird; Explorer, 7-Zip, WinRAR, WinZip and
# the archive manager of GNOME.
_PASSING = re.compile(
    r"/INetCache/|/Temporary Internet Files/|/Content\.Outlook/|/Content\.MSO/|/Olk/Attachments/"
    r"|/Mail Downloads/|/mozilla_[^/]+/|/Temp/(?:Temp\d+_[^/]*|7z[OE][^/]*|Rar\$[^/]*|wz[^/]*)/"
    r"|/\.cache/\.fr-[^/]+/",
    re.IGNORECASE,
)

# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
_SHARING_FAULTS = (32, 33)

UNKNOWN = "?"
"""Stands for the user of a program that does not tell."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file was at one moment, cheaply: equal stamps mean the same content.

    Attributes:
        size: In bytes.
        modified: In nanoseconds, as the disk tells it.
        directory: Digest of the checksums and places of all members.
    """

    size: int
    modified: int
    directory: bytes

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """The stamp of a zip file as it is now; never equal to another if it cannot be read."""
        try:
            state = path.stat()
            with ZipFile(path) as archive:
                members = [(i.filename, i.CRC, i.header_offset) for i in archive.infolist()]
        except (OSError, BadZipFile, ValueError, NotImplementedError):
            return cls(-1, -1, b"")
        digest = blake2b(repr(members).encode(), digest_size=16).digest()
        return cls(state.st_size, state.st_mtime_ns, digest)


def refuse_foreign(path: Path) -> None:
    """Make sure that a file is a workbook in the format of Excel 2007 and later, by its content.

    Raises:
        FileMissingError: There is no such file.
        FolderError: It is a folder.
        EmptyFileError: It has no content.
        PasswordError: It is encrypted.
        OldFormatError: It is a workbook in an older or a binary format.
        DamagedFileError: It begins as a workbook but is cut short.
        NotAWorkbookError: It is something else.
    """
    if not path.exists():
        raise FileMissingError(file=path)
    if path.is_dir():
        raise FolderError(file=path)
    if not path.is_file():
        raise NotAWorkbookError(file=path)
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND))
    if not start:
        raise EmptyFileError(file=path)
    if start == _COMPOUND:
        _refuse_compound(path)
    if not start.startswith(_ZIP):
        raise NotAWorkbookError(file=path)
    _refuse_other_zip(path)


@contextmanager
def told_faults(path: Path) -> Iterator[None]:
    """Have what the disk says while the workbook is read told as a refusal.

    Raises:
        FileMissingError: The file, or its folder, is gone.
        OpenElsewhereError: Another program keeps it to itself, as Windows allows.
        UnreadableError: It may not be read, or the disk or the network fails.
    """
    try:
        yield
    except FileNotFoundError as fault:
        raise FileMissingError(file=path) from fault
    except OSError as fault:
        if getattr(fault, "winerror", None) in _SHARING_FAULTS:
            lock = f"~${path.name}"
            raise OpenElsewhereError(file=path, owner=UNKNOWN, lock=lock) from fault
        raise UnreadableError(file=path, reason=fault.strerror or str(fault)) from fault


def refuse_open_elsewhere(path: Path) -> None:
    """Make sure that neither Excel nor LibreOffice has the workbook open.

    Raises:
        OpenElsewhereError: The file that such a program puts beside it is there.
    """
    for lock, read_owner in (
        (path.with_name(f"~${path.name}"), _excel_owner),
        (path.with_name(f".~lock.{path.name}#"), _office_owner),
    ):
        if lock.exists():
            raise OpenElsewhereError(file=path, owner=read_owner(lock) or UNKNOWN, lock=lock.name)


def refuse_read_only(path: Path) -> None:
    """Make sure that the file may be replaced.

    Raises:
        ReadOnlyError: The file is marked as read-only, or its folder takes no files.
    """
    # The mark counts even where the account may override it: somebody wanted it so.
    marked = not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if marked or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise ReadOnlyError(file=path)


def refuse_passing_place(path: Path) -> None:
    """Make sure that the file does not lie where a program puts what it will soon delete.

    That is where a workbook goes that is opened from a mail or from within a zip file.

    Raises:
        PassingPlaceError: It does.
    """
    if _PASSING.search(path.parent.as_posix() + "/"):
        raise PassingPlaceError(file=path.name, folder=path.parent)


def temporary_prefix(path: Path) -> str:
    """How the names begin of the files that a write makes beside the workbook.

    The name of the workbook may itself be as long as the disk allows: its digest stands for it.

    >>> temporary_prefix(Path("firm/Billing.xlsm"))
    '.quotepart-0db15cdf-'
    """
    name = path.name.casefold().encode("utf-8", "surrogateescape")
    return f".quotepart-{blake2b(name, digest_size=4).hexdigest()}-"


def remove_left_over(path: Path) -> None:
    """Remove what an interrupted write has left beside the workbook.

    Raises:
        OSError: It cannot be removed.
    """
    start = temporary_prefix(path)
    for found in path.parent.iterdir():
        if found.name.startswith(start) and found.name.endswith(".tmp"):
            found.unlink(missing_ok=True)


def _refuse_compound(path: Path) -> NoReturn:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise PasswordError(file=path)
    if any(name in content for name in _OLD_WORKBOOKS):
        raise OldFormatError(file=path, format="xls")
    raise NotAWorkbookError(file=path)


def _refuse_other_zip(path: Path) -> None:
    if not is_zipfile(path):
        raise DamagedFileError(file=path, part=path.name)
    try:
        with ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (BadZipFile, ValueError, NotImplementedError) as fault:
        raise DamagedFileError(file=path, part=path.name) from fault
    if "xl/workbook.bin" in names:
        raise OldFormatError(file=path, format="xlsb")
    if "[content_types].xml" not in names:
        raise NotAWorkbookError(file=path)


def _excel_owner(lock: Path) -> str:
    """The name in Excel's owner file: a length, then as many bytes in the Windows code page."""
    content = _beginning(lock)
    return (
        content[1 : 1 + min(content[0], _OWNER_LENGTH)].decode("cp1252", "replace")
        if content
        else ""
    )


def _office_owner(lock: Path) -> str:
    """The first name in LibreOffice's lock file, whose fields are parted by commas."""
    fields = _beginning(lock).decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields if field.strip()), "")


def _beginning(lock: Path) -> bytes:
    try:
        with lock.open("rb") as file:
            return file.read(200)
    except OSError:
        return b""  # Excel holds its owner file; that it is there says enough
