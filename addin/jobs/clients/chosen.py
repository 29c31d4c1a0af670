"""Which clients a command is about: those it names, or all of them."""

from collections.abc import Iterator, Sequence

from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables.editing import NoColumnError
from addin.tables.reading import folded_key
from addin.tables.sheets.clients import Client
from addin.words import catalogue, words

MARKS = ("invited", "invitation")
"""The columns that show what became of an invitation."""


def chosen_clients(
    content: Content, asked: Sequence[str], findings: list[Finding]
) -> Iterator[int]:
    """The positions of the clients named, or of all, in the order of the sheet.

    Args:
        content: The workbook.
        asked: Their codes, in capitals or not.
        findings: Gets one for each code that no client has.
    """
    wanted = {folded_key((code,)): code for code in asked}
    for position, client in enumerate(content.table(Client).values["client"]):
        if client and (not asked or folded_key((client,)) in wanted):
            wanted.pop(folded_key((client,)), None)
            yield position
    findings.extend(
        Finding("INVT-13", Place(Client.spec.name), {"client": code}) for code in wanted.values()
    )


def require_marks(content: Content) -> None:
    """Refuse an older workbook, which has no place for what becomes of an invitation.

    Raises:
        NoColumnError: It lacks one of the columns.
    """
    table = content.table(Client)
    for name in MARKS:
        if name not in table.headings:
            heading = Client.spec.column(name).heading[content.language]
            raise NoColumnError(table=Client.spec.name, heading=heading)


def is_internal(subscription_mode: str | None) -> bool:
    """Whether the firm keeps the file of a client itself, so that nobody is to be invited.

    >>> is_internal("Interne"), is_internal("suivi")
    (True, False)
    """
    internal = words(catalogue("lists")["subscription"]["internal"]).all()
    return (subscription_mode or "").strip().casefold() in {one.casefold() for one in internal}
