"""A month of the sample firm in a real workbook, with figures an accountant can add up again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from addin.billing.calendar import Month
from addin.billing.choices import Axis, VatCategory
from addin.books.builder import build_workbook
from addin.books.closed import ClosedBook
from addin.books.sample import sample_rows
from addin.jobs.approving import approve
from addin.jobs.checking import check
from addin.jobs.content import Content, load
from addin.jobs.generating import generate
from addin.jobs.issuing import Request, issue
from addin.jobs.planning import plan
from addin.jobs.report import ExitStatus, Proposal, Report
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Writer
from addin.words import Language

OCTOBER = Month(2026, 10)
ISSUED = date(2026, 10, 31)

# payer, projects, net, VAT, gross: a row for each invoice, in the order of their numbers
INVOICES = (
    ("MIRABELLE", "MIR-26", "1080.26", "226.85", "1307.11"),
    ("MIRAIMMO", "MIR-26", "720.17", "151.24", "871.41"),
    ("DUPONT", "DUP-26", "900.00", "162.00", "1062.00"),
    ("VERZUIL", "VER-26", "955.00", "200.55", "1155.55"),
    ("DRUKWIJS", "DRU-26, DRU-PAY", "1223.46", "256.93", "1480.39"),
    ("EIFELHOLZ", "EIF-26", "824.00", "173.04", "997.04"),
    ("NORTHLIGHT", "NOR-26", "1999.29", "419.85", "2419.14"),
    ("GARANCE", "GAR-26", "540.00", "0.00", "540.00"),
    ("PEETERS", "PEE-PIT", "275.00", "57.75", "332.75"),
    ("AMISPARC", "AMI-26", "1804.84", "284.52", "2089.36"),
    ("RENARDEAU", "REN-26", "223.79", "47.00", "270.79"),
    ("BIRKENHOF", "BIR-26", "963.84", "202.41", "1166.25"),
    ("HORIZON", "HOR-ARCH", "764.68", "160.58", "925.26"),
    ("GARANCE", "HOR-ARCH", "327.72", "0.00", "327.72"),
    ("HORIZON", "HOR-ROOF", "94.36", "19.82", "114.18"),
    ("MIRAIMMO", "HOR-ROOF", "94.34", "19.81", "114.15"),
    ("RENARDEAU", "HOR-ROOF", "94.34", "19.81", "114.15"),
    ("PIVOINE", "PIV-26", "1175.00", "246.75", "1421.75"),
    ("ORMES", "ORM-26", "605.20", "127.09", "732.29"),
    ("TERRASSES", "TER-NEW", "10748.40", "2257.16", "13005.56"),
    ("TERRASSES", "TER-STUDY", "3703.70", "777.78", "4481.48"),
    ("VIGIE", "TER-NEW", "675.00", "141.75", "816.75"),
    ("NUAGE", "NUA-SUP", "834.40", "175.22", "1009.62"),
    ("NUAGE", "NUA-WEB", "188.10", "39.50", "227.60"),
    # 21 % of 931.00, what is due when paid within eight days
    ("KAAI9", "KAA-26", "950.00", "195.51", "1145.51"),
    ("COQUELICOT", "COQ-26", "403.84", "0.00", "403.84"),
    ("DUPONT", "DUP-AUDIT", "2264.58", "475.56", "2740.14"),
    ("BIRKENHOF", "EIF-26", "122.50", "25.73", "148.23"),
    # paid for the client: outside VAT, so on an invoice of its own
    ("DUPONT", "DUP-26", "368.50", "0.00", "368.50"),
    ("VIGIE", "TER-DAM", "600.00", "126.00", "726.00"),
    ("TERRASSES", "TER-DAM", "368.00", "77.28", "445.28"),
)

# project, service, quantity, price, amount: a row for each thing billed, in no order
LINES = (
    ("MIR-26", "BOOK", "1", "83.33", "83.33"),  # the tenth twelfth of 1 000.00
    ("MIR-26", "PAYSLIP", "37", "14.75", "545.75"),
    ("MIR-26", "ADVICE", "12.33", "95.00", "1171.35"),  # 740 minutes
    ("DUP-26", "BOOK", "1", "800.00", "800.00"),  # the fourth quarter, in advance
    ("DUP-26", "GUIDE", "5", "40.00", "200.00"),
    ("DUP-AUDIT", "AUDIT", "8.08", "125.00", "1010.00"),  # 485 minutes
    ("DUP-AUDIT", "AUDIT", "3.33", "140.00", "466.20"),  # 200 minutes
    ("DUP-AUDIT", "AUDIT", "6.5", "160.00", "1040.00"),
    ("VER-26", "BOOK", "1", "420.00", "420.00"),
    ("VER-26", "VATRET", "1", "85.00", "85.00"),
    ("VER-26", "ADVICE", "0.8333", "100.00", "83.33"),  # 50 minutes, exactly
    ("VER-26", "ADVICE", "2.1667", "100.00", "216.67"),  # 130 minutes, exactly
    ("VER-26", "ADVICE", "1.5", "100.00", "150.00"),  # the late entry of September
    ("DRU-26", "BOOK", "1", "640.00", "640.00"),
    ("DRU-26", "VATRET", "1", "85.00", "85.00"),
    ("DRU-26", "ADVICE", "1.67", "98.00", "163.66"),
    ("DRU-PAY", "PAYSLIP", "24", "13.95", "334.80"),
    ("EIF-26", "BOOK", "1", "775.00", "775.00"),  # 3 100.00 in quarters from July
    ("EIF-26", "ADVICE", "0.5", "98.00", "49.00"),
    ("EIF-26", "ADVICE", "1.25", "98.00", "122.50"),  # paid by another client
    ("NOR-26", "BOOK", "1", "380.00", "380.00"),
    ("NOR-26", "ADVICE", "2", "160.00", "320.00"),
    ("NOR-26", "ADVICE", "4.25", "125.00", "531.25"),
    ("NOR-26", "ADVICE", "1", "125.00", "125.00"),
    ("NOR-26", "ADVICE", "4.08", "98.00", "399.84"),
    ("GAR-26", "BOOK", "1", "540.00", "540.00"),  # September and October, in arrears
    ("COQ-26", "ADVICE", "0.83", "98.00", "81.34"),
    ("COQ-26", "ADVICE", "2.58", "125.00", "322.50"),
    ("PEE-PIT", "PIT", "1", "275.00", "275.00"),
    ("AMI-26", "OFFICE", "1", "450.00", "450.00"),
    ("AMI-26", "ANNUAL", "1", "1200.00", "1200.00"),  # a year that starts in October
    ("AMI-26", "ADVICE", "1.58", "98.00", "154.84"),
    ("REN-26", "BOOK", "1", "161.29", "161.29"),  # 250.00 x 20 / 31
    ("REN-26", "ADVICE", "0.5", "125.00", "62.50"),
    ("BIR-26", "BOOK", "1", "600.00", "600.00"),  # February, June and October
    ("BIR-26", "ADVICE", "0.75", "98.00", "73.50"),
    ("BIR-26", "ADVICE", "1", "160.00", "160.00"),
    ("BIR-26", "ADVICE", "1.33", "98.00", "130.34"),
    ("HOR-ARCH", "ARCH", "1", "1000.00", "1000.00"),
    ("HOR-ROOF", "ARCH", "1", "100.00", "100.00"),
    ("HOR-ROOF", "SITE", "2.08", "88.00", "183.04"),
    ("NOR-26", "DOC", "640", "0.38", "243.20"),  # more than 500: all at the second price
    ("PIV-26", "BOOK", "1", "255.08", "255.08"),  # 250.00 x 133.12 / 130.47
    ("PIV-26", "PAYSLIP", "10", "18.00", "180.00"),  # 37 payslips: ten, fifteen, twelve
    ("PIV-26", "PAYSLIP", "15", "15.50", "232.50"),
    ("PIV-26", "PAYSLIP", "12", "13.25", "159.00"),
    ("PIV-26", "ADVICE", "0.83", "98.00", "81.34"),  # half of 100 minutes
    ("PIV-26", "", "1", "292.08", "292.08"),  # 1 200.00 less 907.92
    ("ORM-26", "BOOK", "1", "400.00", "400.00"),  # the last twelfth of 4 800.00
    ("ORM-26", "BOOK", "1", "205.20", "205.20"),  # 6 540 documents for 6 000, at 0.38
    ("NUA-SUP", "ADVICE", "1", "500.00", "500.00"),  # five of 9.75 hours
    ("NUA-SUP", "ADVICE", "3.04", "110.00", "334.40"),  # 4.75 hours x 6.25 / 9.75
    ("NUA-WEB", "ADVICE", "1.71", "110.00", "188.10"),  # 4.75 hours x 3.50 / 9.75
    ("KAA-26", "ADVICE", "10", "95.00", "950.00"),
    ("TER-NEW", "ARCH", "1", "1500.00", "1500.00"),
    ("TER-NEW", "ARCH", "1", "7200.00", "7200.00"),  # 60 % of 12 000.00
    ("TER-NEW", "ARCH", "1", "2700.00", "2700.00"),  # 15 % of 18 000.00
    ("TER-NEW", "SITE", "1", "23.40", "23.40"),
    ("TER-STUDY", "ARCH", "1", "3703.70", "3703.70"),  # 30 % of 12 345.67
    ("TER-DAM", "SITE", "11", "88.00", "968.00"),  # 660 minutes, under the cap
    ("HOR-ARCH", "SITE", "1", "92.40", "92.40"),  # 84.00 and a tenth
    ("DUP-26", "", "1", "368.50", "368.50"),
)

# project, service, then what each payer pays of the line, by the share of each
SHARES = (
    ("MIR-26", "BOOK", {"MIRABELLE": "50.00", "MIRAIMMO": "33.33"}),
    ("MIR-26", "PAYSLIP", {"MIRABELLE": "327.45", "MIRAIMMO": "218.30"}),
    ("MIR-26", "ADVICE", {"MIRABELLE": "702.81", "MIRAIMMO": "468.54"}),
    ("HOR-ARCH", "ARCH", {"HORIZON": "700.00", "GARANCE": "300.00"}),
    ("HOR-ROOF", "ARCH", {"HORIZON": "33.34", "MIRAIMMO": "33.33", "RENARDEAU": "33.33"}),
    ("HOR-ROOF", "SITE", {"HORIZON": "61.02", "MIRAIMMO": "61.01", "RENARDEAU": "61.01"}),
    ("HOR-ARCH", "SITE", {"HORIZON": "64.68", "GARANCE": "27.72"}),
    ("TER-DAM", "SITE", {"VIGIE": "600.00", "TERRASSES": "368.00"}),
)


@dataclass(frozen=True)
class Billed:
    """The sample firm in a workbook, before and after its month was billed.

    Attributes:
        reports: Of the check, the plan, two runs, the approval, the issue and a last check.
    """

    language: Language
    book: ClosedBook
    before: Content
    reports: Sequence[Report]
    after: Content

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of the billed workbook, row by row."""
        values = self.after.tables[table].values
        return list(zip(*(values[column] for column in columns), strict=True))


