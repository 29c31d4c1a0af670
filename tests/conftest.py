"""What every test shares, and a real spreadsheet program for those that ask for one.

A night of properties, thousands of examples each: ``make night``.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from einvoices_corpus import PEPPOL_SCHEMATRON
from excel.written import Inspector
from hypothesis import Phase, settings
from pressing import Opener

from addin.books.calc.engine import activate
from addin.books.calc.office import OfficeMissingError, bridge, office_command
from addin.books.closed import ClosedBook
from addin.einvoices.rules.kept import KeptRules
from addin.einvoices.rules.rule_files import look_at
from addin.jobs import converting

# Two busy cores make any deadline a matter of luck; speed is measured in bench/.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=25)
settings.register_profile("nightly", deadline=None, derandomize=False, max_examples=10_000)
# A mutant of the core is found by the first example that fails; its smallest one interests nobody.
settings.register_profile(
    "mutants", settings.get_profile("default"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("default")


FOLDER = Path(__file__).parent
# Minutes each, in one file: whatever is left to do at the end is short, and no worker waits.
LONGEST = (
    "test_macros.py",
    "test_three_books.py",
    "cli/test_calc.py",
    "jobs/test_any_order.py",
    "jobs/test_random_edits.py",
    "jobs/test_every_axis.py",
    "cli/test_command_line.py",
    "scenarios/test_scenarios.py",
    "test_real_workbook.py",
    "books/test_home_page_computed.py",
    "books/test_builder_computed.py",
    "test_looking_buttons.py",
    "test_invoice_buttons.py",
    "test_refusing_buttons.py",
    "books/test_live_faults.py",
    "books/test_kills.py",
    "test_asking_button.py",
    "books/test_random_workbooks.py",
    "books/test_live_calls.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Tell the marks that tests may carry.

    Until all tests are collected, nothing is searched for unreachable objects: what comes in stays.
    """
    gc.disable()
    config.addinivalue_line(
        "markers", "unsound(reason): the files that it writes are broken on purpose"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first."""
    places = {FOLDER / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Keep the thousands of tests out of each search for unreachable objects."""
    gc.enable()
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def official_rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The rules of Peppol installed as a user does it, so that whatever is issued is held to them.

    Without the corpus none are, and those of the person who runs the tests never count.
    """
    kept = KeptRules(tmp_path_factory.mktemp("official-rules"))
    if PEPPOL_SCHEMATRON.is_file():
        kept.keep(look_at(PEPPOL_SCHEMATRON.read_bytes(), PEPPOL_SCHEMATRON.name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUOTEPART_RULES", str(kept.folder))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No index of enterprises: that of the person who runs the tests never counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUOTEPART_REGISTERS", str(tmp_path_factory.mktemp("registers")))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_factur_x_pdfs() -> Iterator[None]:
    """Who issues waits for no LibreOffice, though the sample firm has payers who get Factur-X.

    ``jobs/test_factur_x_pdfs.py`` and ``cli/test_factur_x.py`` have their PDFs made.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "factur_x_of", lambda _: ())
        yield


@pytest.fixture(scope="session")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspector]:
    """Sees every workbook that a closed book writes in this process."""
    own = tmp_path_factory.getbasetemp()
    known = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "workbooks-looked-at"
    known.mkdir(exist_ok=True)
    inspector = Inspector(known)
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


@pytest.fixture
def opened(office_app: xlwings.App) -> Iterator[Opener]:
    """Opens workbooks, which are closed without saving at the end."""
    books: list[xlwings.Book] = []

    def opening(path: Path) -> xlwings.Book:
        books.append(office_app.books.open(path))
        return books[-1]

    yield opening
    for book in books:
        book.close()
