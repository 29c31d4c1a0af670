"""What has a name in a document, and what every collection of such things can do in xlwings."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from addin.books.calc.office import UnoObject

Item = TypeVar("Item")


class HasName:
    """A thing of a document that keeps its name itself: ``xl`` is its UNO object."""

    xl: UnoObject

    @property
    def api(self) -> UnoObject:
        """The UNO object."""
        return self.xl

    @property
    def name(self) -> str:
        """Its name."""
        name: str = self.xl.Name
        return name

    @name.setter
    def name(self, value: str) -> None:
        self.xl.Name = value


class Named(Generic[Item]):
    """A collection over ``keys()``: counted, gone through, and asked by name or by place.

    Names are told apart without their case, as in Excel.
    """

    def keys(self) -> Sequence[str]:
        """The names, in order."""
        raise NotImplementedError

    def item(self, key: str) -> Item:
        """The one of exactly this name."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.keys())

    def __iter__(self) -> Iterator[Item]:
        return (self.item(key) for key in self.keys())

    def __contains__(self, key: object) -> bool:
        return str(key).casefold() in (known.casefold() for known in self.keys())

    def __call__(self, key: str | int) -> Item:
        """The one of this name, or at this place counted from 1.

        Raises:
            KeyError: There is none.
        """
        keys = self.keys()
        if isinstance(key, int):
            if not 1 <= key <= len(keys):
                raise KeyError(key)
            return self.item(keys[key - 1])
        for known in keys:
            if known.casefold() == key.casefold():
                return self.item(known)
        raise KeyError(key)
