"""Where documents go: folders by the firm's pattern, names that every system takes."""

import unicodedata
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.invoice import Invoice
from addin.documents.file_names import safe_name
from addin.documents.output_folder import (
    FIELDS,
    LONGEST_PATH,
    USUAL_PATTERN,
    FolderPattern,
    FolderPatternError,
    PathTooLongError,
    document_path,
)
from addin.documents.specimen import specimen
from addin.tables.sheets.settings import Firm
from addin.words import Language

OCTOBER = Month(2026, 10)
EACH = "{year}/{month}/{number} {payer}"


def invoice(
    number: str = "2026-00042",
    payer: str = "Dupont & Fils",
    projects: tuple[str, ...] = ("DUPONT-26",),
) -> Invoice:
    whole = specimen(Language.FR)
    return replace(whole, number=number, buyer=replace(whole.buyer, name=payer), projects=projects)


def folder(pattern: str, one: Invoice) -> str:
    return FolderPattern.parse(pattern).folder(one, OCTOBER).as_posix()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (EACH, "2026/10/2026-00042 Dupont & Fils"),
        (USUAL_PATTERN, "2026/10"),
        ("{year}\\{payer}", "2026/Dupont & Fils"),
        ("/{payer}/{project}/", "Dupont & Fils/DUPONT-26"),
        ("Factures {year}", "Factures 2026"),
        ("{year}{{x}}", "2026{x}"),
        ("AUX/{month}.", "_AUX/10"),
    ],
)
def test_a_pattern_gives_the_folders(pattern: str, expected: str) -> None:
    assert folder(pattern, invoice()) == expected


@pytest.mark.parametrize(
    ("pattern", "found", "known"),
    [
        ("{year}/{mont}", "{mont}", "{month}"),
        ("{client}", "{client}", ", ".join(f"{{{field}}}" for field in FIELDS)),
        ("{number:05}", "{number:05}", "{number}"),
        ("{payer.name}", "{payer.name}", "{payer}"),
        ("{payer!r}", "{payer!r}", "{payer}"),
        ("{year", "{year", None),
        ("{year}//{month}", "//", None),
        ("../{year}", "..", None),
        ("", "//", None),
        ("{}", "{}", None),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(
    pattern: str, found: str, known: str | None
) -> None:
    with pytest.raises(FolderPatternError) as caught:
        FolderPattern.parse(pattern)

    assert caught.value.code == "FOL-01"
    assert caught.value.values["found"] == found
    if known is not None:
        assert caught.value.values["known"] == known


def test_the_usual_pattern_is_the_default_of_the_setting() -> None:
    assert Firm.spec.column("folder_pattern").default == USUAL_PATTERN


def test_a_slash_in_a_name_makes_no_folder() -> None:
    odd = invoice("INV/2026/7", "A/B\\C: ..", ("X/1", "Y"))

    assert folder("{number}/{payer}/{project}", odd) == "INV-2026-7/A-B-C-/X-1 Y"


NAMES = st.text(max_size=200) | st.sampled_from(["CON", "lpt1.x", "..", "", " . ", "a" * 300])


@given(NAMES)
def test_a_name_is_one_that_windows_takes(text: str) -> None:
    name = safe_name(text)

    assert not PureWindowsPath(name).is_reserved()
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip(" .") != ""
    assert len(name.encode()) <= 121
    assert safe_name(name) == name


@given(NAMES)
def test_a_decomposed_letter_makes_the_same_name(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert safe_name(decomposed) == safe_name(unicodedata.normalize("NFC", decomposed))


@given(NAMES, NAMES, st.sampled_from(["{payer}", "{year}", "{number}/{payer}"]))
def test_two_invoices_never_share_a_file_even_where_case_does_not_count(
    one: str, other: str, pattern: str
) -> None:
    parsed = FolderPattern.parse(pattern)
    paths = [
        document_path(Path("/invoices"), parsed, OCTOBER, invoice(number, payer))
        for number, payer in (("2026-00001", one), ("2026-00002", other))
    ]

    assert len({path.as_posix().casefold() for path in paths}) == 2


@given(st.text(max_size=300), st.integers(1, 150))
def test_a_path_is_short_enough_and_keeps_its_number(payer: str, depth: int) -> None:
    root = Path("/" + "d" * depth)

    path = document_path(
        root, FolderPattern.parse(EACH), OCTOBER, invoice(payer=payer, projects=("P" * 200,))
    )

    assert len(str(path).encode("utf-16-le")) <= 2 * LONGEST_PATH
    assert path.name.startswith("2026-00042")
    assert path.suffix == ".docx"
    assert path.relative_to(root).parts[:2] == ("2026", "10")


def test_a_folder_that_lies_too_deep_is_refused() -> None:
    root = Path("/" + "/".join(["deep folder"] * 30))

    with pytest.raises(PathTooLongError) as caught:
        document_path(root, FolderPattern.parse(EACH), OCTOBER, invoice())

    assert caught.value.code == "DOC-10"
    assert caught.value.values["number"] == "2026-00042"


def test_a_file_that_is_there_already_gets_company(tmp_path: Path) -> None:
    pattern = FolderPattern.parse(EACH)
    found = []
    for _ in range(3):
        path = document_path(tmp_path, pattern, OCTOBER, invoice())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"somebody's")
        found.append(PurePosixPath(path.relative_to(tmp_path)).name)

    stem = "2026-00042 Dupont & Fils"
    assert found == [f"{stem}.docx", f"{stem} (2).docx", f"{stem} (3).docx"]
