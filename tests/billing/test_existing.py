"""How the keys of the rows in prebilling belong together."""

from addin.billing.existing import corrected_key, credited_key

ISSUED = "2026-03/P-1/ADV/time/100"


def test_what_a_credit_note_takes_back_corrects_the_issued_line() -> None:
    key = credited_key(ISSUED, "NC/2026/00001")

    assert key == f"{ISSUED}/correction+NC 2026 00001"
    assert corrected_key(key) == ISSUED