@pytest.fixture(scope="module", params=Language)
def billed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Billed:
    language: Language = request.param
    path = tmp_path_factory.mktemp(language.value) / "Sample.xlsm"
    path.write_bytes(build_workbook(language, sample_rows(language)))
    book = ClosedBook(path)
    wanted = Request(OCTOBER, ISSUED, datetime(2026, 10, 31, 18, tzinfo=UTC))
    month: tuple[Callable[[Content], Proposal], ...] = (
        lambda content: check(content, ISSUED),
        lambda content: plan(content, 2026),
        lambda content: generate(content, OCTOBER),
        lambda content: generate(content, OCTOBER),
        lambda content: approve(content, OCTOBER),
        lambda content: issue(content, wanted),
        lambda content: check(content, ISSUED),
    )
    before = load(book)
    reports = [run(book, job) for job in month]
    return Billed(language, book, before, reports, load(book))


def test_no_step_of_the_month_finds_anything(billed: Billed) -> None:
    told = [told for report in billed.reports for told in report.findings]

    # Without the rules of Peppol, that they were not run is said.
    assert [one.message for one in told if one.code != "EIR-04"] == []
    assert [report.exit_status for report in billed.reports] == [ExitStatus.DONE] * 7
    assert [list(report.skipped) for report in billed.reports] == [[]] * 7


