"""The groups that clients and staff may be in."""

from collections.abc import Iterator

from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables.several import several
from addin.tables.sheets.clients import Group

EVERYONE = "Everyone"
"""The group that is always there, with everybody in it."""


def known_groups(content: Content) -> tuple[str, ...]:
    """The groups of the sheet *Groups*; none where any may be written."""
    return tuple(group for group in content.table(Group).values["group"] if group)


def unknown_groups(content: Content, cell: str | None, where: Place) -> Iterator[Finding]:
    """The groups of a cell that the sheet *Groups* does not have.

    While that sheet is empty, any group may be written.
    """
    known = known_groups(content)
    if not known:
        return
    folded = {group.casefold() for group in (EVERYONE, *known)}
    for group in several(cell):
        if group.casefold() not in folded:
            values = {"group": group, "groups": (EVERYONE, *known)}
            yield Finding("CLT-05", where, values)
