"""Documents open in LibreOffice, as xlwings' books."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlwings import base_classes

from addin.books.calc.named import Named
from addin.books.calc.names import Names
from addin.books.calc.office import OfficeFailedError, UnoObject, bridge, properties
from addin.books.calc.ranges import Range
from addin.books.calc.sheets import Sheet, Sheets
from addin.books.calc.tables import Table
from addin.books.calc.unsupported import tell_left_out
from addin.books.closed.book_file import refuse_open_elsewhere

if TYPE_CHECKING:
    from addin.books.calc.engine import App

# LibreOffice's export filter by the ending of the file.
FILTERS = {
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}


@tell_left_out
class Books(Named["Book"], base_classes.Books):
    """The books open in one LibreOffice; the last one is active."""

    def __init__(self, app: "App") -> None:
        self.app = app

    @property
    def api(self) -> UnoObject:
        """The UNO object that opens documents."""
        return self.app.office.desktop

    def keys(self) -> Sequence[str]:
        """Their file names."""
        return [Book(document, self.app).name for document in self.app.documents]

    def item(self, key: str) -> "Book":
        """The one of this file name."""
        books = (Book(document, self.app) for document in self.app.documents)
        return next(book for book in books if book.name == key)

    @property
    def active(self) -> "Book":
        """The one opened or activated last."""
        return Book(self.app.documents[-1], self.app)

    def add(self) -> "Book":
        """A new, empty book."""
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str | Path,
        update_links: bool | None = None,  # noqa: FBT001, ARG002 - links are never followed here
        read_only: bool | None = None,  # noqa: FBT001
        *_: object,
    ) -> "Book":
        """Open a file; macros of its own never run.

        Raises:
            FileNotFoundError: There is no such file.
            OpenElsewhereError: A program has it open for writing.
            OfficeFailedError: LibreOffice cannot read it.
        """
        path = Path(fullname).resolve(strict=True)
        if not read_only:
            refuse_open_elsewhere(path)
        self.app.office.held.add(path)
        return self._load(path.as_uri(), ReadOnly=bool(read_only))

    def open_copy(self, copy: Path, original: Path) -> "Book":
        """Open a copy of a file, whose book goes by the path of the file itself.

        Args:
            copy: The copy; LibreOffice reads and locks nothing else.
            original: The file.

        Raises:
            OfficeFailedError: LibreOffice cannot read it.
        """
        self.app.office.held.add(copy)
        book = self._load(copy.as_uri())
        self.app.originals[book.document.URL] = original
        return book

    def _load(self, address: str, **options: object) -> "Book":
        arguments = properties(Hidden=not self.app.shown, MacroExecutionMode=0, **options)
        document = self.api.loadComponentFromURL(address, "_blank", 0, arguments)
        if document is None or not hasattr(document, "Sheets"):
            raise OfficeFailedError(reason=address.rpartition("/")[2])
        self.app.documents.append(document)
        return Book(document, self.app)


@tell_left_out
class Book(base_classes.Book):
    """One open document."""

    def __init__(self, document: UnoObject, app: "App") -> None:
        self.document = document
        self._app = app

    @property
    def api(self) -> UnoObject:
        """The UNO object."""
        return self.document

    @property
    def app(self) -> "App":
        """The LibreOffice that has it open."""
        return self._app

    @property
    def fullname(self) -> str:
        """The path of its file; of a new book its title."""
        address: str = self.document.URL
        if address in self.app.originals:
            return str(self.app.originals[address])
        text: str = bridge().fileUrlToSystemPath(address) if address else self.document.Title
        return text

    @property
    def name(self) -> str:
        """Its file name."""
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its names."""
        return Names(self)

    def tables(self) -> list[Table]:
        """Its tables, sheet by sheet; asked sheet by sheet, each would be looked at every time."""
        ranges, sheets = self.document.DatabaseRanges, self.document.Sheets
        names = sheets.ElementNames
        found = [ranges.getByName(name) for name in ranges.ElementNames]
        places = [one.DataArea.Sheet for one in found]
        on = {place: Sheet(sheets.getByName(names[place]), self) for place in {*places}}
        pairs = sorted(zip(places, found, strict=True), key=lambda pair: pair[0])
        return [Table(one, on[place]) for place, one in pairs]

    @property
    def scroll(self) -> tuple[int, int]:
        """The first row and the first column that the window shows below what is frozen."""
        pane = self.document.CurrentController
        return int(pane.FirstVisibleRow) + 1, int(pane.FirstVisibleColumn) + 1

    @scroll.setter
    def scroll(self, place: tuple[int, int]) -> None:
        pane = self.document.CurrentController
        pane.FirstVisibleRow, pane.FirstVisibleColumn = place[0] - 1, place[1] - 1

    def range_of(self, cells: UnoObject) -> Range:
        """Cells of the document as a range."""
        return Range(cells, Sheet(cells.Spreadsheet, self))

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, in the format that the ending of the file names.

        LibreOffice loses parts of a workbook made by Excel: never save a user's own file.
        """
        address = Path(path).resolve().as_uri() if path else self.document.URL
        options: dict[str, object] = {"Overwrite": True}
        if password:
            options["Password"] = password
        kind = FILTERS[Path(path or self.fullname).suffix.lower()]
        self.document.storeAsURL(address, properties(FilterName=kind, **options))

    def to_pdf(self, path: str, quality: str | None = None) -> None:  # noqa: ARG002
        """Print it into a PDF file."""
        address = Path(path).resolve().as_uri()
        self.document.storeToURL(address, properties(FilterName="calc_pdf_Export"))

    def close(self) -> None:
        """Close it without saving."""
        self.app.documents.remove(self.document)
        self.app.originals.pop(self.document.URL, None)
        path = Path(self.fullname)
        self.document.close(True)  # noqa: FBT003 - UNO takes no keywords
        self.app.office.held.discard(path)

    def activate(self) -> None:
        """Make it the active book."""
        self.app.documents.remove(self.document)
        self.app.documents.append(self.document)
