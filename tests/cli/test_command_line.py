"""The command line on real workbooks: statuses, reports, and files as they were."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from quotepart_command import (
    FIELDS,
    INVOICE_FIELDS,
    Make,
    files_of,
    quotepart,
    type_into,
    written,
)

from addin.books.closed import open_book
from addin.cli import main
from addin.jobs.content import load
from addin.tables.catalogue import TABLES
from addin.words import Language

each_language = pytest.mark.parametrize("language", Language)


def failing(*_: object, **__: object) -> None:
    """Fails as only a fault of our own would."""
    raise KeyError("gone")


@each_language
def test_a_new_workbook_is_in_the_language_asked_for(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "new folder" / "Cabinet [2026].xlsm"

    ended = quotepart("new", path, "--lang", language)

    assert ended.status == 0
    assert "[2026]" in ended.said
    content = load(open_book(path))
    assert content.findings == ()
    assert content.language is language
    for spec in TABLES:
        table = content.tables[spec.name]
        assert table.grid.headings == spec.headings(language)
        assert table.grid.sheet == spec.sheet[language]
        assert len(table) == 0 or spec.name in {"Settings", "Lists", "NewClient"}


def test_a_new_workbook_gets_the_ending_of_one(tmp_path: Path) -> None:
    assert quotepart("new", tmp_path / "Billing", "--sample").status == 0

    assert set(files_of(tmp_path)) == {"Billing.xlsm"}
    assert len(load(open_book(tmp_path / "Billing.xlsm")).tables["Clients"]) > 5


def test_a_new_workbook_as_json_is_a_report(tmp_path: Path) -> None:
    ended = quotepart("new", tmp_path / "Billing.xlsm", "--json")

    assert list(ended.report) == FIELDS
    assert (ended.report["job"], ended.report["file"]) == ("new", str(tmp_path / "Billing.xlsm"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Billing.xlsm", "NEW-01"),
        ("Billing", "NEW-01"),
        ("Billing.xlsx", "NEW-02"),
        ("notes.txt/Billing.xlsm", "BOOK-12"),
    ],
)
def test_nothing_is_overwritten_by_a_new_workbook(tmp_path: Path, name: str, code: str) -> None:
    for existing in ("Billing.xlsm", "notes.txt"):
        written(tmp_path, existing, "mine")
    before = files_of(tmp_path)

    ended = quotepart("new", tmp_path / name, "--json")

    assert (ended.status, ended.codes) == (2, [code])
    assert files_of(tmp_path) == before


@each_language
def test_the_sample_firm_goes_through_its_month(workbook: Make, language: Language) -> None:
    path = workbook(language)
    month = ("--month", "2026-10")

    assert quotepart("check", path).status == 0
    assert quotepart("plan", path, "--year", 2026).status == 0
    generated = quotepart("generate", path, *month, "--json").report
    assert generated["added"] > 10
    assert quotepart("generate", path, *month, "--json").report["unchanged"] == generated["added"]
    assert quotepart("approve", path, *month, "--json").report["changed"] == generated["added"]
    issued = quotepart("issue", path, *month, "--date", "2026-10-31", "--json")

    assert issued.status == 0
    report = issued.report
    assert list(report) == [*FIELDS, "invoices"]
    assert report["added"] == len(report["invoices"]) > 5
    for invoice in report["invoices"]:
        assert list(invoice) == INVOICE_FIELDS
        assert all((path.parent / file).is_file() for file in invoice["files"])
    exported = json.loads(quotepart("export", "invoices", path, "--format", "json").said)
    assert [(one["number"], one["gross"]) for one in exported] == [
        (one["number"], one["gross"]) for one in report["invoices"]
    ]
    assert quotepart("issue", path, *month, "--json").report["invoices"] == []


def test_what_is_shown_of_a_month_is_worth_reading(workbook: Make) -> None:
    path = workbook(Language.FR)
    for command in ("generate", "approve"):
        quotepart(command, path, "--month", "2026-10")

    ended = quotepart("issue", path, "--month", "2026-10", "--date", "2026-10-31")

    numbers = [row["number"] for row in rows_of(path, "invoices")]
    assert numbers
    assert all(number in ended.said for number in numbers)
    assert ended.said.splitlines()[0].count("HTVA") + ended.said.count("TVA") > 1


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    found: list[dict[str, Any]] = json.loads(
        quotepart("export", table, path, "--format", "json").said
    )
    return found


COMMANDS = [
    ("check",),
    ("plan", "--year", "2026"),
    ("generate", "--month", "2026-10"),
    ("approve", "--month", "2026-10"),
    ("issue", "--month", "2026-10", "--date", "2026-10-31"),
]


@pytest.mark.parametrize(("job", "options"), [(one[0], one[1:]) for one in COMMANDS])
def test_a_dry_run_writes_not_one_byte(workbook: Make, job: str, options: tuple[str, ...]) -> None:
    path = workbook()
    type_into(path, "Clients", 0, payment_days="thirty")
    if job == "issue":
        quotepart("generate", path, "--month", "2026-10")
        quotepart("approve", path, "--month", "2026-10")
    before = files_of(path.parent)

    ended = quotepart(job, path, *options, "--dry-run", "--json")

    assert ended.status == 1
    assert list(ended.report)[: len(FIELDS)] == FIELDS
    assert files_of(path.parent) == before


def test_a_preview_takes_no_number_and_leaves_the_workbook_as_it_is(workbook: Make) -> None:
    path = workbook()
    quotepart("generate", path, "--month", "2026-10")
    before = path.read_bytes()

    ended = quotepart("preview", path, "--month", "2026-10", "--json")

    assert ended.status in {0, 1}
    assert ended.report["added"] == len(ended.report["invoices"]) > 0
    assert path.read_bytes() == before
    assert rows_of(path, "invoices") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "customers", "x.xlsm"), "There is no table named “customers”."),
        (("export", "clients", "x.xlsm", "--format", "xml"), "xml"),
        (("generate", "x.xlsm", "--month", "2026-13"), "“2026-13” is not a month."),
        (("generate", "x.xlsm", "--month", "9999-12"), "“9999-12” is not a month."),
        (("generate", "x.xlsm", "--month", "0000-01"), "“0000-01” is not a month."),
        (("generate", "x.xlsm"), "--month"),
        (("issue", "x.xlsm", "--month", "2026-10", "--date", "31/10/2026"), "“31/10/2026”"),
        (("plan", "x.xlsm", "--year", "99999"), "--year"),
        (("plan", "x.xlsm", "--year", "soon"), "--year"),
        (("new", "x.xlsm", "--lang", "it"), "it"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_an_argument_that_cannot_be_ends_with_2(arguments: tuple[str, ...], said: str) -> None:
    ended = quotepart(*arguments)

    assert ended.status == 2
    assert said in " ".join(ended.warned.split())


def test_every_command_has_a_help_with_an_example() -> None:
    for command in [
        "new",
        "import",
        "export",
        "check",
        "plan",
        "generate",
        "approve",
        "preview",
        "issue",
        "calc",
        "undo",
        "demo",
        "install",
        "doctor",
    ]:
        ended = quotepart(command, "--help")
        assert ended.status == 0
        assert f"Example: quotepart {command}" in " ".join(ended.said.split())


def _lasting(folder: Path) -> set[str]:
    """The files of a folder but for the restore points, which are named after the time of day."""
    return {name for name in files_of(folder) if "/restore/" not in name}


@each_language
def test_the_demo_runs_a_month_and_may_be_run_again(tmp_path: Path, language: Language) -> None:
    folder = tmp_path / "démo [1]"

    first = quotepart("demo", folder, "--lang", language)
    files = _lasting(folder)
    again = quotepart("demo", folder, "--lang", language)

    assert (first.status, again.status) == (0, 0)
    assert "[1]" in first.said
    assert _lasting(folder) == files
    assert len([name for name in files if name.endswith(".docx")]) > 5
    assert first.said.splitlines()[1:-1] == again.said.splitlines()[1:-1]


def test_the_demo_touches_no_folder_of_somebody_elses(tmp_path: Path) -> None:
    written(tmp_path, "thesis.txt", "years of work")

    assert quotepart("demo", tmp_path).status == 2
    assert quotepart("demo", tmp_path / "thesis.txt").status == 2
    assert quotepart("demo", tmp_path / "thesis.txt" / "below").status == 2

    assert set(files_of(tmp_path)) == {"thesis.txt"}


def test_the_doctor_names_what_it_looked_at() -> None:
    ended = quotepart("doctor", "--json")

    assert ended.status == 0
    looked_at = {check["what"]: check["state"] for check in ended.report["checks"]}
    assert looked_at["Python"] == looked_at["Quotepart"] == looked_at["Folder workbook"] == "ok"
    assert set(looked_at.values()) <= {"ok", "absent"}
    shown = quotepart("doctor")
    assert all(what in shown.said for what in looked_at)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_failure_of_our_own_is_a_sentence_and_a_log(
    workbook: Make, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    path = workbook()
    before = path.read_bytes()
    monkeypatch.setattr("addin.cli.commands.check_job", failing)

    monkeypatch.setenv("QUOTEPART_LANGUAGE", language)
    ended = quotepart("check", path)
    as_json = quotepart("check", path, "--json")

    assert (ended.status, as_json.status) == (2, 2)
    assert "KeyError('gone')" in ended.warned
    assert as_json.codes == ["JOB-02"]
    log = Path.home() / ".quotepart" / "quotepart.log"
    assert str(log) in ended.warned.replace("\n", "")
    assert log.read_text("utf-8").count("KeyError: 'gone'") == 2
    assert path.read_bytes() == before


def test_a_failure_is_logged_elsewhere_where_the_home_folder_takes_nothing(
    workbook: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(written(tmp_path, "file", "no folder")))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("addin.cli.commands.check_job", failing)

    ended = quotepart("check", workbook())

    assert ended.status == 2
    assert "KeyError: 'gone'" in (tmp_path / "quotepart.log").read_text("utf-8")


def test_a_failure_outside_any_job_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["quotepart", "doctor"])
    monkeypatch.setattr("addin.cli.examination.system_language", failing)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "Nothing was written" in capsys.readouterr().err


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    program = "from addin.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={"PATH": "", "HOME": str(Path.home()), **environment},
        capture_output=True,
        check=False,
    )


def test_a_process_ends_with_the_status_and_speaks_utf_8_whatever_its_surroundings(
    workbook: Make,
) -> None:
    path = workbook(Language.FR)
    type_into(path, "Clients", 0, name="Société Ωmega 😀", payment_days="30,5")

    checked = process("check", path, PYTHONIOENCODING="ascii", LC_ALL="C")
    exported = process("export", "clients", path, PYTHONIOENCODING="cp1252")
    refused = process("check", path.with_name("none.xlsm"), "--json", QUOTEPART_LANGUAGE="de")

    assert (checked.returncode, exported.returncode, refused.returncode) == (1, 1, 2)
    assert "Délai de paiement (jours) : « 30,5 »" in checked.stdout.decode("utf-8")
    assert "Société Ωmega 😀" in exported.stdout.decode("utf-8")
    assert "« 30,5 »" in exported.stderr.decode("utf-8")
    assert json.loads(refused.stdout)["findings"][0]["message"].startswith("Die Datei ")
    assert checked.stderr + refused.stderr == b""


def test_nothing_is_warned_of_on_a_machine_without_a_language() -> None:
    shown = process("doctor", LC_ALL="C")

    assert shown.returncode == 0
    assert shown.stderr == b""
