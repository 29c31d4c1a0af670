"""The command that credits an issued invoice."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from addin.billing.money import exact_cents
from addin.cli.carrying_out import carry_out
from addin.cli.converting import Out, Pdf, finish
from addin.cli.options import DryRun, File, Json, read_day, unusable
from addin.jobs.crediting import JOB, CreditRequest
from addin.jobs.crediting import credit as credit_job

ALL, NONE = "all", "none"

Line = tuple[int, Decimal | None]
"""The place of a line, and a quantity of it or None for all."""


def read_line(text: str) -> Line:
    """A line typed as ``2``, or ``2:3.5`` for a quantity of 3.5 of it.

    >>> read_line("2"), read_line("2:3.5")
    ((2, None), (2, Decimal('3.5')))
    """
    place, _, typed = text.partition(":")
    try:
        line, quantity = int(place), Decimal(typed.replace(",", ".")) if typed else None
    except (ValueError, InvalidOperation):
        raise unusable("line", text) from None
    if quantity is not None and not quantity.is_finite():
        raise unusable("line", text)
    return line, quantity


def read_amount(text: str) -> int:
    """An amount typed as ``100`` or ``100.00``, in cents.

    >>> read_amount("100"), read_amount("99,95")
    (10000, 9995)
    """
    try:
        cents = exact_cents(Decimal(text.replace(",", ".")))
    except (InvalidOperation, OverflowError, ValueError):
        cents = None
    if cents is None:
        raise unusable("amount", text)
    return cents


Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the invoice.")]
Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        metavar="N[:QUANTITY]",
        help="Credit only this line of the invoice, from 1, or a quantity of it. Repeatable.",
    ),
]
Amount = Annotated[str | None, typer.Option(metavar="100.00", help="Credit an amount instead.")]
Gross = Annotated[bool, typer.Option("--gross/--net", help="The amount is with VAT, or without.")]
Reopen = Annotated[
    str | None,
    typer.Option(
        metavar="all|none|T-000001,…",
        help="What the next run bills again: all, nothing, or these entries and expenses.",
    ),
]
Commercial = Annotated[
    bool, typer.Option("--commercial", help="Nothing is billed again, as --reopen none.")
]
Reason = Annotated[str, typer.Option(help="Why, as the credit note prints it.")]
Reissue = Annotated[
    bool,
    typer.Option("--reissue", help="Issue what it billed again at once, from the sheets of today."),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--date", parser=read_day, metavar="YYYY-MM-DD", help="Date of the credit note; else today."
    ),
]


def credit(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: File,
    number: Number,
    line: Lines = None,
    amount: Amount = None,
    gross: Gross = False,  # noqa: FBT002
    reopen: Reopen = None,
    commercial: Commercial = False,  # noqa: FBT002
    reason: Reason = "",
    reissue: Reissue = False,  # noqa: FBT002
    day: Day = None,
    out: Out = None,
    with_pdf: Pdf = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Credit an issued invoice, wholly or in part.

    Credit notes have a series of numbers of their own. Say with --reopen what is to be billed
    again, or with --commercial that nothing is.

    Example: quotepart credit Billing.xlsm 2026-00042 --reopen all --reason "Wrong month"

    Example: quotepart credit Billing.xlsm 2026-00042 --amount 100.00 --gross --commercial
    """
    rows = [key.strip() for key in (reopen or "").split(",") if key.strip()]
    request = CreditRequest(
        number=number,
        issue_date=day or datetime.now().astimezone().date(),
        moment=datetime.now(UTC),
        lines=tuple(read_line(one) for one in line or ()),
        amount_cents=None if amount is None else read_amount(amount),
        gross=gross,
        commercial=commercial or reopen == NONE,
        opens_all=reopen == ALL,
        entries=() if reopen in {ALL, NONE} else tuple(rows),
        reason=reason,
        reissue=reissue,
        folder=out,
        dry_run=dry_run,
    )
    carry_out(
        JOB,
        file,
        lambda content: credit_job(content, request),
        as_json=as_json,
        dry_run=dry_run,
        then=lambda report: finish(report, file, out, with_pdf=with_pdf, quiet=as_json),
    )
