"""How the keys of the rows in prebilling belong together."""

import pytest

from addin.billing.existing import corrected_key, credited_key, first_key

ISSUED = "2026-03/P-1/ADV/time/100"


def test_what_a_credit_note_takes_back_corrects_the_issued_line() -> None:
    key = credited_key(ISSUED, "NC/2026/00001")

    assert key == f"{ISSUED}/correction+NC 2026 00001"
    assert corrected_key(key) == ISSUED


@pytest.mark.parametrize(
    ("key", "first"),
    [
        (ISSUED, ISSUED),
        (f"{ISSUED}+2", ISSUED),
        (f"{ISSUED}+12", ISSUED),
        (f"{ISSUED}+2/correction+3", f"{ISSUED}+2/correction"),
        ("2026-03/A+1/ADV/time/100", "2026-03/A+1/ADV/time/100"),
    ],
)
def test_a_line_that_bills_work_once_more_is_named_after_the_first_one(
    key: str, first: str
) -> None:
    assert first_key(key) == first
