"""A run that would bill a client out of all proportion to last month waits for a yes."""

import json
from pathlib import Path

import pytest
from sample_office import Office, closed_workbook, codes
from typer.testing import CliRunner

from addin.billing.calendar import Month
from addin.cli import app
from addin.jobs.generating import generate
from addin.jobs.month.guarding import UnconfirmedError
from addin.jobs.report import ExitStatus
from addin.jobs.running import run
from addin.words import Language

MARCH = Month(2026, 3)


def units(month: str, quantity: str, project: str = "P-1") -> dict[str, str]:
    return {"month": month, "project": project, "service": "PAY", "quantity": quantity}


def guarded(folder: Path, **tables: object) -> Office:
    """An office that bills 10 payslips in February and 101 in March."""
    limits = {"guard_amount": "10", "guard_rows": "10"} | dict(tables)
    settings = [{"setting": name, "value": value} for name, value in limits.items()]
    rows = [units("2026-02", "10"), units("2026-03", "101")]
    office = Office(folder, Settings=settings, Units=rows)
    office.generate("2026-02")
    return office


def test_more_than_ten_times_last_month_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    office = guarded(tmp_path)
    writes = office.book.writes

    with pytest.raises(UnconfirmedError) as refused:
        office.generate("2026-03")

    assert (refused.value.code, office.book.writes) == ("GRD-03", writes)
    (finding,) = refused.value.findings
    assert finding.code == "GRD-01"
    assert "billed 1,489.75" in finding.sentence(Language.EN)
    assert "10 times the 147.50" in finding.sentence(Language.EN)


def test_a_confirmed_run_is_written_and_tells_what_was_confirmed(tmp_path: Path) -> None:
    office = guarded(tmp_path)

    report = run(office.book, lambda content: generate(content, MARCH, confirmed=True))

    assert (codes(report), report.added) == (["GRD-01"], 1)
    assert codes(office.generate("2026-03")) == []


@pytest.mark.parametrize("limit", ["0", "11", "10.1"])
def test_the_firm_says_how_many_times_is_too_much(tmp_path: Path, limit: str) -> None:
    assert codes(guarded(tmp_path, guard_amount=limit).generate("2026-03")) == []


def test_too_many_lines_are_refused_too(tmp_path: Path) -> None:
    office = guarded(tmp_path, guard_amount="0", guard_rows="3")
    for number in range(2, 5):
        code = f"P-{number}"
        office.type_row("Projects", project=code, name=code, client="ALDER")
        office.type_row("Units", **units("2026-03", "1", code))

    with pytest.raises(UnconfirmedError) as refused:
        office.generate("2026-03")

    (finding,) = refused.value.findings
    assert finding.code == "GRD-02"
    assert "4 lines for 2026-03, more than 3 times the 1 of" in finding.sentence(Language.EN)


def test_what_an_invoice_bills_already_counts_with_the_month(tmp_path: Path) -> None:
    office = guarded(tmp_path)
    office.put("Units", {"month": "2026-03"}, quantity="60")
    office.bill("2026-03")
    office.put("Units", {"month": "2026-03"}, quantity="101")

    with pytest.raises(UnconfirmedError):
        office.generate("2026-03")


def test_a_row_without_an_amount_counts_for_nothing(tmp_path: Path) -> None:
    office = guarded(tmp_path)
    office.put("Prebilling", {"month": "2026-02"}, amount=None)

    assert codes(office.generate("2026-03")) == []


def test_the_command_line_asks_for_confirm_and_a_dry_run_only_tells(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    book = closed_workbook(
        path,
        Language.EN,
        Clients=[{"client": "ALDER", "name": "Alder"}],
        Services=[
            {"service": "PAY", "name": "Payslips", "unit_price": "14.75", "vat_rate": "0.21"}
        ],
        Settings=[{"setting": "guard_amount", "value": "10"}],
        Projects=[{"project": "P-1", "name": "One", "client": "ALDER"}],
        Units=[units("2026-02", "10"), units("2026-03", "101")],
    )
    run(book, lambda content: generate(content, Month(2026, 2)))
    before = path.read_bytes()
    command = ["generate", str(path), "--month", "2026-03", "--json"]

    refused = CliRunner().invoke(app, command)
    dry = CliRunner().invoke(app, [*command, "--dry-run"])
    assert path.read_bytes() == before
    confirmed = CliRunner().invoke(app, [*command, "--confirm"])

    outcomes = [(one.exit_code, json.loads(one.stdout)) for one in (refused, dry, confirmed)]
    assert [status for status, _ in outcomes] == [
        ExitStatus.REFUSED,
        ExitStatus.FINDINGS,
        ExitStatus.FINDINGS,
    ]
    assert [[told["code"] for told in report["findings"]] for _, report in outcomes] == [
        ["GRD-01"]
    ] * 3
    assert [report["added"] for _, report in outcomes] == [0, 1, 1]
