"""The chain of what happened: each event sealed with the one before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from addin.errors import Finding, Place
from addin.journal.content import canonical, digest_of
from addin.journal.models import Base, DocumentRow, EventRow, InvoiceRow, SchemaRow
from addin.journal.records import DocumentFile
from addin.journal.states import Event, EventKind

WORKBOOK = Place()
DETAIL = TypeAdapter(dict[str, str])
EVENTS = Base.metadata.tables[EventRow.__tablename__]
COUNT = Base.metadata.tables[SchemaRow.__tablename__].c.events
INSERT = insert(EVENTS)
LAST_SEAL = select(EVENTS.c.seal).order_by(EVENTS.c.position.desc()).limit(1)


def append(session: Session, events: Iterable[tuple[str, Event]]) -> None:
    """Put events, each with its number, at the end of the chain."""
    added = list(events)
    if not added:
        return
    connection = session.connection()
    count: int = connection.scalars(select(COUNT)).one()
    previous = connection.scalar(LAST_SEAL) or ""
    rows: list[dict[str, Any]] = []
    for position, (number, event) in enumerate(added, start=count + 1):
        row = _columns(number, event) | {"position": position, "previous_seal": previous}
        row["seal"] = previous = _seal(row)
        rows.append(row)
    connection.execute(INSERT, rows)
    connection.execute(update(COUNT.table).values(events=count + len(rows)))


def issued_event(gross_cents: int, documents: Iterable[DocumentFile], told: Event) -> Event:
    """That an invoice was issued, with the digests of its documents, so that they are sealed.

    Args:
        gross_cents: Of the invoice.
        documents: Its files.
        told: Has the moment, who it was, and what else there is to say.
    """
    digests = {one.path: one.digest for one in documents}
    detail = {**told.detail, "documents": canonical(digests)}
    return replace(told, amount_cents=gross_cents, detail=detail)


def events_of(session: Session, number: str) -> list[Event]:
    """What happened to an invoice, in the order in which the journal was told."""
    query = select(EventRow).where(EventRow.number == number).order_by(EventRow.position)
    return [event_of(row) for row in session.scalars(query)]


def events_by_number(session: Session) -> Mapping[str, list[Event]]:
    """What happened to every invoice."""
    found: dict[str, list[Event]] = {}
    for row in session.connection().execute(select(EVENTS).order_by(EVENTS.c.position)):
        found.setdefault(row.number, []).append(event_of(row))
    return found


def event_of(row: EventRow | Row[Any]) -> Event:
    """The event that a row keeps."""
    detail = DETAIL.validate_json(row.detail)
    return Event(EventKind(row.kind), row.moment, row.amount_cents, row.source, detail, row.who)


def event_findings(session: Session) -> Iterator[Finding]:
    """Events that were changed, removed or slipped in (JRN-20), and documents they do not name."""
    position, previous = 0, ""
    sealed: dict[str, str] = {}
    for row in session.scalars(select(EventRow).order_by(EventRow.position)):
        columns = {column.key: getattr(row, column.key) for column in EventRow.__table__.columns}
        follows = (row.position, row.previous_seal) == (position + 1, previous)
        if not follows or _seal(columns) != row.seal:
            yield _broken(row.position, row.number)
        position, previous = row.position, row.seal
        if row.kind == EventKind.ISSUED:
            sealed[row.number] = DETAIL.validate_json(row.detail).get("documents", "")
    count = session.scalar(select(SchemaRow.events)) or 0
    if position != count:
        yield _broken(count, "")
    yield from _document_findings(session, sealed)


def _document_findings(session: Session, sealed: Mapping[str, str]) -> Iterator[Finding]:
    """Invoices whose documents are no longer those that were proven."""
    kept: dict[str, dict[str, str]] = {}
    for row in session.scalars(select(DocumentRow)):
        kept.setdefault(row.invoice, {})[row.path] = row.digest
    for number in session.scalars(select(InvoiceRow.number).order_by(InvoiceRow.position)):
        if sealed.get(number) != canonical(kept.get(number, {})):
            yield Finding("JRN-13", WORKBOOK, {"number": number})


def _broken(position: int, number: str) -> Finding:
    return Finding("JRN-20", WORKBOOK, {"position": position, "number": number})


def _columns(number: str, event: Event) -> dict[str, Any]:
    return {
        "number": number,
        "kind": event.kind.value,
        "moment": event.moment,
        "who": event.who,
        "amount_cents": event.amount_cents,
        "source": event.source,
        "detail": canonical(dict(event.detail)),
    }


def _seal(columns: Mapping[str, Any]) -> str:
    moment = columns["moment"].astimezone(UTC).isoformat(timespec="microseconds")
    sealed = {name: value for name, value in columns.items() if name != "seal"}
    return digest_of(canonical(sealed | {"moment": moment}))
