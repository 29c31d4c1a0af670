"""An office with a monthly minimum: five hours for 500.00, then 110.00 an hour."""

from pathlib import Path
from typing import Any

from sample_office import Office

PROJECTS = (
    {"project": "P-1", "name": "One", "client": "ALDER"},
    {"project": "P-2", "name": "Two", "client": "BIRCH"},
)
MINIMUM = {
    "retainer": "R-1",
    "project": "P-1",
    "kind": "minimum",
    "amount": "500.00",
    "included_hours": "5",
    "overage_rate": "110.00",
    "start": "2026-01-01",
}
AMOUNT = "2026-03/P-1/-/retainer/R-1"
BEYOND = "2026-03/P-1/ADV/time/retainer/R-1/110"


def office_of(folder: Path, *entries: dict[str, Any], **retainer: str | None) -> Office:
    """An office with one minimum, from March on where nothing else is said, and these hours."""
    folder.mkdir(exist_ok=True)
    row = {**MINIMUM, "start": "2026-03-01", **retainer}
    return Office(folder, Projects=PROJECTS, Retainers=[row], Timesheets=entries)
