"""An open workbook of which the journal and the invoices can lie beside it."""

import xlwings

from addin.books.live.live_book import LiveBook, Tell
from addin.errors import BillingError


class NeverSavedError(BillingError):
    """The workbook has no folder yet for its journal and its invoices; takes ``name``."""

    code = "LIVE-04"


class CloudOnlyError(BillingError):
    """The workbook's folder in a cloud is not on this computer; takes ``name``, ``reason``."""

    code = "LIVE-05"


def opened(book: xlwings.Book, tell: Tell) -> LiveBook:
    """The workbook, in a folder where its journal and its invoices can lie beside it.

    Raises:
        NeverSavedError: It has not been saved yet.
        CloudOnlyError: It was opened from a cloud that no folder of this computer mirrors.
    """
    try:
        live = LiveBook(book, tell)
    except xlwings.XlwingsError as error:
        raise CloudOnlyError(name=book.name, reason=str(error)) from error
    if not live.path.is_absolute():
        raise NeverSavedError(name=live.path.name)
    return live
