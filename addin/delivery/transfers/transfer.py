"""A document on its way to somebody's books, and what carries it."""

from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Protocol, Self

PARTIAL = ".part"
"""What the name of a file ends with until all of it is there."""
BETWEEN = " | "
"""What parts the names of files; no name has it in it."""


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file that is carried.

    Attributes:
        name: Without a folder.
    """

    name: str
    content: bytes = field(repr=False)

    @property
    def is_xml(self) -> bool:
        """Whether it is an electronic invoice; else it is a PDF."""
        return self.name.endswith(".xml")


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of one document, for one set of books.

    Attributes:
        number: Of the invoice or credit note.
        files: What goes out in one piece: all of them in a mail, else a single one.
        books: Whose books they are: the code of a client; empty for those of the firm itself.
        folder: Where they go, with forward slashes; empty where there are no folders.
        recipient: Mail address, or the enterprise number under which the other side knows the
            books; empty where neither is needed.
        is_sale: Whether these books are those of the seller.
    """

    number: str
    files: tuple[CarriedFile, ...]
    books: str = ""
    folder: str = ""
    recipient: str = ""
    is_sale: bool = False

    @property
    def names(self) -> str:
        """Names of its files."""
        return BETWEEN.join(one.name for one in self.files)

    @property
    def digest(self) -> str:
        """SHA-256 over its files, in 64 hexadecimal digits."""
        digest = sha256()
        for one in self.files:
            digest.update(sha256(one.content).digest())
        return digest.hexdigest()


class Trace(Enum):
    """What the other side shows of a parcel that may have been handed over."""

    THERE = "there"
    MISSING = "missing"  # it surely did not arrive
    NONE = "none"  # it may have arrived, and been taken away since


class Carrier(Protocol):
    """An open connection to one server or account."""

    def find(self, parcel: Parcel) -> Trace:
        """What there is of a parcel.

        Raises:
            DeliveryError: It cannot be asked.
        """

    def carry(self, parcel: Parcel) -> str:
        """Hand a parcel over; never over a file of somebody else.

        Returns:
            What the other side said, such as the number under which it has it; or nothing.

        Raises:
            ArrivalUnknownError: It may have arrived.
            DeliveryError: It did not arrive.
        """

    def __enter__(self) -> Self:
        """Open it.

        Raises:
            DeliveryError: It cannot be opened; nothing was handed over.
        """

    def __exit__(self, *_: object) -> None:
        """Let the connection go."""
