"""Asking before a client is billed out of all proportion to last month."""

from collections.abc import Collection, Iterable, Mapping

from addin.billing.calendar import Month
from addin.billing.existing import first_key
from addin.billing.guard import Limits, MonthOfClient, excesses
from addin.billing.money import from_cents, to_cents
from addin.errors import Finding, Place, RefusedError
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.month.drafts import Draft
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.prebilled import NOTHING, is_generated, plain
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client


class UnconfirmedError(RefusedError):
    """Some clients would be billed far more than last month, and nobody has confirmed it."""

    code = "GRD-03"


def guard_findings(  # noqa: PLR0913, PLR0917 - the month as it is, and what a run does to it
    content: Content,
    portfolio: Portfolio,
    month: Month,
    drafts: Iterable[Draft],
    gone: Iterable[str],
    ordinary: Iterable[OrdinaryLines],
    reopened: Collection[str] = (),
) -> list[Finding]:
    """What is to be confirmed: all clients at once, each with its figures.

    Args:
        content: The workbook before the run.
        portfolio: What was agreed.
        month: Month of the run.
        drafts: What the run writes.
        gone: Keys of the rows that it removes.
        ordinary: The lines that it writes by column.
        reopened: Keys of the lines that credit notes have opened again: the row of another bills
            their work.
    """
    limits = Limits(content.firm.guard_amount, content.firm.guard_rows)
    if not (limits.amount or limits.rows):
        return []
    before: dict[str, MonthOfClient] = {}
    standing: dict[str, MonthOfClient] = {}
    after: dict[str, MonthOfClient] = {}
    drafts = list(drafts)
    written = {*gone, *(draft.key for draft in drafts)}
    last = month.plus(-1)
    rows = content.records(PrebillingLine)
    credited, replaced = _credited(rows, reopened)
    written |= credited
    for row in rows:
        if row.month not in {last, month} or row.amount is None or row.line in replaced:
            continue
        client, cents = _client(row, portfolio), to_cents(row.amount or NOTHING)
        months = [before] if row.month == last else [standing]
        if row.month == month and row.line not in written:
            months.append(after)
        for counted in months:
            counted.setdefault(client, MonthOfClient()).add(cents)
    for draft in drafts:
        after.setdefault(draft.client, MonthOfClient()).add(draft.charge.net_cents)
    for lines in ordinary if before else ():
        for client, cents in zip(lines.clients, lines.cents.tolist(), strict=True):
            after.setdefault(client, MonthOfClient()).add(cents)
    return list(_told(content, before, standing, after, limits, month))


def _credited(
    rows: Iterable[PrebillingLine], reopened: Collection[str]
) -> tuple[set[str], set[str]]:
    """The lines that are open again, and those of them whose work another row bills since."""
    keys = {row.line: row for row in rows if row.line}
    credited = {key for key, row in keys.items() if key in reopened and is_generated(row)}
    again = {first_key(key) for key in keys.keys() - credited}
    return credited, {key for key in credited if first_key(key) in again}


def _client(row: PrebillingLine, portfolio: Portfolio) -> str:
    project = portfolio.projects.get(row.project)
    return row.client or (project.client if project is not None else row.project)


def _told(  # noqa: PLR0913, PLR0917 - the figures of a finding
    content: Content,
    before: Mapping[str, MonthOfClient],
    standing: Mapping[str, MonthOfClient],
    after: Mapping[str, MonthOfClient],
    limits: Limits,
    month: Month,
) -> Iterable[Finding]:
    rows = {row.client: row.sheet_row for row in content.records(Client)}
    for one in excesses(before, standing, after, limits):
        place = Place("Clients", rows.get(one.client), "client")
        values: dict[str, object] = {"client": one.client, "month": month}
        if one.too_much:
            yield Finding(
                "GRD-01",
                place,
                {
                    **values,
                    "before": from_cents(one.before.cents),
                    "now": from_cents(one.after.cents),
                    "times": plain(limits.amount),
                },
            )
        if one.too_many:
            yield Finding(
                "GRD-02",
                place,
                {
                    **values,
                    "before": one.before.rows,
                    "now": one.after.rows,
                    "times": plain(limits.rows),
                },
            )