def test_a_workbook_of_the_sample_holds_what_the_sample_says(billed: Billed) -> None:
    for name, rows in sample_rows(billed.language).items():
        values = billed.before.tables[name].values
        for column in BY_NAME[name].columns:
            if column.writer is not Writer.FORMULA and name not in {"Settings", "Lists"}:
                given = [row[column.name] for row in rows]
                usual = [column.default if value is None else value for value in given]
                assert values[column.name] == usual, f"{name}, {column.name}"


def test_the_settings_are_those_of_the_sample(billed: Billed) -> None:
    for row in sample_rows(billed.language)["Settings"]:
        assert getattr(billed.before.firm, row["setting"]) == row["value"], row["setting"]

    assert billed.before.firm.language is billed.language
    assert billed.before.firm.month == OCTOBER


def test_every_invoice_of_the_month_has_the_figures_of_the_paper(billed: Billed) -> None:
    issued = billed.reports[5].invoices or []

    figures = [
        (one["payer"], ", ".join(one["projects"]), one["net"], one["vat"], one["gross"])
        for one in issued
    ]

    assert figures == list(INVOICES)
    assert [one["number"] for one in issued] == [f"2026-{n:05}" for n in range(1, 32)]


def test_every_line_of_the_month_has_the_figures_of_the_paper(billed: Billed) -> None:
    lines = billed.rows("Prebilling", "project", "service", "quantity", "unit_price", "amount")

    assert sorted((project, service or "", *figures) for project, service, *figures in lines) == (
        sorted((project, service, *map(Decimal, figures)) for project, service, *figures in LINES)
    )


