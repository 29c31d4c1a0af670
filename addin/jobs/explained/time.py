"""Lines of time: the entries, their minutes, the hours they make and the rate."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from addin.billing.choices import HoursMode
from addin.billing.existing import Billed
from addin.billing.rates import Rate
from addin.billing.time import HOUR_MINUTES, hours
from addin.errors import Finding
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.month.prebilled import existing_line, plain, two_decimals
from addin.jobs.work.issued_time import issued_time
from addin.jobs.work.timesheets import minutes_of
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry

ENTRIES_SHOWN = 5


class Entry(NamedTuple):
    """A time entry of the line.

    Attributes:
        billed: Minutes after its billable part and the client's rounding.
    """

    row: int
    day: date
    person: str
    service: str
    project: str
    worked: int
    billed: int


def time_steps(asked: Asked) -> Iterator[Step]:
    """The entries, the hours they make, and where the rate stands."""
    entries = entries_of(asked)
    if not entries:
        yield Step("no_entries", {"price": asked.price})
        return
    yield from entry_steps(asked, entries)
    yield from _hours(asked, entries)
    yield from rate_steps(asked, entries)


def entries_of(asked: Asked) -> list[Entry]:
    """The entries that name the line, in the order of the sheet."""
    table = asked.content.table(TimesheetEntry)
    found = []
    for position, line in enumerate(table.values["line"]):
        if line != asked.key or table.sheet_row(position) in table.faulty_rows:
            continue
        cell = {name: values[position] for name, values in table.values.items()}
        worked, _ = minutes_of(cell["minutes"], cell["start"], cell["end"])
        billed = cell["billed_minutes"]
        found.append(
            Entry(
                table.sheet_row(position),
                cell["date"],
                cell["person"],
                cell["service"],
                cell["project"],
                worked,
                worked if billed is None else billed,
            )
        )
    return found


def entry_steps(asked: Asked, entries: Sequence[Entry]) -> Iterator[Step]:
    """The first entries one by one, the others together, and how their minutes were rounded."""
    for entry in entries[:ENTRIES_SHOWN]:
        person = asked.portfolio.staff.get(entry.person)
        values = {
            "day": entry.day,
            "person": person.name if person is not None else entry.person,
            "worked": entry.worked,
            "billed": entry.billed,
        }
        yield Step("entry" if entry.worked == entry.billed else "entry_billed", values)
    rest = entries[ENTRIES_SHOWN:]
    if rest:
        billed = sum(entry.billed for entry in rest)
        yield Step("entries_more", {"count": len(rest), "billed": billed})
    if any(entry.worked != entry.billed for entry in entries):
        yield from _rounding(asked)


def _rounding(asked: Asked) -> Iterator[Step]:
    client = asked.portfolio.clients.get(asked.row.client or "")
    if client is not None and client.rounding_minutes:
        place = asked.place("Clients", client.sheet_row)
        yield Step("rounding", {"step": client.rounding_minutes, "place": place})


def _hours(asked: Asked, entries: Sequence[Entry]) -> Iterator[Step]:
    """The hours that the minutes billed make, and those that the entries would make today."""
    minutes = sum(entry.billed for entry in entries)
    exact = asked.row.unit == HOUR_MINUTES
    mode = HoursMode.MINUTES if exact else HoursMode.DECIMAL
    shown: object = f"{minutes // 60}:{minutes % 60:02}" if exact else hours(minutes, mode)
    values = {"minutes": minutes, "hours": shown}
    yield Step("minutes_exact" if exact else "minutes_decimal", values)
    billed, found = asked.row.quantity or Decimal(0), hours(_today(asked, minutes), mode)
    if found != billed:
        yield Step("minutes_otherwise", {"found": plain(found), "billed": plain(billed)})


def _today(asked: Asked, minutes: int) -> int:
    """The minutes that the entries of the line make today; those of the line where none do."""
    line = existing_line(asked.row, asked.content.table(PrebillingLine))
    found = issued_time(asked.content, asked.portfolio, [Billed(line)], lambda _: "")
    return found.minutes.get(asked.key, minutes)


def rate_steps(asked: Asked, entries: Sequence[Entry]) -> Iterator[Step]:
    """Each row of *Rates* that decides for one of the entries today, once."""
    answers = {row.row: row for entry in entries if (row := rate_row(asked, entry)) is not None}
    for row in answers.values():
        place = asked.place("Rates", row.row)
        values = {"rate": two_decimals(row.rate), "place": place, "price": asked.price}
        yield Step("rate" if row.rate == asked.row.unit_price else "rate_since", values)
    if not answers:
        yield Step("no_rate", {"price": asked.price})


def rate_row(asked: Asked, entry: Entry) -> Rate | None:
    """The row of *Rates* that decides for an entry today; None without one, or with several."""
    portfolio = asked.portfolio
    person, project = portfolio.staff.get(entry.person), portfolio.projects.get(entry.project)
    found = portfolio.rates.find(
        person=entry.person,
        team=(person.team or "") if person is not None else "",
        service=entry.service,
        client=project.client if project is not None else "",
        project=entry.project,
        on=entry.day,
    )
    return None if isinstance(found, Finding) else found
