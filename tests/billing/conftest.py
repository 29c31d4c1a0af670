"""What the tests of the core share."""

import sys

import pytest


@pytest.fixture(scope="module", autouse=True)
def _nothing_kept() -> None:
    """Have the core compute anew what it kept from tests that ran before in the same process.

    A fault that is put into it afterwards would hide behind the results of its sound self, and a
    line that ran for tests which are not measured would seem never to have run.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("addin.billing."):
            for function in vars(module).values():
                if clear := getattr(function, "cache_clear", None):
                    clear()
