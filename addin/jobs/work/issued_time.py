"""The entries of issued lines of time: what they make today, and which have lost their marks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import Axis, EntryStatus, RoundingPer
from addin.billing.corrections import is_plain_time
from addin.billing.existing import Billed, ExistingLine
from addin.billing.lines import line_key, round_to_minutes
from addin.billing.returning import returned
from addin.billing.rounding import MinuteRounding, billed_minutes
from addin.billing.split import exact_share
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.work.billed_time import rounding_of
from addin.jobs.work.timesheets import Entries, worked_minutes
from addin.tables.coded import Coded, Integers, Mask, combined, grouped
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry

ALL_OF_IT = Fraction(1)
_MONTH = re.compile(r"\d{4}-\d\d")


class Mark(NamedTuple):
    """What an entry says of the line that bills it; empty where none does."""

    line: str = ""
    invoice: str = ""


NO_MARK = Mark()


@dataclass
class IssuedTime:
    """What the entries of issued lines make today.

    Attributes:
        minutes: Billed minutes of the entries that still belong to each line, by its key; a line
            that no entry names is not in it.
        marks: Marks that entries should have in the place of theirs, by position: those that go
            back to an issued line, and those that belong to it no more.
    """

    minutes: dict[str, int] = field(default_factory=dict)
    marks: dict[int, Mark] = field(default_factory=dict)


class _Entry(NamedTuple):
    """The cells of an entry that tell to which line it belongs."""

    line: str | None
    project: str | None
    service: str | None
    phase: str | None
    month: Month | None
    status: EntryStatus
    billable: bool
    organisation: str | None

    @property
    def is_billed(self) -> bool:
        """Whether it is to be billed at all."""
        return self.status is EntryStatus.APPROVED and self.billable

    def fits(self, row: ExistingLine) -> bool:
        """Whether it is work of the kind and the month of a line."""
        same = (self.project, self.service, self.phase or "") == (
            row.project,
            row.service,
            row.phase,
        )
        return same and row.period is not None and self.month == Month.of(row.period.start)


def _cells(entries: Entries) -> list[Coded]:
    """The columns of an ``_Entry``."""
    before = ("line", "project", "service", "phase")
    after = ("status", "billable", "organisation")
    return [
        *(entries.column(name) for name in before),
        entries.column("date").translated(_month),
        *(entries.column(name) for name in after),
    ]


def _month(day: date | None) -> Month | None:
    return None if day is None else Month.of(day)


def issued_time(
    content: Content,
    portfolio: Portfolio,
    billed: Iterable[Billed],
    numbers: Callable[[str], str],
) -> IssuedTime:
    """Hold the timesheets against the issued lines.

    Args:
        content: The workbook.
        portfolio: What was agreed: lines of projects and services that are no longer in it are
            left alone, as they may have been renamed.
        billed: The issued lines, with their corrections.
        numbers: The invoices of a line, as its cell names them.
    """
    lines = {
        one.row.key: one
        for one in billed
        if is_plain_time(one.row)
        and one.row.project in portfolio.projects
        and one.row.service in portfolio.services
    }
    return _Holding(content, portfolio, lines, numbers).result() if lines else IssuedTime()


class _Holding:
    """The entries of some lines, on their way."""

    def __init__(
        self,
        content: Content,
        portfolio: Portfolio,
        lines: Mapping[str, Billed],
        numbers: Callable[[str], str],
    ) -> None:
        self._table: Table[TimesheetEntry] = content.table(TimesheetEntry)
        self._portfolio = portfolio
        self._lines = lines
        self._numbers = numbers
        self._result = IssuedTime()

    def result(self) -> IssuedTime:
        """All of it."""
        held = self._entries(self._table.coded("line").mask(self._lines.__contains__))
        self._count(held)
        lacking = {
            key: lack for key, one in self._lines.items() if (lack := self._lacking(one)) > 0
        }
        if lacking:
            self._give_back(lacking)
        return self._result

    def _entries(self, mask: Mask) -> Entries:
        """The sound entries among some."""
        entries = Entries(self._table, np.flatnonzero(mask))
        if not self._table.faulty_rows:
            return entries
        faulty = np.fromiter(self._table.faulty_rows, np.int64)
        return entries.where(~np.isin(entries.rows, faulty))

    def _count(self, held: Entries) -> None:
        """Add up what the entries of each line make, and free those that are no longer its."""
        columns = _cells(held)
        alike = combined(columns)
        kinds = [
            _Entry(*cells)
            for cells in zip(*(column.where(alike.firsts) for column in columns), strict=True)
        ]
        counts = [kind.is_billed and kind.fits(self._line(kind)) for kind in kinds]
        minutes = minutes_today(held, np.array(counts, np.bool_)[alike.codes], self._portfolio)
        sums = np.zeros(len(kinds), np.int64)
        np.add.at(sums, alike.codes, minutes)
        for kind, spent in zip(kinds, sums.tolist(), strict=True):
            assert kind.line is not None
            found = self._result.minutes.get(kind.line, 0)
            self._result.minutes[kind.line] = found + spent
        moved = [
            kind.is_billed and not fits and kind.project in self._portfolio.projects
            for kind, fits in zip(kinds, counts, strict=True)
        ]
        places = np.flatnonzero(np.array(moved, np.bool_)[alike.codes])
        self._result.marks |= dict.fromkeys(held.positions[places].tolist(), NO_MARK)

    def _line(self, kind: _Entry) -> ExistingLine:
        assert kind.line is not None
        return self._lines[kind.line].row

    def _lacking(self, one: Billed) -> int:
        """Minutes that a line bills and that the entries which name it do not make."""
        if one.row.overrides.quantity is not None:
            return 0
        return round_to_minutes(one.quantity) - self._result.minutes.get(one.row.key, 0)

    def _give_back(self, lacking: Mapping[str, int]) -> None:
        """Find the entries whose marks were emptied, among those that no line holds."""
        free = self._entries(self._table.coded("line").mask(lambda line: not line))
        wanted = {self._lines[key].row.project for key in lacking}
        free = free.where(free.column("project").mask(wanted.__contains__))
        unmarked = self._unmarked(free)
        for key in sorted(lacking):
            row = self._lines[key].row
            mine = [one for one in unmarked if one.entry.fits(row) and _is_of(one, row)]
            numbers = self._numbers(key)
            named = [one for one in mine if one.invoice and one.invoice in numbers]
            rest = lacking[key] - sum(one.minutes for one in named)
            others = [one for one in mine if not one.invoice]
            places = returned([one.minutes for one in others], rest)
            taken = [*named, *(others[place] for place in places)]
            for one in taken:
                self._result.marks[one.position] = Mark(key, numbers)
            if taken:
                found = self._result.minutes.get(key, 0)
                self._result.minutes[key] = found + sum(one.minutes for one in taken)
            gone = {one.position for one in taken}
            unmarked = [one for one in unmarked if one.position not in gone]

    def _unmarked(self, free: Entries) -> list["_Unmarked"]:
        """The entries that are to be billed and have minutes, in the order of the sheet."""
        entries = [_Entry(*cells) for cells in zip(*_cells(free), strict=True)]
        counts = np.array([one.is_billed for one in entries], np.bool_)
        columns = (free.column(name) for name in ("person", "task", "entry", "invoice"))
        minutes = minutes_today(free, counts, self._portfolio).tolist()
        rows = zip(free.positions.tolist(), entries, minutes, *columns, strict=True)
        return [_Unmarked(*row) for row in rows if row[2] > 0]


def minutes_today(entries: Entries, counts: Mask, portfolio: Portfolio) -> Integers:
    """Billed minutes of each entry as they would be billed today; 0 of one that does not count."""

    def rounding(project: str | None) -> MinuteRounding:
        found = portfolio.projects.get(project or "")
        return rounding_of(portfolio.clients.get(found.client) if found else None)

    minutes = np.where(counts, worked_minutes(entries).minutes, 0)
    projects = entries.column("project")
    roundings = projects.translated(rounding)
    special = roundings.mask(lambda one: one.step > 1)
    special |= entries.column("billable_percent").mask(lambda share: share is not None)
    for places in _days(entries, np.flatnonzero(special & counts), roundings.values):
        of_project = rounding(next(iter(projects.where(places[:1]))))
        minutes[places] = _as_billed(entries, places, minutes[places].tolist(), of_project)
    return minutes


class _Unmarked(NamedTuple):
    """An entry that no line holds."""

    position: int
    entry: _Entry
    minutes: int
    person: str
    task: str | None
    key: str | None
    invoice: str | None


def _is_of(one: _Unmarked, row: ExistingLine) -> bool:
    """Whether an entry is of the payer and of the person, task or entry in the key of a line."""
    stem = line_key(row.month, row.project, row.service, Axis.TIME.value)
    parts = row.key.partition("+")[0].removeprefix(f"{stem}/").split("/")[1:]
    payer = _quoted(f"@{one.entry.organisation}") if one.entry.organisation else ""
    details = {_quoted(part) for part in (one.person, (one.task or "").lower(), one.key or "")}
    named = [part for part in parts if part.startswith("@")]
    detail = [part for part in parts if not part.startswith("@") and not _is_month(part)]
    return (not named or payer in named) and (not detail or detail[-1] in details)


def _quoted(part: str) -> str:
    """A part as it stands in a key."""
    return line_key(Month(2026, 3), "-", "-", part).rpartition("/")[2]


def _is_month(part: str) -> bool:
    return _MONTH.fullmatch(part) is not None


def _days(
    entries: Entries, places: Integers, roundings: Sequence[MinuteRounding]
) -> Iterator[Integers]:
    """Entries that are rounded together: those of a day, or each on its own."""
    if not len(places) or all(one.per is RoundingPer.ENTRY for one in roundings):
        yield from (np.array([place]) for place in places)
        return
    names = ("person", "project", "service", "phase", "date")
    days = grouped(combined([entries.column(name).where(places) for name in names]))
    ends = np.append(days.starts[1:], len(places))
    for start, end in zip(days.starts.tolist(), ends.tolist(), strict=True):
        yield places[days.order[start:end]]


def _as_billed(
    entries: Entries, places: Integers, worked: Sequence[int], rounding: MinuteRounding
) -> list[int]:
    """Billed minutes of entries that are rounded together.

    What the sheet says was billed of them stays as long as it is what their minutes come to: at
    the step of today, or as they are, before the client had one.
    """
    shares = [_share(one) for one in entries.column("billable_percent").where(places)]
    today = billed_minutes(worked, shares, rounding)
    before = list(entries.column("billed_minutes").where(places))
    exact = sum((one * share for one, share in zip(worked, shares, strict=True)), Fraction(0))
    same = None not in before and sum(before) in {sum(today), exact}
    return before if same else today


def _share(percent: object) -> Fraction:
    return ALL_OF_IT if percent is None else exact_share(percent)  # type: ignore[arg-type]


def with_marks(content: Content, marks: Mapping[int, Mark]) -> Content:
    """The workbook as if its entries had these marks."""
    if not marks:
        return content
    table = content.table(TimesheetEntry)
    lines, invoices = list(table.values["line"]), list(table.values["invoice"])
    for position, mark in marks.items():
        lines[position], invoices[position] = mark.line or None, mark.invoice or None
    values = {**table.values, "line": lines, "invoice": invoices}
    codes = {name: one for name, one in table.codes.items() if name not in {"line", "invoice"}}
    marked = replace(table, values=values, codes=codes)
    return replace(content, tables={**content.tables, TimesheetEntry.spec.name: marked})
