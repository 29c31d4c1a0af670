"""Names defined in a document open in LibreOffice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlwings import base_classes

from addin.books.calc.grammar import from_calc, to_calc
from addin.books.calc.named import HasName, Named
from addin.books.calc.office import UnoObject, bridge
from addin.books.calc.unsupported import tell_left_out

if TYPE_CHECKING:
    from addin.books.calc.books import Book
    from addin.books.calc.ranges import Range


@tell_left_out
class Names(Named["Name"], base_classes.Names):
    """The names of a book."""

    def __init__(self, book: "Book") -> None:
        self.book = book

    @property
    def api(self) -> UnoObject:
        """The UNO object."""
        return self.book.document.NamedRanges

    def keys(self) -> Sequence[str]:
        """The names themselves."""
        names: Sequence[str] = self.api.ElementNames
        return names

    def item(self, key: str) -> "Name":
        """The one of this name."""
        return Name(self.api.getByName(key), self.book)

    contains = Named.__contains__

    def add(self, name: str, refers_to: str) -> "Name":
        """Define a name for a formula, which begins with an equals sign."""
        nowhere = bridge().createUnoStruct("com.sun.star.table.CellAddress")
        self.api.addNewByName(name, to_calc(refers_to).removeprefix("="), nowhere, 0)
        return self.item(name)


@tell_left_out
class Name(HasName, base_classes.Name):
    """One name."""

    def __init__(self, xl: UnoObject, book: "Book") -> None:
        self.xl = xl
        self.book = book

    @property
    def refers_to(self) -> str:
        """The formula it stands for, with an equals sign."""
        return from_calc("=" + self.xl.Content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.xl.Content = to_calc(value).removeprefix("=")

    @property
    def refers_to_range(self) -> "Range":
        """The cells it stands for.

        Raises:
            ValueError: It stands for something else.
        """
        cells = self.xl.getReferredCells()
        if cells is None:
            message = f"the name {self.name} stands for no cells"
            raise ValueError(message)
        return self.book.range_of(cells)

    def delete(self) -> None:
        """Take the name out of the book."""
        self.book.names.api.removeByName(self.name)
