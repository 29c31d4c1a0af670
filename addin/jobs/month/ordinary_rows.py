"""The rows of prebilling of ordinary lines, column by column."""

from decimal import Decimal

from addin.billing.choices import Decision
from addin.billing.money import from_cents
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.prebilled import describe
from addin.tables.coded import numbered, repeated
from addin.tables.editing import Columns
from addin.words import Language, text


def new_rows(lines: OrdinaryLines, portfolio: Portfolio, language: Language) -> Columns:
    """The cells of new drafts: the same as ``prebilled.computed_values`` gives, and their state."""
    count = len(lines)
    nothing = repeated(None, count)
    return {
        "line": lines.keys,
        "month": repeated(lines.month, count),
        "project": lines.projects,
        "phase": lines.phases.translated(_or_none),
        "client": lines.clients,
        "service": lines.services.translated(_or_none),
        "axis": lines.axes,
        "description": lines.subjects.translated(lambda one: describe(one, portfolio, language)),
        "period_from": lines.periods.translated(lambda period: period.start),
        "period_to": lines.periods.translated(lambda period: period.end),
        "quantity": lines.quantities,
        "unit": lines.units.translated(_or_none),
        "unit_price": lines.unit_prices,
        "reduction": nothing,
        "value": lines.values.translated(_amount),
        "origin": lines.origins,
        "amount": numbered(lines.cents, from_cents),
        "decision": repeated(Decision.DRAFT, count),
        "change": repeated(text("line.new", language), count),
    }


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else from_cents(cents)


def _or_none(code: str) -> str | None:
    return code or None
