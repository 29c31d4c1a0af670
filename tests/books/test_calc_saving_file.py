"""The file while LibreOffice has it open: its lock, others who save it, what it shows again."""

import os
import socket
from pathlib import Path
from random import Random

import openpyxl
import pytest
import xlwings

from addin.books.calc.expansion import room_below
from addin.books.calc.office import Office, UnoObject
from addin.books.calc.saving.file_formulas import FileFormulas
from addin.books.calc.saving.office_lock import OfficeLock
from addin.books.calc.saving.state import state_of
from addin.books.refusals import ChangedSinceError, OpenElsewhereError
from books.saved_in_office import Open, Opened
from books.small_workbooks import ROWS, write_small
from books.soundness import assert_sound

ENDED_PROCESS = 2**22 + 1  # above the highest number that Linux gives


def test_while_it_is_open_others_see_the_lock(opened: Open) -> None:
    small = opened()

    with pytest.raises(OpenElsewhereError):
        OfficeLock(small.path)
    small.sheet("Notes")["A1"].value = "saved"
    small.save()
    assert small.lock.file.exists()

    small.lock.release()
    assert not small.lock.file.exists()


def test_a_lock_of_someone_else_is_left_alone(opened: Open) -> None:
    small = opened()
    small.lock.file.write_text(",Ann,PC-7,22.11.2026 10:00,file:///profile;", "utf-8")
    content = small.path.read_bytes()
    small.sheet("Notes")["A1"].value = "lost"

    with pytest.raises(OpenElsewhereError) as refused:
        small.save()

    assert refused.value.values["owner"] == "Ann"
    assert small.path.read_bytes() == content
    small.lock.release()
    assert small.lock.file.exists()
    small.lock.file.unlink()


def test_a_lock_that_a_killed_run_left_is_taken_over(tmp_path: Path) -> None:
    path = write_small(tmp_path / "small.xlsx")
    file = path.with_name(".~lock.small.xlsx#")
    left = f",Ann,x,22.11.2026 10:00,quotepart-calc:{ENDED_PROCESS}@{socket.gethostname()};"
    file.write_text(left, "utf-8")

    lock = OfficeLock(path)

    assert f"quotepart-calc:{os.getpid()}@" in file.read_text("utf-8")
    with pytest.raises(OpenElsewhereError):
        OfficeLock(path)
    lock.release()
    file.write_text(left.replace(socket.gethostname(), "another-machine"), "utf-8")
    with pytest.raises(OpenElsewhereError):
        OfficeLock(path)


def test_a_file_saved_by_someone_else_meanwhile_is_not_written(opened: Open) -> None:
    small = opened()
    other = openpyxl.load_workbook(small.path)
    other["Notes"]["A1"] = "somebody's"
    other.save(small.path)
    content = small.path.read_bytes()
    small.sheet("Notes")["A4"].value = "mine"

    with pytest.raises(ChangedSinceError):
        small.save()

    assert small.path.read_bytes() == content
    assert sorted(one.name for one in small.path.parent.iterdir() if one.is_file()) == [
        ".~lock.small.xlsx#",
        "small.xlsx",
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_file_opened_again_shows_what_the_document_showed(
    opened: Open, office_app: xlwings.App, seed: int
) -> None:
    small, chance = opened(), Random(seed)  # noqa: S311 - not for secrets
    for _ in range(3):
        _work_at_random(small, chance)
        assert small.save() == []
        small.before, small.room = state_of(small.document), room_below(small.document)
    shown = _contents(small.document)

    # The book that is open goes by the path of the file: this is another one.
    copy = small.path.with_name("again.xlsx")
    copy.write_bytes(small.path.read_bytes())
    again = office_app.books.open(copy, read_only=True)
    try:
        assert _contents(again.impl.document) == shown
    finally:
        again.close()
    assert_sound(small.path)


def _work_at_random(small: Opened, chance: Random) -> None:
    """Type, empty, take rows out and add some, as a user may between two savings."""
    contents = ["", "text", "'012", "2.5", "-7", "=A2*2", "=SUM(Work[Hours])", '=IF(A2>1;"a";"b")']
    for _ in range(6):
        at = f"{chance.choice('ABFG')}{chance.randint(1, 9)}"
        small.type("Notes", at, chance.choice(contents[:5] if at == "A2" else contents))
    hours = small.sheet("Hours")
    table = hours.tables["Work"].data_body_range
    assert table is not None
    first, last = table.row, table.last_cell.row
    # A formula on the other sheet points to the first row.
    for row in sorted(
        chance.sample(range(first + 1, last + 1), chance.randint(0, 2)), reverse=True
    ):
        hours[f"B{row}:F{row}"].delete("up")
        last -= 1
    hours[f"D{chance.randint(first, last)}"].value = chance.randint(1, 99)
    for count in range(chance.randint(0, 2)):
        hours[f"B{last + 1 + count}:E{last + 1 + count}"].value = [f"N-{count}", 46100, 2, 10]


def _contents(document: UnoObject) -> list[dict[str, tuple[str, str | float]]]:
    """The filled cells of each sheet."""
    return [
        {
            f"{row} {column}": state.content(row, column)
            for row in range(1, state.shape[0] + 1)
            for column in range(1, state.shape[1] + 1)
            if state.content(row, column)[0]
        }
        for state in state_of(document)
    ]


def test_functions_have_the_names_that_a_file_gives_them(office_app: xlwings.App) -> None:
    office: Office = office_app.impl.office
    written = FileFormulas(office).written

    assert written("=SUM($Notes.A1;2)") == "SUM(Notes!A1,2)"
    assert written('=CONCAT("SUM(";A1)') == '_xlfn.CONCAT("SUM(",A1)'
    assert written("=MY_FUNCTION(A1)") == "MY_FUNCTION(A1)"
    assert written("{=SUM(A1:A2)}") is None
    assert written("=_xlfn.xmatch(1;A1:A2)") == "_xlfn.XMATCH(1,A1:A2)"
    assert written("=$Q1.A1+$Jan.A1") == "'Q1'!A1+Jan!A1"
    assert written('="$Q1.D#REF!"&$Q1.D#REF!:D7') == '"$Q1.D#REF!"&#REF!'
    assert len(ROWS) == 4
