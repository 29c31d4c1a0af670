"""Carrying files into folders: whole or not at all, and never over another file.

A file gets its name once all of it is there, so that a program which watches the folder never sees
half of one. Until then its name ends with ``.part``; who finds that knows that it did not arrive.
"""

from typing import Protocol

from addin.delivery.transfers.faults import NotDeliveredError, OtherFileError
from addin.delivery.transfers.transfer import PARTIAL, Parcel, Trace


class FileStore(Protocol):
    """Folders on a server or on this computer; paths have forward slashes.

    Each of its functions raises a ``NotDeliveredError`` when the connection is lost.
    """

    @property
    def name(self) -> str:
        """Of the connection, for the messages."""

    def read(self, path: str) -> bytes | None:
        """What a file holds; None when there is none."""

    def make_folder(self, folder: str) -> None:
        """Have a folder, and those above it."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file, over an earlier one."""

    def give_name(self, path: str, name: str) -> None:
        """Give a file another path, unless there is one of it.

        Raises:
            OtherFileError: There is.
            ArrivalUnknownError: Whether it was done is not known.
        """


def path_of(parcel: Parcel) -> str:
    """Where the file of a parcel goes.

    >>> from addin.delivery.transfers.transfer import CarriedFile
    >>> path_of(Parcel("1", (CarriedFile("1.xml", b""),), folder="in/ALDER"))
    'in/ALDER/1.xml'
    """
    (file,) = parcel.files
    return f"{parcel.folder}/{file.name}" if parcel.folder else file.name


def found_in(store: FileStore, parcel: Parcel) -> Trace:
    """What a store has of a parcel."""
    path = path_of(parcel)
    there = store.read(path)
    if there is not None:
        return Trace.THERE if there == parcel.files[0].content else Trace.MISSING
    return Trace.NONE if store.read(path + PARTIAL) is None else Trace.MISSING


def put_into(store: FileStore, parcel: Parcel) -> None:
    """Put the file of a parcel into a store; the very same file that is there is left as it is.

    Raises:
        OtherFileError: Another file has its name.
        NotDeliveredError: The store could not be used.
        ArrivalUnknownError: The connection was lost while the file got its name.
    """
    path, content = path_of(parcel), parcel.files[0].content
    there = store.read(path)
    if there == content:
        return
    if there is not None:
        raise OtherFileError(connection=store.name, file=path)
    if parcel.folder:
        store.make_folder(parcel.folder)
    store.write(path + PARTIAL, content)
    if store.read(path + PARTIAL) != content:
        raise NotDeliveredError(connection=store.name, reason=f"{path}{PARTIAL}: incomplete")
    store.give_name(path + PARTIAL, path)
