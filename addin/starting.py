"""Coming in quickly: a command, or a press of a button, starts Python anew."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """Let modules come in without a search for unreachable objects.

    Half a million objects come in and all of them stay. To search them over and over took a third
    of the time of a short command; searched at the end of the process, they would take it again,
    so they are set aside for good. Where nothing is searched anyway, that is left as it is.

    >>> with unsearched():
    ...     gc.isenabled()
    False
    """
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.freeze()
            gc.enable()
