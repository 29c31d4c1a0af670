"""What the official schemas and the checks of the SDK see, and what they do not."""

from pathlib import Path

import pytest

from excel import audit, schemas
from excel.sample_book import sample_members, write
from excel.test_lint import PROJECTS, PROJECTS_TABLE, RIBBON, SPLITS, put


def test_a_sound_workbook_fits_the_schemas_and_the_sdk(tmp_path: Path) -> None:
    path = write(tmp_path / "sound.xlsm", sample_members())

    assert schemas.check(path) == []
    assert audit.errors(path) == []


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        pytest.param(RIBBON, 'size="large"', 'sice="large"', id="an attribute of the ribbon"),
        pytest.param(RIBBON, 'size="large"', 'size="huge"', id="a value of the ribbon"),
        pytest.param(PROJECTS_TABLE, 'ref="A1:C3" totals', "totals", id="a table nowhere"),
        pytest.param(SPLITS, 'type="expression"', 'type="formula"', id="a kind of condition"),
        pytest.param(
            PROJECTS,
            "(<dataValidations.*</dataValidations>)(<pageMargins[^>]*/>)",
            r"\2\1",
            id="the order of a sheet",
        ),
        pytest.param(PROJECTS, "</worksheet>", "", id="a sheet cut short"),
    ],
)
def test_the_schemas_refuse(member: str, old: str, new: str, tmp_path: Path) -> None:
    members = sample_members()
    put(member, old, new)(members)

    faults = schemas.check(write(tmp_path / "faulty.xlsm", members))

    assert {part for part, _ in faults} == {member}


def test_what_a_newer_excel_adds_is_passed_over() -> None:
    namespaces = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:new="urn:new"'
    )
    choice = '<mc:Choice Requires="new"><new:x/></mc:Choice>'
    sheet = (
        f'<worksheet {namespaces} mc:Ignorable="new" new:id="1">'
        f"<mc:AlternateContent>{choice}</mc:AlternateContent><sheetData/><new:x/></worksheet>"
    )

    assert schemas.faults_of(sheet.encode()) == []
    assert schemas.faults_of(sheet.replace('mc:Ignorable="new"', "").encode()) != []


def test_a_member_without_schema_is_passed_over() -> None:
    assert schemas.faults_of(b'<notes xmlns="urn:notes"/>') == []


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        pytest.param(PROJECTS, 'tablePart r:id="rId1"', 'tablePart r:id="rId7"', id="no target"),
        pytest.param(SPLITS, 'type="expression"', 'type="formula"', id="a kind of condition"),
    ],
)
def test_the_sdk_refuses(member: str, old: str, new: str, tmp_path: Path) -> None:
    members = sample_members()
    put(member, old, new)(members)

    assert audit.errors(write(tmp_path / "faulty.xlsm", members)) != []
