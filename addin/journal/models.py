"""The tables of the journal: what was issued, and what became of it, for good.

Rows are only ever added: triggers refuse anything else, in SQLite and in PostgreSQL (see
``addin.journal.triggers``). The columns beside ``content`` repeat it for reports and searches;
verification compares them.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator, TypeEngine

SCHEMA_VERSION = 2


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal as its text: SQLite has binary floats only, and 1.50 is to stay 1.50."""

    impl = String(60)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """The text that is stored."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """The decimal that was stored."""
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: SQLite forgets the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """The moment that is stored."""
        assert value is None or value.tzinfo is not None, "a moment without a time zone"
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """The moment that was stored."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


Cents = Annotated[int, mapped_column(BigInteger)]
Digest = Annotated[str, mapped_column(String(64))]
LongText = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """What the tables have in common."""

    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        Decimal: ExactDecimal(),
        datetime: Moment(),
    }


class SchemaRow(Base):
    """The one row that says which version of these tables the journal has.

    Whoever issues locks it first: that is how users of one database take turns.

    Attributes:
        events: How many events there are, so that one taken off their end is missed.
    """

    __tablename__ = "journal_schema"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    events: Mapped[int] = mapped_column(server_default="0")


class CounterRow(Base):
    """How far the numbers of a series have come in a fiscal year."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_ordinal: Mapped[int]
    last_date: Mapped[date]


class InvoiceRow(Base):
    """One issued invoice or credit note.

    Attributes:
        position: Its place in the journal as a whole, from 1.
        ordinal: Its place in its series and fiscal year, from 1: what ``{number}`` stands for.
        payer: Client key of the buyer.
        kind: Code of ``DocumentKind``.
        preceding: Number of the invoice that a credit note takes back; ``preceding_date`` its date.
        content: The whole invoice, as canonical JSON.
        digest: SHA-256 of ``content``.
        previous_seal: ``seal`` of the row before; empty in the first.
        seal: SHA-256 over ``previous_seal``, ``digest`` and what ``content`` lacks.
    """

    __tablename__ = "invoices"
    __table_args__ = (UniqueConstraint("series", "fiscal_year", "ordinal"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(unique=True)
    series: Mapped[str]
    fiscal_year: Mapped[int]
    ordinal: Mapped[int]
    issue_date: Mapped[date]
    due_date: Mapped[date]
    payer: Mapped[str] = mapped_column(index=True)
    projects: Mapped[list[str]] = mapped_column(JSON)
    net_cents: Mapped[Cents]
    vat_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    currency: Mapped[str]
    reference: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(server_default="380")
    preceding: Mapped[str | None] = mapped_column(ForeignKey("invoices.number"), index=True)
    preceding_date: Mapped[date | None]
    content: Mapped[LongText]
    digest: Mapped[Digest]
    previous_seal: Mapped[Digest]
    seal: Mapped[Digest]
    created_at: Mapped[datetime]
    lines: Mapped[list["LineRow"]] = relationship(order_by="LineRow.position")
    allocations: Mapped[list["AllocationRow"]] = relationship(order_by="AllocationRow.line")
    documents: Mapped[list["DocumentRow"]] = relationship(order_by="DocumentRow.path")
    credits: Mapped[list["CreditRow"]] = relationship(
        order_by="CreditRow.position", foreign_keys="CreditRow.credit_note"
    )


class LineRow(Base):
    """One line of an issued invoice; ``position`` is its place on it, from 1."""

    __tablename__ = "invoice_lines"

    invoice: Mapped[str] = mapped_column(ForeignKey("invoices.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(index=True)
    project: Mapped[str]
    description: Mapped[LongText]
    quantity: Mapped[Decimal]
    unit: Mapped[str]
    unit_price: Mapped[Decimal]
    net_cents: Mapped[Cents]
    vat_category: Mapped[str]
    vat_rate: Mapped[Decimal]


class AllocationRow(Base):
    """What a payer was invoiced for a line of prebilling.

    A second invoice of the line is possible only once credit notes have opened the first again.
    """

    __tablename__ = "allocations"

    line: Mapped[str] = mapped_column(primary_key=True)
    payer: Mapped[str] = mapped_column(primary_key=True)
    net_cents: Mapped[Cents]
    invoice: Mapped[str] = mapped_column(
        ForeignKey("invoices.number"), primary_key=True, index=True
    )


class CreditRow(Base):
    """What one line of a credit note takes back.

    Attributes:
        position: Its place on the credit note, from 1; the discounts of the document come after
            the lines.
        invoice: Number of the invoice it takes it back from.
        invoice_position: Place of the line there; 0 for a discount of the document.
        line: Key of the prebilling line.
        net_cents: Without VAT, with the sign it had on the invoice.
        reopened: What is to be billed again, as ``Table/key``; nothing when the credit is a
            commercial one.
    """

    __tablename__ = "credited_lines"

    credit_note: Mapped[str] = mapped_column(ForeignKey("invoices.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    invoice: Mapped[str] = mapped_column(ForeignKey("invoices.number"), index=True)
    invoice_position: Mapped[int]
    line: Mapped[str] = mapped_column(index=True)
    payer: Mapped[str]
    net_cents: Mapped[Cents]
    reopened: Mapped[list[str]] = mapped_column(JSON)


class EventRow(Base):
    """Something that happened to an invoice, or to a number that no invoice came to have.

    Attributes:
        position: Its place among all events, from 1.
        number: Of the invoice; of a number given back, what it would have been.
        kind: Of ``EventKind``.
        who: Name of the user and of the computer.
        amount_cents: Of a payment, a credit note or the invoice itself; else empty.
        source: What it was taken from, such as the line of a bank statement, so that it is taken
            once; or empty.
        detail: What else there is to say, as canonical JSON.
        previous_seal: ``seal`` of the row before; empty in the first.
        seal: SHA-256 over the other columns.
    """

    __tablename__ = "events"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    moment: Mapped[datetime]
    who: Mapped[str]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(index=True)
    detail: Mapped[LongText]
    previous_seal: Mapped[Digest]
    seal: Mapped[Digest]


class DocumentRow(Base):
    """A file made of an invoice.

    Attributes:
        path: From the workbook's folder, with forward slashes.
        digest: SHA-256 of the file.
        written: Whether the file is known to have reached the disk.
    """

    __tablename__ = "documents"

    invoice: Mapped[str] = mapped_column(ForeignKey("invoices.number"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[Digest]
    written: Mapped[bool]
