"""A run puts the search for cycles off, and always puts it back."""

import gc

import pytest

from addin.jobs.month.undisturbed import undisturbed


def test_the_search_for_cycles_waits_and_comes_back() -> None:
    assert gc.isenabled()

    with undisturbed():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_it_comes_back_when_the_work_fails() -> None:
    message = "no such month"

    with pytest.raises(ValueError, match=message), undisturbed():
        raise ValueError(message)

    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
