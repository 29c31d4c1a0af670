"""A workbook in LibreOffice: the ribbon's buttons, cell formulas, a file that is only patched."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from books.closed_files import changed_members, packed_members
from books.small_workbooks import write_small
from books.soundness import assert_sound
from lxml import etree
from quotepart_command import quotepart
from sample_office import FEE, SETTINGS, closed_workbook, entry

from addin import macros
from addin.books.calc.office import OfficeMissingError, bridge, office_command
from addin.books.calc.saving.changes import Changes
from addin.books.calc.toolbar import MODULE
from addin.books.closed import open_book
from addin.books.live.attention import Step, attended
from addin.books.vba.ribbon import ribbon_xml
from addin.cli.calc_buttons import PROTOCOL, groups_of, ribbon_buttons
from addin.cli.calc_session import COLUMNS, STOP, CalcSession, OfficeEndedError
from addin.errors import StoppedError
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.tables.catalogue import TABLES
from addin.words import Language, sentence, text

NOTES_CELL = "J3"
PATIENCE_SECONDS = 120
Shown = list[tuple[str, str | None]]


def _month(path: Path) -> Path:
    """A French workbook with a fee and two hours to bill in October 2026."""
    firm = {**SETTINGS, "month": "2026-10"}
    at = {"address": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles", "country": "BE"}
    closed_workbook(
        path,
        Language.FR,
        Settings=[{"setting": name, "value": value} for name, value in firm.items()],
        Clients=[{"client": "ALDER", "name": "Alder SRL", **at}],
        Staff=[{"person": "ANN", "name": "Ann"}],
        Services=[{"service": "ACC", "name": "Comptabilité"}, {"service": "ADV", "name": "Avis"}],
        Rates=[{"rate": "100.00"}],
        Projects=[{"project": "P-1", "name": "Projet", "client": "ALDER"}],
        Schedules=[FEE],
        Timesheets=[entry("T-1", "2026-10-05"), entry("T-2", "2026-10-06", 45)],
    )
    return path


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalcSession]:
    """One workbook in one LibreOffice for all tests here."""
    try:
        bridge()
        office_command()
    except OfficeMissingError as missing:
        pytest.skip(f"{missing.values['part']} is not installed")
    before = xlwings.engines.active
    session = CalcSession(_month(tmp_path_factory.mktemp("firm") / "Été.xlsm"), visible=False)
    yield session
    session.end()
    xlwings.engines.active = before


def shown(session: CalcSession) -> Shown:
    """The messages since they were last looked at."""
    alerts: Shown = session.book.app.impl.alerts
    found = alerts[:]
    alerts.clear()
    return found


def give(session: CalcSession, command: str) -> Shown:
    """Give the window a command and wait for it; the messages that came."""
    shown(session)
    session.give(command)
    end = time.monotonic() + PATIENCE_SECONDS
    # The command starts in a thread of its own.
    time.sleep(0.2)
    while not session.idle.wait(0.1) and time.monotonic() < end:
        pass
    assert session.idle.is_set(), command
    return shown(session)


def contents(path: Path) -> dict[str, list[dict[str, Any]]]:
    content = load(open_book(path))
    return {spec.name: records(content, spec) for spec in TABLES}


def free_cell(session: CalcSession) -> xlwings.Range:
    """A cell of the first sheet that nothing needs."""
    return session.book.sheets[0][NOTES_CELL]


@pytest.mark.parametrize("language", Language)
def test_the_buttons_are_those_of_the_ribbon(language: Language) -> None:
    found = ribbon_buttons(language)
    ribbon = etree.fromstring(ribbon_xml(language))
    wanted = [element for element in ribbon.iter() if str(element.tag).endswith("}button")]

    assert [one.label for one in found] == [
        str(element.get("label")).replace("&&", "&") for element in wanted
    ]
    assert all(
        str(element.get("supertip")) in one.tip for one, element in zip(found, wanted, strict=True)
    )
    assert all(callable(getattr(macros, one.verb)) for one in found if one.verb != "undo")
    assert all(one.busy and one.button.picture for one in found)
    assert len(groups_of(found)) == sum(
        1 for element in ribbon.iter() if str(element.tag).endswith("}group")
    )


def test_the_toolbar_has_the_buttons_in_the_language_of_the_workbook(calc: CalcSession) -> None:
    supplier = calc.book.app.impl.office.service(
        "com.sun.star.ui.ModuleUIConfigurationManagerSupplier"
    )
    bar = supplier.getUIConfigurationManager(MODULE).getSettings(
        "private:resource/toolbar/custom_quotepart",
        False,  # noqa: FBT003 - UNO takes no keywords
    )
    items = [
        {one.Name: one.Value for one in bar.getByIndex(place)} for place in range(bar.getCount())
    ]

    buttons = [(item["CommandURL"], item["Label"]) for item in items if item["Type"] == 0]
    assert buttons == [
        *((PROTOCOL + one.verb, one.label) for one in ribbon_buttons(Language.FR)),
        (STOP, "Arrêter"),
    ]


def test_saving_without_a_change_leaves_the_very_file(calc: CalcSession) -> None:
    before = calc.path.read_bytes(), calc.path.stat().st_mtime_ns

    assert give(calc, ".uno:Save") == []

    assert (calc.path.read_bytes(), calc.path.stat().st_mtime_ns) == before
    assert not calc.document.isModified()


def test_a_month_by_toolbar_is_the_month_by_command_line(calc: CalcSession, tmp_path: Path) -> None:
    closed = tmp_path / "closed.xlsm"
    shutil.copyfile(calc.path, closed)
    before = packed_members(calc.path)

    for verb in ("generate", "approve"):
        ((message, title),) = give(calc, PROTOCOL + verb)
        assert message
        assert title == "Quotepart"
        assert calc.book.app.impl.mode == "info"
        assert quotepart(verb, closed, "--month", "2026-10").status == 0
    assert calc.document.isModified()
    assert contents(calc.path)["Prebilling"] == []
    assert give(calc, ".uno:Save") == []

    assert contents(calc.path) == contents(closed)
    assert contents(calc.path)["Prebilling"]
    assert not calc.document.isModified()
    assert {"xl/vbaProject.bin", "xl/styles.xml"}.isdisjoint(changed_members(before, calc.path))
    assert_sound(calc.path)


def test_cell_formulas_are_evaluated_and_follow_their_cells(calc: CalcSession) -> None:
    cell = free_cell(calc)
    argument = cell.offset(1, 0)
    argument.value = "BE68539007547034"
    cell.formula = f"=IBAN_CHECK({argument.address})"
    assert cell.value == "OK"
    argument.value = "BE68539007547035"
    assert cell.value != "OK"

    give(calc, ".uno:Save")

    written = _first_sheet(calc.path)[NOTES_CELL]
    assert written.value == f"=IBAN_CHECK({argument.address})"


def test_while_a_job_runs_the_buttons_are_inert_and_stop_stops_it(calc: CalcSession) -> None:
    with attended(calc.book, Language.FR) as attention:
        attention.tell(Step.READING, 0, 2)
        calc.stop()
        with pytest.raises(StoppedError):
            attention.tell(Step.READING, 1, 2)

    allowed: Callable[[str], bool] = calc._allowed  # noqa: SLF001 - what the buttons ask
    assert allowed(PROTOCOL + "check")
    assert not allowed(STOP)
    calc.idle.clear()
    assert not allowed(PROTOCOL + "check")
    assert not allowed(".uno:Save")
    assert allowed(STOP)
    calc.idle.set()


def test_whole_columns_are_left_to_excel(calc: CalcSession) -> None:
    for command in COLUMNS:
        ((message, _),) = give(calc, command)
        assert message == text("calc.columns", Language.FR)


def test_what_cannot_be_saved_is_told(calc: CalcSession) -> None:
    sheet = calc.book.sheets[0].api
    usual = sheet.Columns.getByIndex(1).Width
    sheet.Columns.getByIndex(1).Width = usual * 2
    free_cell(calc).value = "typed"

    ((message, _),) = give(calc, ".uno:Save")

    assert calc.path.name in message
    assert text("calc.lost.widths", Language.FR, where=calc.book.sheets[0].name) in message
    assert message.endswith(text("calc.remedy", Language.FR))
    assert calc.book.app.impl.mode == "info"
    sheet.Columns.getByIndex(1).Width = usual


def test_a_file_that_someone_else_saved_is_refused_with_its_sentence(calc: CalcSession) -> None:
    state = calc.path.stat()
    content = calc.path.read_bytes()
    os.utime(calc.path)
    free_cell(calc).value = "mine"

    ((message, _),) = give(calc, ".uno:Save")

    assert message == sentence("BOOK-09", Language.FR, {"file": calc.path})
    assert calc.book.app.impl.mode == "critical"
    assert calc.document.isModified()
    assert calc.path.read_bytes() == content
    os.utime(calc.path, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_what_is_typed_during_a_save_has_yet_to_be_saved(
    calc: CalcSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, save = calc.saving.held, calc.saving.held.save

    def typing_meanwhile(changes: Changes, days: int) -> None:
        free_cell(calc).value = "meanwhile"
        save(changes, days)

    monkeypatch.setattr(held, "save", typing_meanwhile)
    free_cell(calc).value = "before"
    assert give(calc, ".uno:Save") == []

    assert calc.document.isModified()
    assert _first_sheet(calc.path)[NOTES_CELL].value == "before"
    monkeypatch.undo()
    assert give(calc, ".uno:Save") == []
    assert _first_sheet(calc.path)[NOTES_CELL].value == "meanwhile"


def test_while_the_folder_is_away_nothing_is_lost(calc: CalcSession) -> None:
    folder = calc.path.parent
    away = folder.with_name("away")
    free_cell(calc).value = "kept"
    folder.rename(away)

    ((message, _),) = give(calc, ".uno:Save")

    assert message == sentence("BOOK-01", Language.FR, {"file": calc.path})
    assert calc.document.isModified()
    away.rename(folder)
    assert give(calc, ".uno:Save") == []
    assert _first_sheet(calc.path)[NOTES_CELL].value == "kept"


def test_a_fault_of_ours_is_told_in_a_sentence(
    calc: CalcSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(changes: Changes, days: int) -> None:
        message = f"{len(changes.cells)} for {days}"
        raise KeyError(message)

    monkeypatch.setattr(calc.saving.held, "save", failing)
    free_cell(calc).value = "after all"

    ((message, _),) = give(calc, ".uno:Save")

    assert message.startswith("Rien n'a été écrit")
    assert calc.document.isModified()


def test_a_copy_goes_to_another_file_after_a_warning(calc: CalcSession, tmp_path: Path) -> None:
    content = calc.path.read_bytes()
    copy = tmp_path / "copy.ods"
    calc.choose_file = lambda: copy

    (warning, _), (done, _) = give(calc, ".uno:SaveAs")

    assert warning == text("calc.copy", Language.FR, file=calc.path.name)
    assert str(copy) in done
    assert copy.stat().st_size > 0
    assert calc.path.read_bytes() == content
    assert calc.book.fullname == str(calc.path)
    calc.book.app.impl.answers.append("cancel")
    assert len(give(calc, ".uno:SaveAs")) == 1


def test_however_libreoffice_saves_its_copy_the_file_is_patched(calc: CalcSession) -> None:
    free_cell(calc).value = "by itself"

    calc.document.store()

    end = time.monotonic() + PATIENCE_SECONDS
    while _first_sheet(calc.path)[NOTES_CELL].value != "by itself" and time.monotonic() < end:
        time.sleep(0.2)
    calc.idle.wait(PATIENCE_SECONDS)
    assert _first_sheet(calc.path)[NOTES_CELL].value == "by itself"
    assert_sound(calc.path)


def _first_sheet(path: Path) -> Any:
    return openpyxl.load_workbook(path).worksheets[0]


def test_closing_with_a_yes_saves_first(calc: CalcSession) -> None:
    free_cell(calc).value = "at the end"
    calc.book.app.impl.answers.append("yes")

    calc.close()

    assert calc.finished.is_set()
    assert _first_sheet(calc.path)[NOTES_CELL].value == "at the end"
    calc.finished.clear()


def test_closing_asks_first(calc: CalcSession) -> None:
    free_cell(calc).value = "before closing"
    calc.book.app.impl.answers.append("cancel")

    ((question, _),) = give(calc, ".uno:CloseFrame")

    assert question == text("calc.ask_to_save", Language.FR, file=calc.path.name)
    assert not calc.finished.is_set()
    calc.book.app.impl.answers.append("no")
    give(calc, ".uno:CloseDoc")
    assert calc.finished.is_set()
    calc.wait()
    calc.finished.clear()


def test_the_file_is_not_opened_twice(calc: CalcSession) -> None:
    ended = quotepart("generate", calc.path, "--month", "2026-11", "--json")

    assert (ended.status, ended.codes) == (2, ["BOOK-07"])


def test_when_libreoffice_dies_the_file_is_as_last_saved(calc: CalcSession) -> None:
    content = calc.path.read_bytes()
    free_cell(calc).value = "lost"
    os.killpg(calc.book.app.pid, signal.SIGKILL)

    with pytest.raises(OfficeEndedError) as ended:
        calc.wait()
    assert ended.value.code == "CALC-03"
    assert str(calc.path) in ended.value.sentence(Language.FR)
    calc.end()

    assert calc.path.read_bytes() == content
    assert [one.name for one in calc.path.parent.iterdir() if one.name.startswith(".~")] == []


def test_without_a_screen_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    path = write_small(tmp_path / "small.xlsx")

    ended = quotepart("calc", path)

    assert ended.status == 2
    assert sentence("CALC-04", Language.EN, {}) in " ".join((ended.said + ended.warned).split())


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """A process that is ended, and whose pipes are closed, however the test comes out."""
    with subprocess.Popen(command, text=True, **options) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen without a desktop."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("xvfb is not installed")
    reading, writing = os.pipe()
    # Without the last one it starts anew when LibreOffice, on its first start, does.
    options = ["-displayfd", str(writing), "-screen", "0", "1400x900x24", "-noreset"]
    with running([program, *options], pass_fds=[writing], stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        yield f":{number}"


def _type_and_save(environment: dict[str, str]) -> None:
    """Type into a cell of the window, and save without leaving the cell."""
    for action in (
        "mousemove 600 600 click --repeat 2 --delay 1000 1",
        "type --delay 50 being\\ typed",
        "sleep 0.5 key ctrl+s",
    ):
        command = ["xdotool", *shlex.split(action)]
        subprocess.run(command, env=environment, check=True)


def test_the_command_shows_a_window_and_takes_it_along_when_it_is_ended(
    screen: str, tmp_path: Path
) -> None:
    path = write_small(tmp_path / "Billing.xlsx")
    lock = path.with_name(".~lock.Billing.xlsx#")
    environment = {**os.environ, "DISPLAY": screen, "PYTHONUNBUFFERED": "1"}
    program = [sys.executable, "-c", "from addin.cli import main; main()", "calc", str(path)]
    with running(program, env=environment, stdout=subprocess.PIPE) as command:
        assert command.stdout is not None
        assert "LibreOffice" in command.stdout.readline()
        assert f"quotepart-calc:{command.pid}@" in lock.read_text("utf-8")
        content = _saved_while_typing(path, environment)

        command.send_signal(signal.SIGTERM)

        assert command.wait(PATIENCE_SECONDS) == 128 + signal.SIGTERM
    assert not lock.exists()
    assert path.read_bytes() == content


def _saved_while_typing(path: Path, environment: dict[str, str]) -> bytes:
    """What the file holds once a cell was typed into, where the machine has fingers."""
    content = path.read_bytes()
    if shutil.which("xdotool"):
        _type_and_save(environment)
        end = time.monotonic() + PATIENCE_SECONDS
        while path.read_bytes() == content and time.monotonic() < end:
            time.sleep(0.1)
        content = path.read_bytes()
        assert "being typed" in {cell.value for row in _first_sheet(path) for cell in row}
    return content
