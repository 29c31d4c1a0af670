"""Which documents are known to have reached the disk."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from addin.journal.kept import UnknownInvoiceError
from addin.journal.models import Base, DocumentRow

AT_ONCE = 500
"""How many are noted by one statement."""
NOTE = (
    update(Base.metadata.tables[DocumentRow.__tablename__])
    .where(DocumentRow.invoice == bindparam("number"), DocumentRow.path == bindparam("file"))
    .values(written=True)
)


def paths_by_number(session: Session) -> Mapping[str, list[str]]:
    """The paths of the documents of every invoice, in their order."""
    found: dict[str, list[str]] = {}
    query = select(DocumentRow.invoice, DocumentRow.path).order_by(DocumentRow.path)
    for number, path in session.execute(query):
        found.setdefault(number, []).append(path)
    return found


def note_written(session: Session, name: str, files: Sequence[tuple[str, str]]) -> None:
    """Note that files have reached the disk, all of them or none.

    Args:
        session: In a transaction.
        name: What the user knows the journal by.
        files: Number of the invoice and path of each.

    Raises:
        UnknownInvoiceError: One of the files was never proven.
    """
    for start in range(0, len(files), AT_ONCE):
        some = files[start : start + AT_ONCE]
        query = select(DocumentRow.invoice, DocumentRow.path).where(
            DocumentRow.invoice.in_({number for number, _ in some})
        )
        proven = {(number, path) for number, path in session.execute(query)}
        for number, path in some:
            if (number, path) not in proven:
                raise UnknownInvoiceError(number=number, file=name)
        values = [{"number": number, "file": path} for number, path in some]
        session.connection().execute(NOTE, values)
