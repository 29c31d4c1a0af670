"""The same month in plain Python, as a careful user would script it: right, but unguarded.

It checks nothing: a faulty row stops it, or is billed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from bench.firm import MONTH

CENT = Decimal("0.01")
Row = Mapping[str, Any]
Rows = Sequence[Row]
Group = tuple[str, str, Decimal]
"""What the entries of a line have in common: project, service and rate."""


@dataclass
class Bill:
    """What a script writes back.

    Attributes:
        lines: Rows of *Prebilling* by heading.
        allocations: Rows of *Allocations* by heading.
        taken: Line of each entry that one took, by its position among the entries.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    allocations: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)


def bill_month(tables: Mapping[str, Rows]) -> Bill:
    """Group the month's time and price it."""
    rates = {row["Project"] or row["Person"]: _decimal(row["Rate"]) for row in tables["Rates"]}
    groups: dict[Group, list[int]] = {}
    entries = tables["Timesheets"]
    for position, entry in enumerate(entries):
        if to_bill(entry):
            rate = rates.get(entry["Project"], rates[entry["Person"]])
            groups.setdefault((entry["Project"], entry["Service"], rate), []).append(position)
    minutes = {
        group: sum(int(entries[position]["Minutes"]) for position in members)
        for group, members in groups.items()
    }
    bill = price(minutes, tables)
    for line, group in zip(bill.lines, sorted(groups), strict=True):
        bill.taken |= dict.fromkeys(groups[group], line["Line"])
    return bill


def to_bill(entry: Row) -> bool:
    """Whether an entry is approved, billable and of the month."""
    return (
        entry["Status"] == "approved"
        and entry["Billable"] == "yes"
        and not entry["Invoice"]
        and entry["Date"].date() <= MONTH.last
    )


def price(minutes: Mapping[Group, int], tables: Mapping[str, Rows]) -> Bill:
    """The rows for groups of project, service and rate, in their order."""
    clients = {row["Project"]: row["Client"] for row in tables["Projects"]}
    shares: dict[str, dict[str, Decimal]] = {}
    for row in tables["Splits"]:
        shares.setdefault(row["Project"], {})[row["Payer"]] = _decimal(row["Share"])
    bill = Bill()
    for group, worked in sorted(minutes.items()):
        client = clients[group[0]]
        line = _line(group, client, (Decimal(worked) / 60).quantize(CENT, ROUND_HALF_UP))
        payers = shares.get(group[0], {client: Decimal(1)})
        bill.lines.append(line)
        bill.allocations += _allocations(line["Line"], line["Amount"], payers)
    return bill


def _line(group: Group, client: str, quantity: Decimal) -> dict[str, Any]:
    project, service, rate = group
    return {
        "Line": f"{MONTH}/{project}/{service}/time/{rate.normalize():f}",
        "Month": MONTH.first,
        "Project": project,
        "Client": client,
        "Service": service,
        "Axis": "time",
        "Description": service,
        "Period from": MONTH.first,
        "Period to": MONTH.last,
        "Quantity": quantity,
        "Unit": "hour",
        "Unit price": rate,
        "Amount": (quantity * rate).quantize(CENT, ROUND_HALF_UP),
        "Decision": "draft",
        "Origin": f"timesheets {MONTH}",
        "Change": "new",
    }


def _allocations(
    key: str, amount: Decimal, shares: Mapping[str, Decimal]
) -> Iterable[dict[str, Any]]:
    exact = {payer: amount * share for payer, share in shares.items()}
    parts = {payer: part.quantize(CENT, ROUND_FLOOR) for payer, part in exact.items()}
    most_cut = sorted(exact, key=lambda payer: parts[payer] - exact[payer])
    for payer in most_cut[: int((amount - sum(parts.values())) / CENT)]:
        parts[payer] += CENT
    for payer, part in parts.items():
        yield {
            "Line": key,
            "Payer": payer,
            "Weight": shares[payer],
            "Amount": part,
            "VAT category": "S",
            "VAT rate": Decimal("0.21"),
        }


def _decimal(cell: float | None) -> Decimal:
    return Decimal(repr(cell))
