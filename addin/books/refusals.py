"""Why a closed workbook is not opened, or an edit of it is not made.

When one of these is raised, the file is as it was.
"""

from addin.errors import BillingError


class FileMissingError(BillingError):
    """There is no file of that name; takes ``file``."""

    code = "BOOK-01"


class NotAWorkbookError(BillingError):
    """The content is not that of an Excel workbook, whatever its name; takes ``file``."""

    code = "BOOK-02"


class FolderError(BillingError):
    """A folder was named where a workbook is expected; takes ``file``."""

    code = "BOOK-16"


class OldFormatError(BillingError):
    """A workbook of Excel 97-2003 (.xls) or a binary one (.xlsb); takes ``file``, ``format``."""

    code = "BOOK-03"


class DamagedFileError(BillingError):
    """The file is cut short or a part of it cannot be read; takes ``file``, ``part``."""

    code = "BOOK-04"


class PasswordError(BillingError):
    """The workbook is encrypted with a password; takes ``file``."""

    code = "BOOK-05"


class EmptyFileError(BillingError):
    """The file has no content at all; takes ``file``."""

    code = "BOOK-06"


class OpenElsewhereError(BillingError):
    """A program has the workbook open; takes ``file``, ``owner``, ``lock``."""

    code = "BOOK-07"


class ReadOnlyError(BillingError):
    """The file or its folder may not be written; takes ``file``."""

    code = "BOOK-08"


class ChangedSinceError(BillingError):
    """The file was saved by someone else after it was read; takes ``file``."""

    code = "BOOK-09"


class TooLargeError(BillingError):
    """Unpacked, the file would be larger than a workbook can be; takes ``file``, ``megabytes``."""

    code = "BOOK-10"


class NoSuchTableError(BillingError):
    """An edit names a table that the workbook does not have; takes ``file``, ``table``."""

    code = "BOOK-11"


class CannotSaveError(BillingError):
    """The computer refused to write the file; takes ``file``, ``reason``."""

    code = "BOOK-12"


class UnreadableError(BillingError):
    """The computer refused to read the file; takes ``file``, ``reason``."""

    code = "BOOK-13"


class HostileFileError(BillingError):
    """The file is built as no spreadsheet program builds one; takes ``file``, ``part``."""

    code = "BOOK-14"


class HiddenMacrosError(BillingError):
    """A file named as a workbook without macros has some; takes ``file``."""

    code = "BOOK-15"


class PassingPlaceError(BillingError):
    """The file was opened from a mail or a zip file; takes ``file``, ``folder``."""

    code = "SAFE-07"


class SignedError(BillingError):
    """An edit would break the signature of the workbook; takes ``file``."""

    code = "PATCH-01"


class FilteredError(BillingError):
    """A filter hides rows that it alone may show; takes ``table``, ``sheet``."""

    code = "PATCH-02"


class CellsBelowError(BillingError):
    """New rows would cover filled cells; takes ``table``, ``sheet``, ``cell``."""

    code = "PATCH-03"


class TableBelowError(BillingError):
    """New rows would run into another table; takes ``table``, ``sheet``, ``other``."""

    code = "PATCH-04"


class SharedFormulaError(BillingError):
    """A formula is shared with cells that stay; takes ``table``, ``sheet``, ``cell``."""

    code = "PATCH-05"


class MergedCellsError(BillingError):
    """Merged cells are in the way; takes ``table``, ``sheet``, ``cells``."""

    code = "PATCH-06"


class CommentError(BillingError):
    """A comment is on a blank cell that new rows need; takes ``table``, ``sheet``, ``cell``."""

    code = "PATCH-07"


class HyperlinkError(BillingError):
    """A hyperlink is in the way of the rows; takes ``table``, ``sheet``, ``cell``."""

    code = "PATCH-08"


class PointedRowError(BillingError):
    """A formula points to a row that would go; takes ``table``, ``place``, ``formula``."""

    code = "PATCH-09"


class SheetFullError(BillingError):
    """The rows do not fit a sheet; takes ``table``, ``sheet``, ``count``."""

    code = "PATCH-10"


class TextTooLongError(BillingError):
    """A text is longer than a cell can hold; takes ``cell``, ``length``, ``start``."""

    code = "PATCH-11"


class DateTooEarlyError(BillingError):
    """A date lies before the calendar of the workbook; takes ``cell``, ``date``."""

    code = "PATCH-12"


class UnknownContentError(BillingError):
    """A part is written in a way that is not known here; takes ``file``, ``part``."""

    code = "PATCH-13"


class LockedSheetError(BillingError):
    """The sheet of a table in a file is protected; takes ``table``, ``sheet``."""

    code = "PATCH-14"


class HiddenRowError(BillingError):
    """A hidden row of the sheet would have to be shown; takes ``table``, ``sheet``, ``row``."""

    code = "PATCH-15"


class QueryTableError(BillingError):
    """A query fills the table and would undo the change; takes ``table``, ``sheet``."""

    code = "PATCH-16"
