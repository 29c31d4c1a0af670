"""Terms agreed anew and lines typed over, at any moment: the sheets and the invoices hold.

What is owed then is for the user to say. What must hold all the same: a run ends in its report or
in a refusal in words, a second one changes nothing, shares make their lines, what is issued stays.
"""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mixed_office import MONTHS, Tables, offices
from mixed_office_desk import UpsetDesk
from mixed_office_steps import UPSETS

FEWER = settings(max_examples=max(settings().max_examples // 12, 1))


@FEWER
@given(offices(), st.lists(UPSETS, max_size=14))
def test_shares_and_invoices_hold_whatever_is_agreed_anew(
    tables: Tables, steps: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = UpsetDesk(Path(folder), tables)
        for step in steps:
            desk.take(step)
        for month in MONTHS:
            desk.take(("bill", month))
