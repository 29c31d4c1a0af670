"""How a command comes in: nothing searched meanwhile, all as before afterwards."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from addin.starting import unsearched

STARTS = """
import gc

searches = []
gc.callbacks.append(lambda when, _: searches.append(when))
import addin.macros

print(len(searches) < 20, gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


@pytest.fixture(autouse=True)
def _searching_again() -> Iterator[None]:
    yield
    gc.enable()


def test_unreachable_objects_are_searched_again_once_all_is_in() -> None:
    before = gc.get_freeze_count()

    with unsearched():
        assert not gc.isenabled()
        came_in = [[number] for number in range(1000)]

    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(came_in)


def test_they_are_searched_again_where_a_module_fails_to_come_in() -> None:
    def come_in() -> None:
        with unsearched():
            raise ImportError

    with pytest.raises(ImportError):
        come_in()

    assert gc.isenabled()


def test_who_searches_nothing_is_left_alone() -> None:
    gc.disable()
    before = gc.get_freeze_count()

    with unsearched():
        came_in = [[number] for number in range(1000)]

    assert not gc.isenabled()
    assert gc.get_freeze_count() <= before  # some may have gone since
    assert len(came_in) == 1000


def test_the_buttons_come_in_unsearched() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True, check=True
    )

    assert done.stdout.split() == ["True", "True", "True"]
