"""What of xlwings the engine over LibreOffice leaves out: listed, and said when it is asked for."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
import xlwings
from xlwings import base_classes

from addin.books.calc import books, engine, filters, names, ranges, sheets, tables
from addin.books.calc.messages import StatusLine
from addin.books.calc.unsupported import left_out, tell_left_out

CLASSES = (
    engine.Apps,
    engine.App,
    books.Books,
    books.Book,
    sheets.Sheets,
    sheets.Sheet,
    ranges.Range,
    tables.Tables,
    tables.Table,
    names.Names,
    names.Name,
    filters.AutoFilter,
)
STARTS = """
import time
from addin.books.calc.office import Office
office = Office()
print(office.folder, flush=True)
time.sleep(600)
"""
# What begins with get_ is asked by xlwings' engine for the web only.
LEFT_OUT = {
    "App": "path run startup_path xl",
    "Book": "flush json load",
    "Sheet": "charts clear_formats comments copy freeze_panes load move notes page_setup pictures "
    "shapes show_gridlines to_html",
    "Range": "add_comment add_hyperlink add_note adjust_indent autofill autofilter borders "
    "characters clear_formats column_hidden column_width columns comment conditional_formats copy "
    "copy_from copy_picture data_validation find font group height horizontal_alignment "
    "hyperlink left merge merge_area merge_cells move name note paste remove_duplicates "
    "replace_all row_height rows set_colors sort to_pdf to_png top ungroup unmerge "
    "vertical_alignment width wrap_text",
    "Table": "columns insert_row_range rows show_table_style_column_stripes "
    "show_table_style_first_column show_table_style_last_column show_table_style_row_stripes sort "
    "table_style",
    "AutoFilter": "apply_bottom_items apply_bottom_percent apply_top_items apply_top_percent",
}


def told(own: type) -> set[str]:
    """The members that say that they are left out."""
    return {
        name
        for name, member in vars(own).items()
        if getattr(getattr(member, "fget", member), "__qualname__", "").startswith("_telling.")
    }


@pytest.mark.parametrize("own", CLASSES)
def test_what_is_left_out_is_known(own: type) -> None:
    left = {name for name in told(own) if not name.startswith("get_")}

    assert left == set(LEFT_OUT.get(own.__name__, "").split())
    assert left_out(own) == set()


@pytest.mark.parametrize("own", CLASSES)
def test_every_member_of_xlwings_is_there_or_says_that_it_is_not(own: type) -> None:
    base = next(one for one in own.__mro__ if one.__module__ == base_classes.__name__)
    for name, member in vars(base).items():
        function = member.fget if isinstance(member, property) else member
        if name.startswith("_") or not isinstance(function, FunctionType):
            continue
        assert hasattr(own, name)
        if name in told(own):
            with pytest.raises(NotImplementedError, match=f"^{own.__name__}.{name} is not there"):
                _used(own, name)


def _used(own: type, name: str) -> None:
    member = vars(own)[name]
    function: Any = member.fget if isinstance(member, property) else member
    function(None)


def test_asked_through_xlwings_it_is_said_too(office_app: xlwings.App) -> None:
    book = office_app.books.add()
    try:
        with pytest.raises(NotImplementedError, match=r"Sheet\.charts is not there over Libre"):
            _ = book.sheets[0].charts
        with pytest.raises(NotImplementedError, match=r"Range\.merge is not there"):
            book.sheets[0]["A1:B1"].merge()
    finally:
        book.close()


def test_a_class_that_leaves_nothing_out_is_not_changed() -> None:
    class Whole:
        """Not of xlwings at all."""

        def run(self) -> int:
            return 1

    assert tell_left_out(Whole)().run() == 1


def test_a_message_without_a_window_is_kept_with_its_mode(office_app: xlwings.App) -> None:
    impl = office_app.impl
    impl.answers += ["cancel", "no"]

    answers = [
        office_app.alert("one", "T", "ok_cancel", "critical"),
        office_app.alert("two", "T", "yes_no", "info"),
        office_app.alert("three", "T", "yes_no_cancel"),
    ]

    assert answers == ["cancel", "no", "yes"]
    assert impl.alerts[-3:] == [("one", "T"), ("two", "T"), ("three", "T")]
    assert impl.mode is None


def test_the_status_bar_says_what_it_was_told_until_it_is_given_back(
    office_app: xlwings.App,
) -> None:
    before = office_app.status_bar
    office_app.status_bar = "3 / 7"
    during = office_app.status_bar
    office_app.status_bar = False

    assert (before, during, office_app.status_bar) == (False, "3 / 7", False)


def test_the_status_line_of_a_window_is_begun_changed_and_ended(office_app: xlwings.App) -> None:
    book = office_app.books.add()
    line = StatusLine()
    try:
        line.show("one", [book.impl.document])
        line.show("two", [book.impl.document])
        during = line.text
        line.show(False, [book.impl.document])  # noqa: FBT003 - as Excel has it
    finally:
        book.close()
    assert (during, line.text) == ("two", False)


def test_when_this_program_is_killed_libreoffice_goes_too(office_app: xlwings.App) -> None:
    del office_app  # only to skip where LibreOffice is missing
    with subprocess.Popen(
        [sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            assert started.stdout is not None
            folder = started.stdout.readline().strip()
            assert _at_work(folder)
        finally:
            started.kill()

    end = time.monotonic() + 20
    while _at_work(folder) and time.monotonic() < end:
        time.sleep(0.1)
    assert _at_work(folder) == []
    shutil.rmtree(folder, ignore_errors=True)


def _at_work(profile: str) -> list[str]:
    """The processes that have a profile open."""
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdigit() and int(one.name) != os.getpid():
            try:
                command = (one / "cmdline").read_bytes()
            except OSError:
                continue
            if profile.encode() in command and b"soffice" in command:
                found.append(one.name)
    return found
