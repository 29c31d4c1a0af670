"""The statement of account of a client over a quarter, from the journal."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from addin.billing.calendar import Month
from addin.documents.file_names import safe_name
from addin.documents.invoices import ready_template
from addin.documents.statement_view import (
    Movement,
    OpenInvoice,
    Statement,
    prove_statement,
    statement_context,
)
from addin.documents.template_choice import STATEMENT, own_template, template_path
from addin.errors import BillingError
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content
from addin.jobs.invoices.parties import buyer, seller
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.papers import Paper, enlisted, with_pdf, write_once
from addin.journal.journal import Issued, Journal
from addin.journal.states import EventKind
from addin.words import Language

JOB = "statement"
FOLDER = "statements"


class UnknownAccountError(BillingError):
    """A statement was asked for a client that the workbook does not have."""

    code = "DOC-17"


class QuarterError(BillingError):
    """What was typed is no quarter."""

    code = "DOC-18"


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a calendar year.

    Attributes:
        number: 1 to 4.
    """

    year: int
    number: int

    @classmethod
    def parse(cls, typed: str) -> "Quarter":
        """Read ``2026-Q1``.

        Raises:
            QuarterError: It is none.

        >>> Quarter.parse("2026-Q1").first, Quarter.parse("2026-q4").last
        (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
        """
        found = re.fullmatch(r"([12]\d{3})-?[Qq]([1-4])", typed.strip())
        if found is None:
            raise QuarterError(found=typed)
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return Month.of(self.first).plus(2).last

    def __str__(self) -> str:
        """As it is typed."""
        return f"{self.year}-Q{self.number}"


def write_statement(  # noqa: PLR0913 - what the command takes
    content: Content,
    client: str,
    quarter: Quarter,
    moment: datetime,
    *,
    folder: Path | None = None,
    pdf: bool = False,
) -> Paper:
    """Write the statement of a client into ``statements`` in the folder of the invoices.

    The same statement is not written twice; another one gets a name of its own.

    Args:
        content: The workbook.
        client: Its code.
        quarter: The three months.
        moment: When it is made, with its time zone.
        folder: Where it goes instead.
        pdf: Whether a PDF is made of it too.

    Raises:
        UnknownAccountError: The workbook has no such client.
        BillingError: The template cannot be used, or the file cannot be written.
    """
    base = content.book.path.parent
    portfolio = read_portfolio(content)
    statement = statement_of(portfolio, journal_of(content), client, quarter)
    own = own_template(base, portfolio.clients[client].template or "")
    path = template_path(STATEMENT, statement.language.value, own)
    document = ready_template(path, statement.logo).render(statement_context(statement))
    prove_statement(document, statement)
    out = base / content.firm.output_folder
    name = f"{safe_name(f'{quarter} {statement.buyer.name}')}.docx"
    file = write_once((folder or out / FOLDER) / name, document)
    paper = with_pdf(file, out) if pdf else Paper((file,))
    return enlisted(paper, out, str(quarter), moment)


def statement_of(
    portfolio: Portfolio, journal: Journal, client: str, quarter: Quarter
) -> Statement:
    """The account of a client: invoices, credit notes and payments until the quarter's end.

    A credit note lessens what is owed on its own date, a payment on the day it came in.
    """
    if client not in portfolio.clients:
        raise UnknownAccountError(client=client)
    firm, payer = portfolio.firm, portfolio.clients[client]
    issued = [one for one in journal.invoices() if one.payer == client]
    movements = sorted(_movements(journal, issued), key=lambda one: (one.day, one.number))
    return Statement(
        seller=seller(portfolio),
        buyer=buyer(payer),
        language=Language(payer.language or firm.language),
        currency=firm.currency,
        period=str(quarter),
        first=quarter.first,
        last=quarter.last,
        opening_cents=sum(one.cents for one in movements if one.day < quarter.first),
        movements=tuple(one for one in movements if quarter.first <= one.day <= quarter.last),
        open_invoices=tuple(_open(issued, movements, quarter.last)),
        iban=firm.iban or "",
        logo=firm.logo or "",
    )


def _movements(journal: Journal, issued: Iterable[Issued]) -> Iterator[Movement]:
    for one in issued:
        kind = "invoice" if one.sign > 0 else "credit"
        yield Movement(one.issue_date, kind, one.number, one.sign * one.gross_cents)
        for event in journal.history(one.number):
            if event.kind is EventKind.PAYMENT and event.amount_cents:
                cents = -one.sign * event.amount_cents
                kind = "payment" if cents < 0 else "refund"
                yield Movement(event.moment.date(), kind, one.number, cents)


def _open(
    issued: Sequence[Issued], movements: Iterable[Movement], last: date
) -> Iterator[OpenInvoice]:
    """The invoices that were not settled on a day, by payments and credit notes until then."""
    settles = {one.number: one.preceding or one.number for one in issued}
    left: dict[str, int] = {}
    for movement in movements:
        if movement.day <= last:
            number = settles[movement.number]
            left[number] = left.get(number, 0) + movement.cents
    for one in issued:
        if one.sign > 0 and left.get(one.number, 0) > 0:
            yield OpenInvoice(one.number, one.due_date, left[one.number])
