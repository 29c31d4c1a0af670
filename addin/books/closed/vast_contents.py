"""What has to be proven before another program's reader is let loose on a workbook.

Calamine believes the sizes that a zip file tells, and holds the used part of a sheet as a
rectangle: a few bytes could make it ask for more memory than there is.
"""

from collections import deque
from collections.abc import Iterable

from addin.books.closed.hostile import refuse_vast_sheet
from addin.books.closed.package import Package

_HARMLESS = 1 << 16
"""Bytes of a member that cannot unfold to more than 64 MB, whatever it says."""
_READ = (".xml", ".rels")


def refuse_vast_contents(package: Package, sheets: Iterable[str] | None = None) -> None:
    """Make sure that no part is larger than it says, and that sheets fit into memory.

    Args:
        package: The workbook.
        sheets: The parts of the sheets that will be read; None for every part that looks like one.

    Raises:
        DamagedFileError: A part cannot be unpacked, or is larger.
        TooLargeError: The used part of a sheet is too large.
    """
    parts = [name for name in package.names if name.lower().endswith(_READ)]
    for name in parts:
        if package.packed_size(name) > _HARMLESS:
            deque(package.chunks(name), maxlen=0)
    for name in parts if sheets is None else sheets:
        refuse_vast_sheet(package.path, package.read(name))
