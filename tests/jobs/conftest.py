"""The offices that the tests of the jobs bill."""

from pathlib import Path

import pytest
from sample_office import FEE, SHARED, SPLITS, UNITS, Office, entry


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One project with a monthly fee, payslips and two hours of advice in March."""
    return Office(
        tmp_path,
        Schedules=[FEE],
        Units=[UNITS],
        Timesheets=[entry("T-1", "2026-03-02", 90), entry("T-2", "2026-03-20", 30)],
    )


@pytest.fixture
def shared(tmp_path: Path) -> Office:
    """Two hours of advice in March, paid 60/40."""
    return Office(
        tmp_path,
        Projects=[SHARED],
        Splits=SPLITS,
        Timesheets=[entry("T-1", "2026-03-02", 120)],
    )
