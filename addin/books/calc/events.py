"""What a document of LibreOffice tells of itself: that it was saved, or is closed."""

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any

from addin.books.calc.office import UnoObject, bridge


def close_listener(on_save: Callable[[], None], on_close: Callable[[], None]) -> Any:  # noqa: ANN401 - a class made at run time
    """A listener for ``addDocumentEventListener``.

    Args:
        on_save: Called when LibreOffice has saved the document by itself.
        on_close: Called when the document is closed.
    """
    return _listener_type()(on_save, on_close)


@cache
def _listener_type() -> type:
    uno = bridge()
    bases = (
        importlib.import_module("unohelper").Base,
        uno.getClass("com.sun.star.document.XDocumentEventListener"),
    )
    return type("CloseListener", bases, dict(vars(_CloseListener)))


class _CloseListener:
    """Its methods have UNO's names."""

    def __init__(self, on_save: Callable[[], None], on_close: Callable[[], None]) -> None:
        self.on_save, self.on_close = on_save, on_close

    def documentEventOccured(self, event: UnoObject) -> None:  # noqa: N802
        """Something happened to the document."""
        if event.EventName in {"OnSaveDone", "OnSaveAsDone"}:
            self.on_save()
        elif event.EventName == "OnUnload":
            self.on_close()

    def disposing(self, source: UnoObject) -> None:
        """The document is gone."""
        del source
        self.on_close()
