"""Formulas: copied down, and followed when rows move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books.addresses import Area
from addin.books.closed.references import copied
from addin.books.closed.row_shift import RowGoneError, Shift, followed, pattern_followed

# Rows 2 to 10 of columns A to F; row 5 goes, two rows come, a totals row lies in 11.
SHIFT = Shift("Fees", "Fees", Area.parse("A2:F10"), removed=(5,), added=2, totals=1)
SHORTER = Shift("Fees", "Fees", Area.parse("A2:F10"), removed=(5, 6), added=0, totals=0)


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("A1", "A4"),
        ("$A1+A$1+$A$1", "$A4+A$1+$A$1"),
        ("SUM(A1:B$2)", "SUM(A4:B$2)"),
        ("LOG10(A1)", "LOG10(A4)"),
        ('"A1"&A1', '"A1"&A4'),
        ('"say ""A1"""&A1', '"say ""A1"""&A4'),
        ("Fees[[#This Row],[A1]]*A1", "Fees[[#This Row],[A1]]*A4"),
        ("Fees[it'[s A1]", "Fees[it'[s A1]"),
        ("'A1 b'!A1", "'A1 b'!A4"),
        ("'It''s A1'!A1", "'It''s A1'!A4"),
        ("[1]Feb!A1", "[1]Feb!A4"),
        ("A:A+1:3", "A:A+4:6"),
        ("$1:$3+$A:$B", "$1:$3+$A:$B"),
        ("rate_A1+A1.b+A1b", "rate_A1+A1.b+A1b"),
        ("1E5+A1", "1E5+A4"),
        ("ZZZ1", "ZZZ1"),
        ("Préfacturation!A1", "Préfacturation!A4"),
        ("A1#", "A4#"),
        ("{1,2;3}*A1%", "{1,2;3}*A4%"),
        ("A1048576", "#REF!"),
    ],
)
def test_a_formula_copied_three_rows_down(formula: str, after: str) -> None:
    assert copied(formula, 3) == after


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 100))
def test_copying_there_and_back_changes_nothing(row: int, rows: int, columns: int) -> None:
    formula = f"SUM($A{row}:C{row + 1})*B$1+'x y'!D{row}"

    assert copied(copied(formula, rows, columns), -rows, -columns) == formula


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("Fees!B4", "Fees!B4"),
        ("Fees!B6", "Fees!B5"),
        ("FEES!$B$10", "FEES!$B$9"),
        ("'Fees'!B6", "'Fees'!B5"),
        ("Fees!B6:B8", "Fees!B5:B7"),
        ("Fees!B4:B5", "Fees!B4:B4"),
        ("Fees!$B$2:$B$10", "Fees!$B$2:$B$11"),
        ("Fees!B1:B10", "Fees!B1:B11"),
        ("Fees!B3:B10", "Fees!B3:B9"),
        ("Fees!B$2:B10", "Fees!B$2:B9"),
        ("Fees!B11", "Fees!B12"),
        ("Fees!B12", "Fees!B12"),
        ("Fees!B2:B50", "Fees!B2:B50"),
        ("Fees!B1:B3", "Fees!B1:B3"),
        ("Fees!G6", "Fees!G6"),
        ("Fees!A6:G8", "Fees!A6:G8"),
        ("Fees!B:B", "Fees!B:B"),
        ("Other!B6", "Other!B6"),
        ("B6", "B6"),
        ("[1]Fees!B6", "[1]Fees!B6"),
        ("Fees[amount]", "Fees[amount]"),
    ],
)
def test_a_formula_on_another_sheet_follows_the_rows(formula: str, after: str) -> None:
    assert followed(formula, "Summary", SHIFT) == after


def test_a_formula_on_the_same_sheet_needs_no_name() -> None:
    assert followed("B6*Other!B6", "Fees", SHIFT) == "B5*Other!B6"


def test_a_running_total_inside_the_table_does_not_count_the_rows_below() -> None:
    assert followed("SUM(B2:B10)", "Fees", SHIFT, stretch=False) == "SUM(B2:B9)"


def test_a_chart_over_the_only_row_covers_the_new_ones() -> None:
    single = Shift("Fees", "Fees", Area.parse("A2:F2"), removed=(), added=3, totals=0)

    assert followed("Fees!$B$2", "", single, series=True) == "Fees!$B$2:$B$5"
    assert followed("Fees!$B$2", "", single) == "Fees!$B$2"


@pytest.mark.parametrize("formula", ["Fees!B5", "SUM(Fees!B5:C5)", "1+Fees!$F$5"])
def test_a_formula_on_nothing_but_a_row_that_goes_is_told(formula: str) -> None:
    with pytest.raises(RowGoneError):
        followed(formula, "Summary", SHIFT)


@pytest.mark.parametrize(
    ("formula", "rows", "after"),
    [
        ("B2>0", 0, "B2>0"),
        ("$B7>0", -2, "$B5>0"),
        ("COUNTIF($B$2:$B$10,B2)=1", 0, "COUNTIF($B$2:$B$8,B2)=1"),
        ("B7>$B$9", -2, "B5>$B$7"),
        ("$2:$3", 0, "$2:$3"),
        ('"a,B7"', -2, '"a,B7"'),
    ],
)
def test_the_formula_of_a_validation_goes_with_its_cells(
    formula: str, rows: int, after: str
) -> None:
    assert pattern_followed(formula, "Fees", SHORTER, rows) == after


@given(
    st.integers(1, 30).flatmap(
        lambda height: st.tuples(
            st.just(height), st.frozensets(st.integers(2, height + 1), max_size=height - 1)
        )
    ),
    st.integers(0, 5),
    st.integers(0, 1),
)
def test_every_row_that_stays_has_a_place_of_its_own(
    rows: tuple[int, frozenset[int]], added: int, totals: int
) -> None:
    height, removed = rows
    body = Area(1, 2, 3, height + 1)
    shift = Shift("Fees", "Fees", body, tuple(sorted(removed)), added, totals)

    places = [shift.row(row) for row in range(1, height + 2 + totals)]

    kept = [place for place in places if place is not None]
    new = range(shift.last_row - added + 1, shift.last_row + 1)
    assert sorted([*kept, *new]) == list(range(1, shift.last_row + 1 + totals))
    assert kept == sorted(kept)
    for row, place in enumerate(places, 1):
        cell = shift.moved(Area(2, row, 2, row))
        assert (cell.first_row if cell else None) == place
