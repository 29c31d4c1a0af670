"""A VBA project written from text, read back by two independent readers."""

from pathlib import Path

import pyopenvba
import pytest
from excel.olevba import modules
from excel.sample_book import sample_members, write
from hypothesis import given
from hypothesis import strategies as st

from addin.books.vba.module import quoted
from addin.books.vba.project import Module, ModuleKind, Project, conceal

CODE = 'Option Explicit\n\nSub Greet()\n    MsgBox "é, €"\nEnd Sub\n'
CLASS_FILE = """\
VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Counter"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = False
Option Explicit
Public Total As Long
"""


def sample() -> Project:
    return Project(
        [
            Module.from_text("", "ThisWorkbook", ModuleKind.WORKBOOK),
            Module.from_text("", "shProjects", ModuleKind.SHEET),
            Module.from_text("", "shSplits", ModuleKind.SHEET),
            Module.from_text(CODE, "Greeting", ModuleKind.STANDARD),
            Module.from_text(CLASS_FILE, "Counter", ModuleKind.CLASS),
        ]
    )


def test_every_module_reads_back() -> None:
    found = modules(sample().to_bytes())

    assert found == {
        f"{module.name}.{'bas' if module.kind is ModuleKind.STANDARD else 'cls'}": module.source
        for module in sample().modules
    }


def test_a_second_reader_finds_the_project_consistent(tmp_path: Path) -> None:
    members = sample_members() | {"xl/vbaProject.bin": sample().to_bytes()}
    path = write(tmp_path / "project.xlsm", members)

    with pyopenvba.ExcelFile(path) as book:
        assert book.validate() == []
        assert book.module_names() == [module.name for module in sample().modules]
        assert book.get_module("Greeting").replace("\r\n", "\n").endswith(CODE)
        references = {reference.name for reference in book.references()}
    assert references == {"stdole", "Office"}


def test_the_bytes_depend_on_the_modules_alone() -> None:
    assert sample().to_bytes() == sample().to_bytes()
    assert sample().to_bytes() != Project(sample().modules[:-1]).to_bytes()


def test_a_class_file_loses_its_preamble_and_keeps_what_it_says_of_itself() -> None:
    source = Module.from_text(CLASS_FILE, "Counter", ModuleKind.CLASS).source

    assert source == (
        'Attribute VB_Name = "Counter"\n'
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\n'
        "Attribute VB_GlobalNameSpace = False\n"
        "Attribute VB_Creatable = False\n"
        "Attribute VB_PredeclaredId = True\n"
        "Attribute VB_Exposed = False\n"
        "Attribute VB_TemplateDerived = False\n"
        "Attribute VB_Customizable = False\n"
        "Option Explicit\n"
        "Public Total As Long\n"
    )


def test_an_empty_document_module_says_what_it_belongs_to() -> None:
    source = Module.from_text("", "shSplits", ModuleKind.SHEET).source

    assert source.startswith(
        'Attribute VB_Name = "shSplits"\n'
        'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"\n'
    )
    assert "Attribute VB_PredeclaredId = True\n" in source
    assert source.endswith("Attribute VB_Customizable = True\n")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_stored_as_windows_has_them(line_end: str) -> None:
    text = "Sub A()\nEnd Sub\n".replace("\n", line_end)

    module = Module.from_text(text, "A", ModuleKind.STANDARD)

    assert module.stored() == b'Attribute VB_Name = "A"\r\nSub A()\r\nEnd Sub\r\n'


def test_a_character_that_windows_1252_lacks_is_not_replaced_in_silence() -> None:
    module = Module.from_text('Const SPACE = "\u202f"', "A", ModuleKind.STANDARD)

    with pytest.raises(UnicodeEncodeError):
        module.stored()


@pytest.mark.parametrize("name", ["", "1st", "a b", "é", "x" * 32])
def test_a_name_that_vba_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(AssertionError, match="not a name"):
        Module.from_text("", name, ModuleKind.STANDARD)


def test_a_file_under_the_wrong_name_is_refused() -> None:
    with pytest.raises(AssertionError, match='calls itself "Counter"'):
        Module.from_text(CLASS_FILE, "Meter", ModuleKind.CLASS)


def test_a_project_has_one_workbook_and_names_that_differ_by_more_than_case() -> None:
    workbook = Module.from_text("", "ThisWorkbook", ModuleKind.WORKBOOK)
    again = Module.from_text("", "THISWORKBOOK", ModuleKind.STANDARD)

    with pytest.raises(AssertionError, match="0 modules of the workbook"):
        Project([again])
    with pytest.raises(AssertionError, match="share a name"):
        Project([workbook, again])


@given(st.text("ab\"' ", max_size=9))
def test_a_literal_is_the_text_between_quotes_with_its_quotes_doubled(text: str) -> None:
    literal = quoted(text)

    assert (literal[0], literal[-1]) == ('"', '"')
    assert literal[1:-1].replace('""', '"') == text


def revealed(hidden: bytes, project_id: str) -> bytes:
    """The way back from ``conceal``, as 2.4.3.3 of [MS-OVBA] tells it."""
    seed, version, key = hidden[0], hidden[0] ^ hidden[1], hidden[0] ^ hidden[2]
    assert version == 2
    assert key == sum(project_id.encode()) & 0xFF
    clear = bytearray()
    before = key
    for at in range(3, len(hidden)):
        before = hidden[at] ^ (hidden[at - 2] + before & 0xFF)
        clear.append(before)
    content = clear[(seed & 6) // 2 :]
    assert int.from_bytes(content[:4], "little") == len(content) - 4
    return bytes(content[4:])


@given(st.binary(max_size=20), st.integers(0, 255))
def test_a_protection_field_can_be_revealed(content: bytes, seed: int) -> None:
    project_id = "{452BEFFA-4069-4716-B801-C220408A31AD}"

    assert revealed(bytes.fromhex(conceal(content, project_id, seed)), project_id) == content
