"""What becomes of a cell that two people have had: the one in the firm, and the one of a copy."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a merge makes of a cell."""

    LEAVE = "leave"  # the copy has nothing new
    TAKE = "take"  # only the copy has changed
    CONFLICT = "conflict"  # both have changed, each to something else
    UNDONE = "undone"  # it was taken before, and the workbook is as if it had not been


def compared(shared: object, taken: object, here: object, there: object) -> Outcome:
    """What becomes of a cell.

    Args:
        shared: What it held when it was shared.
        taken: What was last taken from the copy; the same as ``shared`` when nothing was.
        here: What it holds in the workbook now.
        there: What it holds in the copy now.

    >>> compared(60, 60, 60, 90), compared(60, 60, 75, 90), compared(60, 60, 75, 60)
    (<Outcome.TAKE: 'take'>, <Outcome.CONFLICT: 'conflict'>, <Outcome.LEAVE: 'leave'>)

    A merge that is repeated takes nothing again, though the workbook was corrected since:

    >>> compared(60, 90, 90, 90), compared(60, 90, 75, 90), compared(60, 90, 60, 90)
    (<Outcome.LEAVE: 'leave'>, <Outcome.LEAVE: 'leave'>, <Outcome.UNDONE: 'undone'>)
    """
    if there == here:
        return Outcome.LEAVE
    if there == taken:
        return Outcome.UNDONE if taken != shared and here == shared else Outcome.LEAVE
    return Outcome.TAKE if here == taken else Outcome.CONFLICT
