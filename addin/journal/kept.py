"""Issued invoices and credit notes, whole, as they are read inside a transaction."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from addin.billing.invoice import Invoice
from addin.errors import BillingError
from addin.journal.content import invoice_of
from addin.journal.crediting import Left, left_of
from addin.journal.models import InvoiceRow
from addin.journal.storage import JournalDamagedError


class UnknownInvoiceError(BillingError):
    """The journal has no invoice of this number."""

    code = "JRN-12"


@dataclass
class Kept:
    """What one transaction sees of the journal.

    Attributes:
        session: Of the transaction.
        name: What the user knows the journal by.
    """

    session: Session
    name: str

    def invoice(self, number: str) -> Invoice:
        """An issued invoice or credit note, as it was proven.

        Raises:
            BillingError: There is none of this number (JRN-12), or it cannot be read (JRN-08).
        """
        query = select(InvoiceRow.content).where(InvoiceRow.number == number)
        content = self.session.scalar(query)
        if content is None:
            raise UnknownInvoiceError(number=number, file=self.name)
        return self._read(content)

    def credit_notes(self, number: str) -> list[Invoice]:
        """The credit notes of an invoice, in the order of issue.

        Raises:
            JournalDamagedError: One of them cannot be read.
        """
        query = select(InvoiceRow.content).where(InvoiceRow.preceding == number)
        contents = self.session.scalars(query.order_by(InvoiceRow.position))
        return [self._read(content) for content in contents]

    def left(self, number: str) -> Left:
        """What is left of an invoice to credit.

        Raises:
            BillingError: There is none of this number (JRN-12), or it cannot be read (JRN-08).
        """
        return left_of(self.invoice(number), self.credit_notes(number))

    def _read(self, content: str) -> Invoice:
        try:
            return invoice_of(content)
        except ValueError as error:
            raise JournalDamagedError(file=self.name) from error
