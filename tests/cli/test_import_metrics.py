"""``quotepart import units --metrics``: an export of payroll, as the sheet Metrics maps it."""

from pathlib import Path

import pytest
from quotepart_command import Make, quotepart, type_into

from addin.books.closed import open_book
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.tables.catalogue import BY_NAME

EXPORT = "Export de la paie\nDossier;Bulletins\n00123;1\u00a0234,5\nDIVERS;3\n"
MAPPING = """source,role,theirs,ours
PAYROLL,project column,Dossier,
PAYROLL,quantity column,Bulletins,PAYSLIP-X
PAYROLL,client code,00123,P-X
PAYROLL,client code,DIVERS,-
"""


@pytest.fixture
def path(workbook: Make, tmp_path: Path) -> Path:
    """A workbook with one project, one service and the mapping of an export."""
    made = workbook(sample=False)
    for table, text in {
        "clients": "client,name\nCX,Client X\n",
        "projects": "project,name,client\nP-X,Payroll,CX\n",
        "services": "service,name,axis\nPAYSLIP-X,Payslips,unit\n",
        "metrics": MAPPING,
    }.items():
        source = tmp_path / f"{table}.csv"
        source.write_text(text, "utf-8")
        assert quotepart("import", table, made, source).status == 0
    return made


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """As the payroll program writes it."""
    source = tmp_path / "paie_2026-03.csv"
    source.write_bytes(EXPORT.encode("cp1252"))
    return source


def units(path: Path) -> list[tuple[str, str, str]]:
    rows = records(load(open_book(path)), BY_NAME["Units"])
    return [(row["month"], row["project"], row["quantity"]) for row in rows]


def test_the_quantities_of_an_export_are_imported_and_imported_again(
    path: Path, export: Path
) -> None:
    first = quotepart("import", "units", path, export, "--metrics", "payroll", "--json")
    again = quotepart("import", "units", path, export, "--metrics", "PAYROLL", "--json")

    assert (first.status, first.report["added"]) == (0, 1)
    assert (again.report["added"], again.report["unchanged"]) == (0, 1)
    assert units(path) == [("2026-03", "P-X", "1234.5")]


def test_the_month_asked_for_wins_over_the_name_of_the_file(path: Path, export: Path) -> None:
    arguments = ("import", "units", path, export, "--metrics", "PAYROLL")

    shown = quotepart(*arguments, "--month", "2026-02", "--dry-run")
    assert (shown.status, units(path)) == (0, [])

    quotepart(*arguments, "--month", "2026-02")
    assert units(path) == [("2026-02", "P-X", "1234.5")]


def test_a_fault_of_the_export_is_refused_with_its_row(path: Path, export: Path) -> None:
    export.write_bytes(EXPORT.replace("00123", "99999").encode("cp1252"))
    before = path.read_bytes()

    ended = quotepart("import", "units", path, export, "--metrics", "PAYROLL", "--json")

    assert (ended.status, ended.codes) == (2, ["MET-05"])
    finding = ended.report["findings"][0]
    assert (finding["sheet"], finding["row"], finding["column"]) == (export.name, 3, "Dossier")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [("clients", "--metrics", "PAYROLL"), ("units", "--month", "2026-03")],
)
def test_options_that_do_not_go_together_are_refused(
    path: Path, export: Path, arguments: tuple[str, ...]
) -> None:
    table, *options = arguments

    ended = quotepart("import", table, path, export, *options, "--json")

    assert (ended.status, ended.codes) == (2, ["MET-16"])


def test_a_source_that_is_not_set_up_is_refused(path: Path, export: Path) -> None:
    ended = quotepart("import", "units", path, export, "--metrics", "OTHER", "--json")

    assert (ended.status, ended.codes) == (2, ["MET-01"])


def test_a_code_typed_as_a_number_matches_the_text_of_the_export(path: Path, export: Path) -> None:
    type_into(path, "Metrics", 2, theirs=123)
    export.write_bytes(EXPORT.replace("00123", "123").encode("cp1252"))

    assert quotepart("import", "units", path, export, "--metrics", "PAYROLL").status == 0
    assert units(path) == [("2026-03", "P-X", "1234.5")]
