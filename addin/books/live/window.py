"""The user's window, left as it was found whatever happens while the workbook is written."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import xlwings

from addin.books.live.native import scroll_of, scroll_to

QUIET = ("screen_updating", "enable_events", "display_alerts")
"""What is off while cells are written: the screen following, macros on events, questions."""

log = logging.getLogger(__name__)


@contextmanager
def undisturbed(book: xlwings.Book) -> Iterator[None]:
    """Work without the screen following, and leave the window as it was found."""
    app = book.app
    with ExitStack() as leaving:
        for name in QUIET:
            _set_aside(app, name, False, leaving)  # noqa: FBT003 - the value of the property
        if app.cut_copy_mode is not None:
            # Excel would insert what the user has cut or copied in the place of blank cells.
            app.cut_copy_mode = False
        _keep_view(book, leaving)
        yield


@contextmanager
def calculation_by_hand(book: xlwings.Book) -> Iterator[None]:
    """Let formulas wait until all is written."""
    with ExitStack() as leaving:
        _set_aside(book.app, "calculation", "manual", leaving)
        yield


def _set_aside(app: xlwings.App, name: str, value: object, leaving: ExitStack) -> None:
    before = getattr(app, name)
    if before != value:
        leaving.callback(_surely, name, lambda: setattr(app, name, before))
        setattr(app, name, value)


def _keep_view(book: xlwings.Book, leaving: ExitStack) -> None:
    """Have the sheet, the selection and the scrolled place shown again."""
    selected = book.app.selection
    place = (selected.sheet, selected.address) if selected else None
    shown, scrolled = book.sheets.active, scroll_of(book)

    def show_again() -> None:
        if book.sheets.active != shown:
            shown.activate()

    def select_again() -> None:
        now = book.app.selection
        if place and (now is None or (now.sheet, now.address) != place):
            sheet, address = place
            sheet.activate()
            sheet.range(address).select()

    def scroll_again() -> None:
        if scroll_of(book) != scrolled:
            scroll_to(book, scrolled)

    # The last one goes first.
    leaving.callback(_surely, "scrolled place", scroll_again)
    leaving.callback(_surely, "selection", select_again)
    leaving.callback(_surely, "sheet", show_again)


def _surely(what: str, restore: Callable[[], None]) -> None:
    """What cannot be put back is no reason to leave the rest as it is."""
    try:
        restore()
    except Exception:
        log.exception("The %s of the window was not put back", what)
