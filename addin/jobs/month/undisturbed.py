"""Work on many rows without Python's search for cycles among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off the search for objects that only refer to each other.

    The rows of a month live until its end and refer to nothing that refers back. Looking through
    all of them, again and again while they are made, takes a third of the time of a large month.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
