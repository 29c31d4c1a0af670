"""What the button *Credit* asks before an invoice is credited, in the user's words."""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from addin.billing.invoice import DocumentKind, Invoice
from addin.billing.money import exact_cents
from addin.errors import BillingError, StoppedError
from addin.jobs.content import Content
from addin.jobs.crediting import CreditRequest, NotAnInvoiceError, credit
from addin.jobs.invoices.recovering import journal_of
from addin.words import Language, text
from addin.words.figures import money

LINES_SHOWN = 8
"""How many lines of an invoice a question names."""

LONGEST_DESCRIPTION = 60
"""Characters; a message box of Excel takes a thousand in all."""

# An amount is told from the number of a line by its two decimals.
_AMOUNT = re.compile(r"\d[\d.,]*[.,]\d\d")


class UnreadableChoiceError(BillingError):
    """What was typed names neither lines nor an amount; takes ``text``, ``invoice``."""

    code = "CRN-14"


class Asker(Protocol):
    """Who puts questions to the user; each raises ``StoppedError`` if it is cancelled."""

    def agrees(self, question: str) -> bool:
        """Yes or no."""

    def chooses(self, question: str) -> bool:
        """Yes or no, or neither."""

    def words(self, question: str) -> str:
        """A few words; may be none."""


def asked_credit(
    content: Content, number: str, asker: Asker, *, today: date, moment: datetime
) -> CreditRequest:
    """Ask what of an invoice is to be credited, whether it is billed again, and why.

    Nothing is written. The user sees what the credit note would come to before they agree.

    Args:
        content: The workbook.
        number: Of the invoice.
        asker: Who asks.
        today: Date of the credit note.
        moment: The same with its time and time zone.

    Raises:
        StoppedError: The user does not want it.
        BillingError: There is no such invoice, or it cannot be credited so.
    """
    invoice = journal_of(content).invoice(number)
    if invoice.kind is not DocumentKind.INVOICE:
        raise NotAnInvoiceError(number=number)
    language = content.language
    request = CreditRequest(number, today, moment)
    if not asker.chooses(_whole_question(invoice, language)):
        asked = text("ask.credit.part", language, amount=money(10000, language))
        request = with_part(request, asker.words(asked))
    opens = request.amount_cents is None and asker.chooses(text("ask.credit.again", language))
    reason = asker.words(text("ask.credit.reason", language))
    request = replace(request, opens_all=opens, commercial=not opens, reason=reason)
    if not asker.agrees(_last_question(content, request, invoice)):
        raise StoppedError
    return request


def with_part(request: CreditRequest, typed: str) -> CreditRequest:
    """The request for a part as it was typed: numbers of lines, or an amount with VAT.

    >>> from datetime import UTC
    >>> whole = CreditRequest("2026-00042", date(2026, 11, 2), datetime(2026, 11, 2, tzinfo=UTC))
    >>> with_part(whole, "1, 3").lines
    ((1, None), (3, None))
    >>> with_part(whole, "1.234,50 €").amount_cents
    123450

    Raises:
        UnreadableChoiceError: It is neither.
    """
    amount = "".join(typed.replace("€", "").split())
    if _AMOUNT.fullmatch(amount):
        digits = re.sub("[.,]", "", amount)
        cents = exact_cents(Decimal(f"{digits[:-2]}.{digits[-2:]}"))
        return replace(request, amount_cents=cents, gross=True)
    parts = re.split(r"[\s,;]+", typed.strip(" ,;"))
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise UnreadableChoiceError(text=typed, invoice=request.number)
    places = dict.fromkeys(map(int, parts))
    return replace(request, lines=tuple((place, None) for place in places))


def _whole_question(invoice: Invoice, language: Language) -> str:
    """What the invoice bills, line by line, and whether all of it is meant."""
    lines = [
        f"{place}. {line.description[:LONGEST_DESCRIPTION]}: {money(line.net_cents, language)}"
        for place, line in enumerate(invoice.lines, start=1)
    ]
    more = len(lines) - LINES_SHOWN
    shown = [*lines[:LINES_SHOWN], *([f"… (+{more})"] if more > 0 else [])]
    what = text("ask.credit.invoice", language, **_named(invoice, language))
    return "\n\n".join([what, "\n".join(shown), text("ask.credit.whole", language)])


def _last_question(content: Content, request: CreditRequest, invoice: Invoice) -> str:
    """What it comes to, computed as the job itself would."""
    shown = (credit(content, replace(request, dry_run=True)).report.invoices or [])[0]
    values = _named(invoice, content.language)
    values["gross"] = money(int(shown["gross"].replace(".", "")), content.language)
    return text("ask.credit.confirm", content.language, **values)


def _named(invoice: Invoice, language: Language) -> dict[str, str]:
    gross = money(invoice.totals.gross_cents, language)
    return {"number": invoice.number, "payer": invoice.buyer.name, "gross": gross}
