"""A statement of account: what a client was invoiced, was credited and has paid in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from addin.billing.invoice import Party
from addin.documents.figures import amount, day, grouped_by_four, money
from addin.documents.invoice_view import party_fields
from addin.documents.marks import cents_shown, marked_texts
from addin.documents.print_words import MOVEMENTS
from addin.documents.template_errors import UnclearFigureError, UnmarkedFigureError
from addin.words import Language

OPENING, BALANCE, CLOSING = MARKS = ("opening_balance", "row_balance", "closing_balance")
"""The content controls of the balances."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that changed what a client owes.

    Attributes:
        kind: ``invoice``, ``credit``, ``payment`` or ``refund``.
        number: Of the invoice or the credit note it concerns.
        cents: Above zero when the client owes more by it.
    """

    day: date
    kind: str
    number: str
    cents: int


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """What is still to be paid of an invoice at the end of the period."""

    number: str
    due_date: date
    left_cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of a client over a period.

    Attributes:
        last: Last day, inclusive.
        opening_cents: What the client owed when it began; below zero in favour of the client.
        movements: Of the period, in their order.
    """

    seller: Party
    buyer: Party
    language: Language
    currency: str
    period: str
    first: date
    last: date
    opening_cents: int
    movements: tuple[Movement, ...]
    open_invoices: tuple[OpenInvoice, ...]
    iban: str = ""
    logo: str = ""

    @property
    def closing_cents(self) -> int:
        """What the client owes at the end."""
        return self.opening_cents + sum(one.cents for one in self.movements)

    @property
    def balances(self) -> list[int]:
        """What the client owed after each movement."""
        changes = (one.cents for one in self.movements)
        return list(accumulate(changes, initial=self.opening_cents))[1:]


def statement_context(statement: Statement) -> dict[str, object]:
    """The fields of a statement, as texts in the client's language."""
    language, currency = statement.language, statement.currency
    abroad = statement.seller.country != statement.buyer.country
    pairs = zip(statement.movements, statement.balances, strict=True)
    left = sum(one.left_cents for one in statement.open_invoices)
    return {
        "logo": statement.seller.name,
        "seller": party_fields(statement.seller, language, abroad=abroad),
        "buyer": party_fields(statement.buyer, language, abroad=abroad),
        "period": statement.period,
        "first_day": day(statement.first, language),
        "last_day": day(statement.last, language),
        "currency": currency,
        "iban": grouped_by_four(statement.iban),
        "opening": money(statement.opening_cents, currency, language),
        "movements": [_movement(statement, one, balance) for one, balance in pairs],
        "closing": money(statement.closing_cents, currency, language),
        "in_favour": statement.closing_cents < 0,
        "open_invoices": [
            {
                "number": one.number,
                "due_date": day(one.due_date, language),
                "left": amount(one.left_cents, language),
            }
            for one in statement.open_invoices
        ],
        "open_total": money(left, currency, language) if left else "",
    }


def prove_statement(docx: bytes, statement: Statement) -> None:
    """Read a written statement back and compare every balance.

    Raises:
        UnmarkedFigureError: The template does not mark a balance.
        UnclearFigureError: A balance is not what it should be.
    """
    found = marked_texts(docx)
    due: dict[str, Sequence[int]] = {
        OPENING: [statement.opening_cents],
        BALANCE: statement.balances,
        CLOSING: [statement.closing_cents],
    }
    for mark, cents in due.items():
        shown = found.get(mark, ())
        if cents and not shown:
            raise UnmarkedFigureError(mark=mark)
        if [cents_shown(text, mark) for text in shown] != list(cents):
            raise UnclearFigureError(mark=mark, found=" / ".join(shown))


def _movement(statement: Statement, one: Movement, balance: int) -> dict[str, str]:
    language = statement.language
    kind = "avoir" if one.kind == "credit" and statement.seller.country == "FR" else one.kind
    return {
        "date": day(one.day, language),
        "text": f"{MOVEMENTS[kind][language]} {one.number}",
        "invoiced": amount(one.cents, language) if one.cents >= 0 else "",
        "received": amount(-one.cents, language) if one.cents < 0 else "",
        "balance": amount(balance, language),
    }
