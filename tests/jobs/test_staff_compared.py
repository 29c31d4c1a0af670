"""A cell that two people have had: nothing is lost, guessed at, or taken twice."""

from hypothesis import given
from hypothesis import strategies as st

from addin.jobs.sharing_out.comparing import Outcome, compared

CELLS = st.one_of(st.none(), st.integers(0, 3))


@given(CELLS, CELLS, CELLS)
def test_a_first_merge_takes_what_only_the_copy_has_changed(
    shared: object, here: object, there: object
) -> None:
    outcome = compared(shared, shared, here, there)

    if there in (shared, here):
        assert outcome is Outcome.LEAVE
    elif here == shared:
        assert outcome is Outcome.TAKE
    else:
        assert outcome is Outcome.CONFLICT


@given(CELLS, CELLS, CELLS)
def test_a_merge_that_is_repeated_takes_nothing(
    shared: object, here: object, there: object
) -> None:
    after = there if compared(shared, shared, here, there) is Outcome.TAKE else here

    assert compared(shared, there, after, there) in {Outcome.LEAVE, Outcome.UNDONE}
    if compared(shared, shared, here, there) is Outcome.TAKE:
        assert compared(shared, there, after, there) is Outcome.LEAVE


@given(CELLS, CELLS, CELLS)
def test_what_the_firm_corrects_after_a_merge_stays_or_is_told(
    shared: object, there: object, corrected: object
) -> None:
    outcome = compared(shared, there, corrected, there)

    assert outcome in {Outcome.LEAVE, Outcome.UNDONE}
    assert (outcome is Outcome.UNDONE) == (corrected == shared != there)


@given(CELLS, CELLS, CELLS, CELLS)
def test_a_cell_is_taken_only_where_the_workbook_has_what_the_copy_knew(
    shared: object, taken: object, here: object, there: object
) -> None:
    if compared(shared, taken, here, there) is Outcome.TAKE:
        assert here == taken != there
