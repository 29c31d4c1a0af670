"""What is taken of one table of a copy, what is refused, and what is known of it afterwards."""

from collections.abc import Iterator, Mapping
from typing import Any

from addin.billing.choices import EntryStatus
from addin.billing.expenses import number_of
from addin.errors import Finding, Place, Severity
from addin.identity.fault import Fault
from addin.identity.mail_address import checked_email
from addin.identity.phone_number import checked_mobile
from addin.jobs.content import Content
from addin.jobs.sharing_out.comparing import Outcome, compared
from addin.jobs.sharing_out.policy import fields_taken, policy_of
from addin.jobs.sharing_out.record import KeptRow, Key
from addin.jobs.sharing_out.returned import Returned, ReturnedTable
from addin.jobs.sharing_out.rows import folded, json_value, key_of, rows_by_key
from addin.jobs.sharing_out.sight import Sight
from addin.jobs.work.entry_keys import LETTERS, next_keys
from addin.tables.columns import Column, Writer
from addin.tables.edits import TableEdit
from addin.tables.reading import Table
from addin.tables.sheets.bills import PrebillingLine

TWIN = ("date", "person", "project", "service", "minutes", "amount")
"""What two entries have in common that may be one, typed twice."""


class TableMerge:
    """The merge of one table.

    Attributes:
        added: New rows of the workbook; ``changed`` and ``unchanged`` likewise.
        findings: What is wrong with the rows of the copy, or worth a look.
        known: What is known of the copy's rows once the merge is carried out.
    """

    def __init__(
        self, content: Content, returned: ReturnedTable, sight: Sight, *, again: bool
    ) -> None:
        """``again``: also what was taken before and is in the workbook no more."""
        self.added = self.changed = self.unchanged = 0
        self.findings: list[Finding] = []
        self.known: list[KeptRow] = [*returned.gone]
        self._content, self._returned, self._sight = content, returned, sight
        self._again = again
        self._policy = policy_of(returned.spec.name)
        self._editor = content.editor(returned.here.spec.record)
        self._here = rows_by_key(returned.here)
        self._numbers = self._next_numbers()
        self._twins = self._typed_here()

    def edit(self) -> TableEdit:
        """The edit of the workbook; to be carried out only where nothing is wrong."""
        for row in self._returned.rows:
            before = len(self.findings)
            kept = self._new(row) if row.kept is None else self._known(row, row.kept)
            if kept is not None:
                self.known.append(kept)
            if not any(_stops(one) for one in self.findings[before:]) and kept == row.kept:
                self.unchanged += 1
        for kept in self._returned.gone:
            if kept.shared is not None and folded(kept.number) in self._here:
                place = Place(self._returned.spec.name)
                self.findings.append(Finding("SHR-17", place, {"key": _told(kept.number)}))
        return self._editor.edit()

    def _known(self, row: Returned, kept: KeptRow) -> KeptRow:
        """Take the changes of a row that was shared, or that was taken before."""
        self.findings += self._not_theirs(row, kept)
        at = self._here.get(folded(kept.number))
        if at is None:
            return self._lost(row, kept)
        there = {name: row.values[name] for name in self._columns(row)}
        taken = {
            name: value
            for name, value in there.items()
            if self._is_taken(row, kept, at, name, value)
        }
        if taken:
            self.findings += [*self._locked(row, at), *self._outside(row, at)]
            self.findings += self._ill_written(row, taken)
            values = self._returned.table.values
            self._editor.change(at, {name: values[name][row.position] for name in taken})
            self.changed += 1
        return kept.model_copy(update={"taken": {**kept.taken, **there}})

    def _is_taken(self, row: Returned, kept: KeptRow, at: int, name: str, there: object) -> bool:
        here = json_value(self._returned.here, name, at)
        shared = kept.taken if kept.shared is None else kept.shared
        match compared(shared.get(name), kept.taken.get(name), here, there):
            case Outcome.TAKE:
                return True
            case Outcome.CONFLICT:
                values = {"here": _told(here), "there": _told(there)}
                self._find("SHR-08", row, name, values)
            case Outcome.UNDONE:
                if self._again:
                    return True
                self._find("SHR-16", row, name, {"key": _told(kept.number)})
            case Outcome.LEAVE:
                pass
        return False

    def _lost(self, row: Returned, kept: KeptRow) -> KeptRow:
        """A row that the workbook has no more: deleted there, or its merge was undone."""
        if kept.shared is None and self._again:
            self._add(row, kept.number)
            return kept.model_copy(update={"taken": row.values})
        changes = any(row.values[name] != kept.taken.get(name) for name in self._columns(row))
        if kept.shared is None:
            self._find("SHR-16", row, None, {"key": _told(kept.number)})
        elif changes:
            self._find("SHR-14", row, None, {"key": _told(kept.number)})
        return kept

    def _new(self, row: Returned) -> KeptRow | None:
        """Take a row that the person added."""
        if not self._policy.takes_new:
            self._find("SHR-10", row, None, {"table": self._returned.spec.name})
            return None
        if row.key and folded(row.key) in self._here:
            return self._there_already(row, self._here[folded(row.key)])
        lost = [_told(kept.number) for kept in self._returned.gone if not kept.key]
        if lost and not row.key:
            self._find("SHR-15", row, self._key_column(), {"keys": tuple(lost)})
        number = row.key or (next(self._numbers),)
        self.findings += self._not_theirs(row, None)
        self._add(row, number)
        return KeptRow(key=row.key, number=number, shared=None, taken=row.values)

    def _there_already(self, row: Returned, at: int) -> KeptRow | None:
        """A new row whose key somebody in the firm has used meanwhile."""
        here, table = self._returned.here, self._returned.table
        if self._returned.spec.name in LETTERS:
            self._find("SHR-13", row, self._key_column(), {"key": _told(row.key)})
            return None
        for name in self._columns(row):
            if json_value(here, name, at) != row.values[name]:
                values = {
                    "here": _told(json_value(here, name, at)),
                    "there": _told(json_value(table, name, row.position)),
                }
                self._find("SHR-08", row, name, values)
        return KeptRow(key=row.key, number=row.key, shared=row.values, taken=row.values)

    def _add(self, row: Returned, number: Key) -> None:
        """Put the row below the others of the workbook."""
        table = self._returned.table
        self.findings += [*self._outside(row, None)]
        fields: dict[str, Any] = {
            name: table.values[name][row.position]
            for name in fields_taken(table.spec)
            if name in table.headings
        }
        if "person" in table.values:
            fields["person"] = self._sight.person
        if table.spec.name in LETTERS:
            fields[self._key_column()] = number[0]
        twin = self._twins.get(self._twin(table, row.position)) if self._twins else None
        if twin is not None:
            place = self._returned.here.place(twin)
            self._find("SHR-18", row, None, {"row": place.row})
        self._editor.add(fields)
        self.added += 1

    def _not_theirs(self, row: Returned, kept: KeptRow | None) -> Iterator[Finding]:
        """Cells that the person may read but not change."""
        columns = {column.name: column for column in self._returned.spec.columns}
        taken = set(self._columns(row))
        for name, there in row.values.items():
            if name in taken or columns[name].writer is Writer.FORMULA:
                continue
            place = self._returned.table.place(row.position, name)
            if name == "person":
                if not self._sight.is_own(there or self._sight.person):
                    yield Finding("SHR-06", place, {"person": there, "own": self._sight.person})
                continue
            before = _default(columns[name]) if kept is None else kept.taken.get(name)
            if there not in (before, self._now(kept, name, before)):
                values = {"here": _told(before), "there": _told(there)}
                yield Finding("SHR-09", place, values)

    def _now(self, kept: KeptRow | None, name: str, otherwise: object) -> object:
        """What the workbook has in a cell now, where it has the row."""
        at = None if kept is None else self._here.get(folded(kept.number))
        return otherwise if at is None else json_value(self._returned.here, name, at)

    def _locked(self, row: Returned, at: int) -> Iterator[Finding]:
        """Why a row of the workbook takes no change any more."""
        here: Mapping[str, list[Any]] = self._returned.here.values
        place = self._returned.table.place(row.position)
        if here.get("invoice") and here["invoice"][at]:
            yield Finding("SHR-11", place, {"key": _told(row.key), "invoice": here["invoice"][at]})
        elif here.get("status") and here["status"][at] is EntryStatus.APPROVED:
            yield Finding("SHR-12", place, {"key": _told(row.key)})

    def _outside(self, row: Returned, at: int | None) -> Iterator[Finding]:
        """Clients and projects that the person may not see, in the row as it was and as it is."""
        table, here = self._returned.table, self._returned.here
        for column in table.spec.columns:
            allowed = self._allowed(column)
            if allowed is None or column.name not in table.headings:
                continue
            now = table.values[column.name][row.position]
            before = now if at is None or now is None else here.values[column.name][at]
            outside = [code for code in (now, before) if code is not None and code not in allowed]
            if outside:
                values = {"code": outside[0], "person": self._sight.person}
                yield Finding("SHR-07", table.place(row.position, column.name), values)

    def _allowed(self, column: Column) -> frozenset[str] | None:
        """The codes that a cell may hold; None for any."""
        names_client = self._returned.spec.name == "Clients" and column.key
        if column.refers == "Clients" or names_client:
            return self._sight.clients
        return self._sight.projects if column.refers == "Projects" else None

    def _ill_written(self, row: Returned, taken: Mapping[str, object]) -> Iterator[Finding]:
        """Addresses and numbers of people that cannot be right."""
        values = self._returned.table.values
        for name in ("email", "mobile"):
            text = taken.get(name)
            if not isinstance(text, str):
                continue
            country = values["country"][row.position] if "country" in values else None
            checked = (
                checked_email(text) if name == "email" else checked_mobile(text, country or "")
            )
            if isinstance(checked, Fault):
                yield checked.at(self._returned.table.place(row.position, name))

    def _columns(self, row: Returned) -> list[str]:
        """The columns whose changes come back, so far as the copy has them."""
        return [name for name in self._policy.returned if name in row.values]

    def _key_column(self) -> str:
        return self._returned.spec.keys[0].name

    def _next_numbers(self) -> Iterator[str]:
        """Numbers that no row has and no line has billed, counting on from the highest."""
        name = self._returned.spec.name
        if name not in LETTERS:
            return iter(())
        column, letter = LETTERS[name]
        origins = self._content.table(PrebillingLine).values["origin"]
        billed = [number_of(origin) for origin in origins if origin]
        kept = (one.number for one in (*self._returned.gone, *self._all_kept()) if one.number)
        numbered = [str(number[0]) for number in kept]
        typed = self._returned.table.values[column]
        known = [*self._returned.here.values[column], *typed, *billed, *numbered]
        return next_keys(letter, known)

    def _typed_here(self) -> dict[tuple[Any, ...], int]:
        """The entries of the workbook that the copy does not know, by what makes them alike."""
        here = self._returned.here
        if here.spec.name not in LETTERS:
            return {}
        known = {folded(kept.number) for kept in (*self._returned.gone, *self._all_kept())}
        strange = (at for at in range(len(here)) if folded(key_of(here, at)) not in known)
        return {self._twin(here, at): at for at in strange}

    def _all_kept(self) -> Iterator[KeptRow]:
        return (row.kept for row in self._returned.rows if row.kept is not None)

    def _twin(self, table: Table[Any], position: int) -> tuple[Any, ...]:
        """What two entries have in common that may be one."""
        common = {name: table.values[name][position] for name in TWIN if name in table.values}
        person = common["person"] or self._sight.person
        return tuple({**common, "person": person}.items())

    def _find(
        self, code: str, row: Returned, column: str | None, values: Mapping[str, object]
    ) -> None:
        place = self._returned.table.place(row.position, column)
        self.findings.append(Finding(code, place, values))


def _stops(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _default(column: Any) -> Any:  # noqa: ANN401 - of the column's own kind
    return None if column.default is None else column.kind.to_json(column.default)


def _told(value: object) -> str:
    """A key or a value as it stands in a sentence."""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value if part is not None)
    return "-" if value is None else str(value)
