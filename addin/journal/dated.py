"""When the last invoice of a series was issued, whatever its fiscal year."""

from datetime import date

from sqlalchemy import func, select

from addin.journal.journal import Journal
from addin.journal.models import CounterRow


def last_date(journal: Journal, series: str) -> date | None:
    """The latest date of an invoice of a series, over all its fiscal years; None before the first.

    Args:
        journal: That issued them.
        series: Its name, such as ``invoice``.
    """
    query = select(func.max(CounterRow.last_date)).where(CounterRow.series == series)
    with journal.storage.reading() as session:
        return session.scalar(query)
