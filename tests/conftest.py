"""What every test shares, and a real spreadsheet program for those that ask for one."""

from collections.abc import Iterator

import pytest
import xlwings
from hypothesis import settings

from addin.books.calc.engine import activate
from addin.books.calc.office import OfficeMissingError, bridge, office_command

# Two busy cores make any deadline a matter of luck; speed is measured in bench/.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("nightly", deadline=None, max_examples=10_000)
settings.load_profile("default")


@pytest.fixture(scope="session")
def office_app() -> Iterator[xlwings.App]:
    """LibreOffice through its engine for xlwings, started once for all tests."""
    try:
        bridge()
        office_command()
    except OfficeMissingError as missing:
        pytest.skip(f"{missing.values['part']} is not installed")
    before = xlwings.engines.active
    activate()
    app = xlwings.App(add_book=False, visible=False)
    yield app
    app.quit()
    xlwings.engines.active = before
