"""What every test shares, and a real spreadsheet program for those that ask for one.

A night of properties, thousands of examples each: ``pytest --hypothesis-profile=nightly``.
"""

from collections.abc import Iterator

import pytest
import xlwings
from excel.written import Inspector
from hypothesis import Phase, settings

from addin.books.calc.engine import activate
from addin.books.calc.office import OfficeMissingError, bridge, office_command
from addin.books.closed import ClosedBook

# Two busy cores make any deadline a matter of luck; speed is measured in bench/.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("nightly", deadline=None, derandomize=False, max_examples=10_000)
# A mutant of the core is found by the first example that fails; its smallest one interests nobody.
settings.register_profile(
    "mutants", settings.get_profile("default"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("default")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the marks that tests may carry."""
    config.addinivalue_line(
        "markers", "unsound(reason): the files that it writes are broken on purpose"
    )


@pytest.fixture(scope="session")
def inspector() -> Iterator[Inspector]:
    """Sees every workbook that a closed book writes in this process."""
    inspector = Inspector()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClosedBook, "write", inspector.watched(ClosedBook.write))
        yield inspector


@pytest.fixture(autouse=True)
def sound_files(request: pytest.FixtureRequest, inspector: Inspector) -> Iterator[None]:
    """Fails a test that has written a workbook which Excel would want to repair."""
    yield
    faults = inspector.faults()
    if not request.node.get_closest_marker("unsound"):
        assert not faults, faults


@pytest.fixture(scope="session")
def office_app() -> Iterator[xlwings.App]:
    """LibreOffice through its engine for xlwings, started once for all tests of a process."""
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
