"""Whatever somebody types over between two runs, in the end each hour is billed once."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_office import Office, entry

FEWER = settings(max_examples=max(settings().max_examples // 8, 1))
MONTHS = ("2026-01", "2026-02")
PROJECTS = ("P-1", "P-2")
TENTHS = st.integers(1, 30).map(lambda tenths: 6 * tenths)  # of an hour: no cent is rounded

# An edit, and which of the entries or lines it is made to.
PLACES = st.integers(0, 50)
ENTRY_EDITS = st.one_of(
    st.builds(lambda minutes: {"minutes": str(minutes)}, TENTHS),
    st.sampled_from(
        [
            {"status": "draft"},
            {"status": "approved"},
            {"billable": "no"},
            {"project": "P-1"},
            {"project": "P-2"},
            {"date": "2026-01-30"},
            {"date": "2026-02-02"},
        ]
    ),
)
MARKS = st.sampled_from(
    [{"line": None}, {"invoice": None}, {"line": None, "invoice": None}, {"copied": True}]
)
STEPS = st.one_of(
    st.tuples(st.just("type"), st.sampled_from(PROJECTS), st.integers(0, 58), TENTHS),
    st.tuples(st.just("edit"), PLACES, ENTRY_EDITS),
    st.tuples(st.just("mark"), PLACES, MARKS),
    st.tuples(st.just("delete draft"), PLACES),
    st.tuples(st.just("generate"), st.sampled_from(MONTHS)),
    st.tuples(st.just("bill"), st.sampled_from(MONTHS)),
)


class Desk:
    """An office whose sheets are typed over at random."""

    def __init__(self, folder: Path) -> None:
        projects = [{"project": code, "name": code, "client": "ALDER"} for code in PROJECTS]
        first = [entry(f"E-{at}", f"2026-01-{at:02}", 60, project="P-1") for at in (1, 2, 3)]
        self.office = Office(folder, Projects=projects, Timesheets=first)
        self.typed = 3

    def take(self, step: tuple[Any, ...]) -> None:
        """Do one thing."""
        verb, *what = step
        if verb == "type":
            self.typed += 1
            day = f"2026-{1 + what[1] // 31:02}-{1 + what[1] % 31 % 28:02}"
            self.office.type_row(
                "Timesheets", **entry(f"E-{self.typed}", day, what[2], project=what[0])
            )
        elif verb == "edit":
            self._put(what[0], what[1])
        elif verb == "mark":
            self._mark(*what)
        elif verb == "delete draft":
            drafts = [row for row in self.office.drafts() if row["line"]]
            if drafts:
                self.office.delete("Prebilling", line=drafts[what[0] % len(drafts)]["line"])
        elif verb == "generate":
            self.generate(what[0])
        else:
            self.office.bill(what[0])

    def _put(self, place: int, cells: dict[str, Any]) -> None:
        rows = self.office.rows("Timesheets")
        self.office.put("Timesheets", {"entry": rows[place % len(rows)]["entry"]}, **cells)

    def _mark(self, place: int, cells: dict[str, Any]) -> None:
        """Empty the marks of an entry, or give it those of the one above, issued or not."""
        rows = self.office.rows("Timesheets")
        if "copied" in cells:
            other = rows[place % len(rows) - 1]
            cells = {"line": other["line"], "invoice": other["invoice"]}
        self._put(place, cells)

    def generate(self, month: str) -> None:
        """A second run finds nothing to do, and no entry is in two drafts."""
        self.office.generate(month)
        self.office.generate(month)  # the sheet Checks may have less to say
        writes = self.office.book.writes
        self.office.generate(month)
        assert self.office.book.writes == writes
        known = {row["line"] for row in self.office.lines()}
        for row in self.office.rows("Timesheets"):
            assert row["line"] is None or row["line"] in known or row["invoice"]

    def close(self) -> None:
        """Everything is billed; lines of the user's own keep each invoice above zero."""
        for month in MONTHS * 3:
            for project in PROJECTS:
                own = {"month": month, "project": project, "quantity": "1", "unit_price": "9000"}
                self.office.type_row("Prebilling", **own)
            self.office.bill(month)
        for month in MONTHS:
            self.generate(month)
        assert self.office.drafts() == []


def billed_hours(office: Office) -> Counter[str]:
    """Cents of the lines of time of every invoice, by project."""
    cents: Counter[str] = Counter()
    journal = office.journal
    for one in journal.invoices():
        for line in journal.invoice(one.number).lines:
            if "/time/" in line.line:
                cents[line.project] += line.net_cents
    return cents


@FEWER
@given(st.lists(STEPS, max_size=12))
def test_each_hour_is_billed_once_whatever_is_typed_over(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.office.bill("2026-01")
        for step in steps:
            desk.take(step)
        desk.close()

        worked: Counter[str] = Counter()
        for row in desk.office.rows("Timesheets"):
            if row["status"] == "approved" and row["billable"]:
                worked[row["project"]] += row["minutes"] * 100_00 // 60
        found = billed_hours(desk.office)
        assert {code: found[code] for code in PROJECTS} == {code: worked[code] for code in PROJECTS}
