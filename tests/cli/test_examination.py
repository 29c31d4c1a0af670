"""What the doctor sees on other machines than this one."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import xlwings
from quotepart_command import quotepart

from addin.cli import examination
from addin.cli.examination import Examined


def looked_at() -> dict[str, Examined]:
    """Everything that was looked at, by its name."""
    return {one.what: one for look in examination.LOOKS for one in look()}


def test_an_old_python_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "OLDEST_PYTHON", (99, 0))

    found = looked_at()["Python"]

    assert found.state == "missing"
    assert found.remedy.startswith("Install Python")
    assert quotepart("doctor").status == 1


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(examination, "version", version)

    assert looked_at()["Quotepart"].remedy == "Install it: pip install quotepart."


def test_folders_that_should_travel_with_the_package_are_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(examination, "resource", tmp_path.joinpath)
    (tmp_path / "templates").mkdir()

    found = looked_at()

    assert (found["Folder templates"].state, found["Folder workbook"].state) == ("ok", "missing")


def test_without_office_documents_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    found = looked_at()

    assert {found[name].state for name in ("LibreOffice", "Poppler")} == {"absent"}
    assert quotepart("doctor").status == 0


@pytest.mark.parametrize(
    ("platform", "states"),
    [
        ("linux", {"Excel's bridge": "absent"}),
        ("darwin", {"Excel's bridge": "ok"}),
        ("win32", {"Excel's bridge": "ok", "Bridge for cell formulas": "missing"}),
    ],
)
def test_the_bridge_to_excel_is_looked_for_where_there_is_an_excel(
    monkeypatch: pytest.MonkeyPatch, platform: str, states: dict[str, str]
) -> None:
    monkeypatch.setattr("sys.platform", platform)

    found = {one.what: one.state for one in examination._excel()}  # noqa: SLF001 - one look

    assert found == states


def test_the_bridge_for_cell_formulas_is_found_beside_python(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:

    (tmp_path / f"xlwings64-{xlwings.__version__}.dll").touch()
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("sys.prefix", str(tmp_path))

    *_, bridge = examination._excel()  # noqa: SLF001

    assert (bridge.state, bridge.remedy) == ("ok", "")
