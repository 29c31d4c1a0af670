"""Carrying files into folders: whole or not at all, and never over another file.

A file gets its name once all of it is there, so that a program which watches the folder never sees
half of one. Until then its name ends with ``.part``; who finds that knows that it did not arrive.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from addin.delivery.transfers.faults import NotDeliveredError, OtherFileError
from addin.delivery.transfers.transfer import PARTIAL, Parcel, Trace


class FileStore(ABC):
    """A carrier into folders, on a server or on this computer; paths have forward slashes.

    Each of its functions raises a ``NotDeliveredError`` when the connection is lost.

    Attributes:
        name: Of the connection, for the messages.
    """

    name: str

    def find(self, parcel: Parcel) -> Trace:
        """See ``Carrier``."""
        path = path_of(parcel)
        there = self.read(path)
        if there is not None:
            return Trace.THERE if there == parcel.files[0].content else Trace.MISSING
        return Trace.NONE if self.read(path + PARTIAL) is None else Trace.MISSING

    def carry(self, parcel: Parcel) -> str:
        """See ``Carrier``; the very same file that is there is left as it is.

        Raises:
            OtherFileError: Another file has its name.
            NotDeliveredError: The store could not be used.
            ArrivalUnknownError: The connection was lost while the file got its name.
        """
        path, content = path_of(parcel), parcel.files[0].content
        there = self.read(path)
        if there == content:
            return ""
        if there is not None:
            raise OtherFileError(connection=self.name, file=path)
        if parcel.folder:
            self.make_folder(parcel.folder)
        self.write(path + PARTIAL, content)
        if self.read(path + PARTIAL) != content:
            raise NotDeliveredError(connection=self.name, reason=f"{path}{PARTIAL}: incomplete")
        self.give_name(path + PARTIAL, path)
        return ""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """What a file holds; None when there is none."""

    @abstractmethod
    def make_folder(self, folder: str) -> None:
        """Have a folder, and those above it."""

    @abstractmethod
    def write(self, path: str, content: bytes) -> None:
        """Write a file, over an earlier one."""

    @abstractmethod
    def give_name(self, path: str, name: str) -> None:
        """Give a file another path, unless there is one of it.

        Raises:
            OtherFileError: There is.
            ArrivalUnknownError: Whether it was done is not known.
        """

    def _lost(self, error: Exception) -> NotDeliveredError:
        return NotDeliveredError(connection=self.name, reason=reason_of(error))


def path_of(parcel: Parcel) -> str:
    """Where the file of a parcel goes.

    >>> from addin.delivery.transfers.transfer import CarriedFile
    >>> path_of(Parcel("1", (CarriedFile("1.xml", b""),), folder="in/ALDER"))
    'in/ALDER/1.xml'
    """
    (file,) = parcel.files
    return f"{parcel.folder}/{file.name}" if parcel.folder else file.name


def folders_down_to(folder: str) -> Iterator[str]:
    """A folder on a server and those above it, the highest first.

    >>> list(folders_down_to("/in//ALDER/")), list(folders_down_to("in/ALDER"))
    (['/in', '/in/ALDER'], ['in', 'in/ALDER'])
    """
    above = "/" if folder.startswith("/") else ""
    for part in filter(None, folder.split("/")):
        yield above + part
        above += f"{part}/"


def reason_of(error: Exception) -> str:
    """What is to be said of a fault of a connection, on one line; its kind where it is silent.

    >>> reason_of(OSError("lost   on the way")), reason_of(EOFError())
    ('lost on the way', 'EOFError')
    """
    return " ".join(str(error).split()) or type(error).__name__