def test_every_shared_line_has_the_shares_of_the_paper(billed: Billed) -> None:
    shares: dict[tuple[str, str], dict[str, Decimal]] = {}
    for line, payer, amount in billed.rows("Allocations", "line", "payer", "amount"):
        _, project, service, *_ = line.split("/")
        shares.setdefault((project, service), {})[payer] = amount

    for project, service, expected in SHARES:
        assert shares[project, service] == {
            payer: Decimal(amount) for payer, amount in expected.items()
        }


def test_the_month_shows_every_way_a_line_comes_to_be_but_what_it_takes_two_months_for(
    billed: Billed,
) -> None:
    axes = {axis for (axis,) in billed.rows("Prebilling", "axis")}

    # a discount on the fly is typed by the user, on the sheet Prebilling
    assert axes == set(Axis) - {Axis.DISCOUNT}


def test_a_second_run_changes_nothing(billed: Billed) -> None:
    first, second = billed.reports[2:4]

    assert (first.added, first.changed, first.removed) == (62, 0, 0)
    assert (second.added, second.changed, second.removed, second.unchanged) == (0, 0, 0, 62)


def test_once_issued_the_month_has_nothing_left_to_bill(billed: Billed) -> None:
    report = run(billed.book, lambda content: generate(content, OCTOBER), dry_run=True)

    assert (report.added, report.changed, report.removed) == (0, 0, 0)


def test_the_invoices_are_the_lines_less_the_discounts_of_two_clients(billed: Billed) -> None:
    lines = sum(Decimal(amount) for *_, amount in LINES)
    nets = sum(Decimal(net) for _, _, net, _, _ in INVOICES)
    # Dupont & Fils: 10 % of 1 000.00 and of 2 516.20
    discounts = Decimal("100.00") + Decimal("251.62")
    # Pivoine Fleurs: off each invoice
    discounts += Decimal("25.00")

    assert billed.reports[2].totals["net"] == str(lines)
    assert billed.reports[5].totals["net"] == str(nets)
    assert lines - discounts == nets


def test_each_invoice_has_its_word_document_under_a_name_that_every_system_takes(
    billed: Billed,
) -> None:
    issued = billed.reports[5].invoices or []
    files = [Path(one["files"][0]) for one in issued]

    assert len(files) == 31
    assert all(Path(file).is_file() for one in issued for file in one["files"])
    assert "2026-00003 Dupont & Fils SA.docx" in {file.name for file in files}
    assert {file.parents[2].name for file in files} == {billed.after.firm.output_folder}


def test_payers_are_due_by_their_own_terms(billed: Billed) -> None:
    due = dict(billed.rows("Invoices", "payer", "due_date"))

    assert due["MIRABELLE"] == date(2026, 11, 30)
    assert due["NORTHLIGHT"] == date(2026, 12, 31)  # 60 days, end of the month
    assert due["GARANCE"] == date(2026, 12, 15)  # 45 days
    assert due["PEETERS"] == date(2026, 11, 15)  # 15 days


def test_the_vat_of_each_line_is_that_of_its_payer(billed: Billed) -> None:
    by_payer: dict[str, set[tuple[VatCategory, Decimal]]] = {}
    for payer, category, rate in billed.rows("Allocations", "payer", "vat_category", "vat_rate"):
        by_payer.setdefault(payer, set()).add((category, rate))

    assert by_payer["GARANCE"] == by_payer["COQUELICOT"] == {(VatCategory.AE, Decimal(0))}
    assert by_payer["AMISPARC"] == {
        (VatCategory.E, Decimal(0)),
        (VatCategory.S, Decimal("0.21")),
    }
    assert by_payer["DUPONT"] == {
        (VatCategory.S, Decimal("0.21")),
        (VatCategory.S, Decimal("0.06")),
        (VatCategory.O, Decimal(0)),  # paid for the client
    }
    assert by_payer["PEETERS"] == {(VatCategory.S, Decimal("0.21"))}


def test_the_yearly_fee_of_the_bakery_is_planned_in_twelfths_that_make_it(billed: Billed) -> None:
    rows = sorted(billed.rows("Plan", "project", "month", "amount"))
    amounts = [str(amount) for project, _, amount in rows if project == "MIR-26"]

    assert amounts == ["83.33", "83.34", "83.33"] * 4
    assert sum(map(Decimal, amounts)) == Decimal("1000.00")


def test_every_value_that_a_list_should_offer_is_on_offer(billed: Billed) -> None:
    offered = set(billed.rows("Lists", "list", "value"))

    wanted = {
        (column.listed, column.kind.to_cell(row[column.name], billed.language))
        for table, rows in sample_rows(billed.language).items()
        for column in BY_NAME[table].columns
        for row in rows
        if column.listed and row[column.name] is not None
    }

    assert {group for group, _ in wanted} == {"subscription", "team", "unit"}
    assert wanted <= offered
