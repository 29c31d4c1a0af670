"""The files made of issued invoices afterwards: annexes and PDFs, each with its digest.

What was proven before a number was taken is among the documents of its invoice. What is made later
is told by events, so that it is sealed like everything else; of a file that was made again, the
last event counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from addin.journal.clerk import clerk
from addin.journal.content import canonical
from addin.journal.events import append, event_of
from addin.journal.journal import Journal
from addin.journal.models import EventRow
from addin.journal.records import DocumentFile
from addin.journal.states import WITH_ANNEX, Event, EventKind

_DUE = canonical(dict(WITH_ANNEX))[1:-1]  # as it stands in what is said of an invoice


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A file made of an issued invoice.

    Attributes:
        number: Of the invoice.
        made_from: Path of the Word document that a PDF shows; empty for an annex.
    """

    number: str
    file: DocumentFile
    made_from: str = ""


def filed_documents(journal: Journal) -> list[FiledDocument]:
    """The files as they were made last, in the order in which they were made first."""
    query = select(EventRow).where(EventRow.kind == EventKind.FILED).order_by(EventRow.position)
    found: dict[str, FiledDocument] = {}
    with journal.storage.reading() as session:
        for row in session.scalars(query):
            told = event_of(row).detail
            file = DocumentFile(told["path"], told["digest"])
            found[file.path] = FiledDocument(row.number, file, told.get("made_from", ""))
    return list(found.values())


def annexes_due(journal: Journal) -> list[str]:
    """Numbers of the invoices whose annex was to be written and never was, in their order."""
    filed = aliased(EventRow)
    is_annex = (filed.kind == EventKind.FILED) & ~filed.detail.contains('"made_from"')
    annexes = select(filed.number).where(is_annex)
    query = (
        select(EventRow.number)
        .where(EventRow.kind == EventKind.ISSUED, EventRow.detail.contains(_DUE))
        .where(EventRow.number.not_in(annexes))
        .order_by(EventRow.position)
    )
    with journal.storage.reading() as session:
        return list(session.scalars(query))


def note_filed(journal: Journal, documents: Iterable[FiledDocument], moment: datetime) -> None:
    """Tell the journal which files were made, all in one transaction; what it knows is left out.

    Args:
        journal: It has issued their invoices.
        documents: The files.
        moment: With its time zone.

    Raises:
        BillingError: The journal cannot be written.
    """
    known = set(filed_documents(journal))
    new = [one for one in dict.fromkeys(documents) if one not in known]
    if new:
        with journal.storage.writing() as session:
            append(session, [(one.number, _event(one, moment)) for one in new])


def _event(one: FiledDocument, moment: datetime) -> Event:
    detail = {"path": one.file.path, "digest": one.file.digest}
    if one.made_from:
        detail["made_from"] = one.made_from
    return Event(EventKind.FILED, moment, detail=detail, who=clerk())
