"""What every collection of xlwings can do: be counted, gone through and asked by name or place."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Named(Generic[Item]):
    """A collection over ``keys()``; names are told apart without their case, as in Excel."""

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
