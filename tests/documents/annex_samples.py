"""Time and an account to try annexes and statements with."""

from datetime import date, timedelta

from addin.documents.annex_view import TimeEntry
from addin.documents.specimen import specimen
from addin.documents.statement_view import Movement, OpenInvoice, Statement
from addin.words import Language

TIME_LINE = 2
"""Place, among the lines of the invented invoice, of the one that bills time: 1 171.67."""


def worked(count: int) -> list[TimeEntry]:
    """So many entries of March, of two people and two tasks in turns, each a minute longer."""
    return [
        TimeEntry(
            day=date(2026, 3, 1) + timedelta(days=number % 31),
            person=("Anne Dupont", "Jan Vanderstichelen & Zn <D'Hondt>")[number % 2],
            service="Tax advice",
            task=("Accounts", "")[number // 2 % 2],
            note=f"Note {number} & more" if number % 3 else "",
            minutes=15 + number,
        )
        for number in range(count)
    ]


def account(language: Language, count: int = 3, opening_cents: int = 150000) -> Statement:
    """Invoices, payments and credit notes in turns."""
    whole = specimen(language)
    kinds = (("invoice", 123456), ("payment", -123456), ("credit", -5000), ("refund", 5000))
    movements = tuple(
        Movement(date(2026, 1, 1) + timedelta(days=number), kind, f"2026-{number:05}", cents)
        for number in range(count)
        for kind, cents in [kinds[number % 4]]
    )
    return Statement(
        seller=whole.seller,
        buyer=whole.buyer,
        language=language,
        currency="EUR",
        period="2026-Q1",
        first=date(2026, 1, 1),
        last=date(2026, 3, 31),
        opening_cents=opening_cents,
        movements=movements,
        open_invoices=(OpenInvoice("2026-00000", date(2026, 4, 1), 9999),) if count else (),
        iban=whole.iban,
    )
