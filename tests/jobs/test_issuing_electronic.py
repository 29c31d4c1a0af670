"""Issuing to payers who get electronic invoices: proven by every rule before a number is taken."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from einvoices_corpus import needs_corpus
from electronic_office import (
    ALDER,
    BIRCH,
    FRENCH_FIRM,
    UNKNOWN_SCHEME,
    files,
    invoices,
    one_line,
    settings,
)
from journal_samples import issue as issue_another
from sample_office import SHARED, Office, codes, entry, own_line

from addin.billing.calendar import Month
from addin.billing.money import from_cents, to_cents
from addin.documents.invoices import read_totals
from addin.documents.manifest import listed
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules import judging
from addin.einvoices.rules.desk import Desk
from addin.errors import Finding, Place
from addin.jobs.crediting import CreditRequest, credit
from addin.jobs.invoices import electronic
from addin.jobs.invoices.electronic import (
    RulesBrokenError,
    differences,
    electronic_file,
)
from addin.jobs.issuing import Request
from addin.jobs.previewing import preview
from addin.jobs.rebuilding import rebuild
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.tables.edits import TableEdit

MARCH = "2026-03"
DAY = date(2026, 12, 31)
MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)
STEM = "invoices/2026/03/2026-00001 Alder SRL"


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    judging.DESK.close()


def credited(office: Office, **asked: Any) -> Report:
    request = CreditRequest("2026-00001", DAY, MOMENT, **asked)
    return run(office.book, lambda content: credit(content, request), dry_run=request.dry_run)


def previewed(office: Office) -> Report:
    request = Request(Month(2026, 3), DAY, MOMENT)
    return run(office.book, lambda content: preview(content, request), dry_run=True)


def require_sound(office: Office) -> None:
    """Workbook, journal and documents agree."""
    assert run(office.book, verify, dry_run=True, recover=False).findings == []


def places(report: Report) -> list[tuple[str, str, int | None]]:
    return [(one.code, one.sheet, one.row) for one in report.findings]


@needs_corpus
def test_the_file_lies_beside_the_document_and_everyone_knows_it(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER)

    report = office.issue(MARCH)

    assert codes(report) == []
    (row,) = office.rows("Invoices", payer="ALDER")
    assert (row["docx"], row["xml"]) == (f"{STEM}.docx", f"{STEM}.xml")
    assert [one.file.path for one in files(office, ".xml")] == [f"{STEM}.xml"]
    assert "2026/03/2026-00001 Alder SRL.xml" in listed(tmp_path / "invoices")
    assert report.invoices is not None
    assert report.invoices[0]["files"] == [
        str(tmp_path / f"{STEM}{end}") for end in (".docx", ".xml")
    ]
    assert [one["einvoice"] for one in report.invoices] == ["peppol", "pdf"]
    assert office.rows("Invoices", payer="BIRCH")[0]["xml"] is None
    require_sound(office)


@needs_corpus
@pytest.mark.parametrize(
    ("form", "firm"),
    [
        ("peppol", {}),
        ("facturx", {}),
        ("peppol", FRENCH_FIRM),
        ("facturx", FRENCH_FIRM),
        ("french ubl", FRENCH_FIRM),
        ("french cii", FRENCH_FIRM),
    ],
)
def test_each_form_passes_the_official_rules(
    tmp_path: Path, form: str, firm: dict[str, str]
) -> None:
    office = one_line(tmp_path, BIRCH | {"einvoice": form}, Settings=settings(**firm))

    assert codes(office.issue(MARCH)) == []
    (invoice,) = (one for one in invoices(office) if one.buyer.key == "BIRCH")
    (file,) = files(office, ".xml")
    xml = (tmp_path / file.file.path).read_bytes()
    assert xml == electronic_file(invoice)
    assert list(differences(invoice, read_invoice(xml))) == []


@needs_corpus
def test_a_consumer_abroad_gets_what_france_wants_said_too(tmp_path: Path) -> None:
    consumer = BIRCH | {"country": "BE", "vat_number": None, "enterprise_number": None}
    consumer |= {"endpoint": "0088:5790000435968"}  # BR-FR-12 wants one of anybody
    office = one_line(tmp_path, consumer, Settings=settings(**FRENCH_FIRM))

    assert codes(office.issue(MARCH)) == []
    (invoice,) = (one for one in invoices(office) if one.buyer.key == "BIRCH")
    assert {"PMT", "PMD", "AAB"} <= {note.subject for note in invoice.notes}


@needs_corpus
def test_one_figure_stands_in_the_grid_the_document_the_journal_and_the_file(
    tmp_path: Path,
) -> None:
    office = Office(
        tmp_path,
        Clients=[ALDER | {"discount_percent": "0.05"}, BIRCH],
        Projects=[SHARED],
        Splits=[
            {"project": "P-1", "payer": "ALDER", "share": "0.6667"},
            {"project": "P-1", "payer": "BIRCH", "share": "0.3333"},
        ],
        Timesheets=[entry("T-1", "2026-03-02", 137)],
        Prebilling=[
            own_line("P-1", "10.01", quantity="-1"),
            own_line("P-1", "333.33", discount_percent="0.03"),
        ],
    )

    assert codes(office.bill(MARCH)) == []

    for invoice, row in zip(invoices(office), office.rows("Invoices"), strict=True):
        file = read_invoice((tmp_path / row["xml"]).read_bytes())
        printed = read_totals((tmp_path / row["docx"]).read_bytes())
        totals = invoice.totals
        in_journal = (totals.net_cents, totals.vat_cents, totals.gross_cents)
        in_grid = tuple(to_cents(Decimal(row[name])) for name in ("net", "vat", "gross"))
        in_file = (file.totals.without_vat, file.totals.vat or Decimal(0), file.totals.with_vat)
        assert in_grid == in_journal
        assert (printed.net_cents, printed.vat_cents, printed.gross_cents) == in_journal
        assert in_file == tuple(map(from_cents, in_journal))
        lines = office.rows("InvoiceLines", number=invoice.number)
        assert [Decimal(one["net"]) for one in lines] == [one.net for one in file.lines]
        assert file.number == printed.number == row["number"] == invoice.number


def test_a_broken_rule_leaves_its_project_out_and_no_other(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER | UNKNOWN_SCHEME)

    report = office.issue(MARCH)

    found = [one for one in places(report) if one[0] != "EIR-04"]
    assert found == [("EIR-02", "Clients", 5)]
    assert [row["payer"] for row in office.rows("Invoices")] == ["BIRCH"]
    assert [one.number for one in office.journal.invoices()] == ["2026-00001"]
    assert office.journal.returned_numbers() == []
    assert report.skipped == ["P-1"]


def test_a_shared_project_is_billed_to_nobody_when_one_file_breaks_a_rule(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Clients=[ALDER | UNKNOWN_SCHEME],
        Projects=[SHARED],
        Splits=[
            {"project": "P-1", "payer": "ALDER", "share": "0.6"},
            {"project": "P-1", "payer": "BIRCH", "share": "0.4"},
        ],
        Timesheets=[entry("T-1", "2026-03-02", 60)],
    )

    report = office.bill(MARCH)

    assert "EIR-02" in codes(report)
    assert office.journal.invoices() == []
    assert not (tmp_path / "invoices").exists()


def test_rules_that_are_not_installed_are_told_once_and_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_RULES", str(tmp_path / "none"))
    office = one_line(tmp_path, ALDER, ALDER | {"client": "BIRCH", "name": "Birch"})

    report = office.issue(MARCH)

    assert codes(report) == ["EIR-04"]
    assert report.added == len(files(office, ".xml")) == 2


def test_rules_whose_program_ends_are_told_and_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Desk(program=("-c", "pass"))
    monkeypatch.setattr(judging, "DESK", broken)
    monkeypatch.setattr(electronic, "PATIENCE", 1)
    office = one_line(tmp_path, ALDER | UNKNOWN_SCHEME, BIRCH)

    report = office.issue(MARCH)

    assert set(codes(report)) - {"EIR-04"} == {"EIN-14"}
    assert report.added == 2
    broken.close()
    monkeypatch.undo()
    with pytest.raises(RulesBrokenError) as refused:
        credited(office, commercial=True)
    assert refused.value.code == "EIN-13"
    assert [one.code for one in refused.value.findings] == ["EIR-02"]
    assert office.journal.returned_numbers() == []
    assert len(office.journal.invoices()) == 2


def test_a_dry_run_and_a_preview_tell_what_the_rules_refuse(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER | UNKNOWN_SCHEME)

    for report in (office.issue(MARCH, dry_run=True), previewed(office)):
        assert ("EIR-02", "Clients", 5) in places(report)
    assert office.journal.invoices() == []
    assert files(office, ".xml") == []


def test_who_asks_for_no_file_starts_no_rules(tmp_path: Path) -> None:
    judging.DESK.close()

    assert codes(one_line(tmp_path).issue(MARCH)) == []
    assert judging.DESK.pid is None


def test_a_file_that_is_gone_is_written_again_the_same(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER, BIRCH)
    office.issue(MARCH)
    path = tmp_path / f"{STEM}.xml"
    before = path.read_bytes()
    path.unlink()

    office.generate("2026-04")

    assert path.read_bytes() == before
    path.write_bytes(before.replace(b"100.00", b"900.00"))
    found = run(office.book, verify, dry_run=True, recover=False)
    assert codes(found) == ["VER-04"]


def test_a_run_cut_short_before_the_file_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = one_line(tmp_path, ALDER, BIRCH)

    def cut(path: Path, document: bytes) -> None:
        if path.suffix == ".xml":
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document)

    with monkeypatch.context() as patch:
        patch.setattr("addin.jobs.issuing.write_whole", cut)
        with pytest.raises(KeyboardInterrupt):
            office.issue(MARCH)
    assert not list(tmp_path.rglob("*.xml"))

    office.issue(MARCH)

    assert len(list(tmp_path.rglob("*.xml"))) == 2
    assert all(row["xml"] for row in office.rows("Invoices"))
    require_sound(office)


def test_a_number_that_another_takes_meanwhile_is_in_no_file(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER, BIRCH)
    told: list[tuple[int, int]] = []

    def another(done: int, total: int) -> None:
        if not told:
            issue_another(office.journal, "2026-03/X/-/fixed/2026-03", issue_date=DAY)
        told.append((done, total))

    office.issue(MARCH, on_issued=another)

    numbers = {one.number: one.file.path for one in files(office, ".xml")}
    assert set(numbers) == {"2026-00002", "2026-00003"}
    for number, path in numbers.items():
        assert read_invoice((tmp_path / path).read_bytes()).number == number
    assert told == [(0, 2), (0, 2), (1, 2), (2, 2)]


def test_a_credit_note_has_a_file_too(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER)
    office.issue(MARCH)

    report = credited(office, opens_all=True, reason="Wrong <month> & client")

    assert set(codes(report)) <= {"EIR-04"}
    (row,) = office.rows("Invoices", number="NC2026-00001")
    note = read_invoice((tmp_path / row["xml"]).read_bytes())
    assert (note.kind, note.preceding[0].number) == ("381", "2026-00001")
    assert (note.totals.with_vat, Decimal(row["gross"])) == (Decimal("121.00"), Decimal("-121.00"))
    assert "Wrong <month> & client" in note.notes[0].text
    require_sound(office)


def test_a_reissue_has_files_for_both(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER)
    office.issue(MARCH)
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 9")

    report = credited(office, reissue=True)

    assert report.invoices is not None
    for invoice in report.invoices:
        assert [Path(one).suffix for one in invoice["files"]] == [".docx", ".xml"]
    newest = read_invoice(Path(report.invoices[-1]["files"][1]).read_bytes())
    assert newest.buyer.address is not None
    assert newest.buyer.address.street == "Rue Neuve 9"
    require_sound(office)


def test_a_lost_row_comes_back_with_its_file(tmp_path: Path) -> None:
    office = one_line(tmp_path, ALDER)
    office.issue(MARCH)
    rows = office.rows("Invoices")
    office.book.write([TableEdit("Invoices", removed=frozenset(range(len(rows))))])

    run(office.book, rebuild, recover=False)

    assert [row["xml"] for row in office.rows("Invoices")] == [row["xml"] for row in rows]
    require_sound(office)


@pytest.mark.parametrize("form", ["french ubl", "french cii"])
def test_french_forms_are_for_french_sellers(tmp_path: Path, form: str) -> None:
    office = one_line(tmp_path, BIRCH | {"einvoice": form})

    report = office.issue(MARCH)

    assert places(report) == [("PAY-08", "Clients", 6)]
    assert [row["payer"] for row in office.rows("Invoices")] == ["ALDER"]


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("number", lambda one: replace(one, number="2026-00009")),
        ("due date", lambda one: replace(one, due_date=DAY)),
        ("currency", lambda one: replace(one, currency="USD")),
        ("gross", lambda one: replace(one, totals=replace(one.totals, with_vat=Decimal("121.01")))),
        ("number of lines", lambda one: replace(one, lines=one.lines * 2)),
        ("VAT rows", lambda one: replace(one, vat=())),
        ("line 1", lambda one: replace(one, lines=(replace(one.lines[0], net=Decimal(99)),))),
        (
            "VAT of line 1",
            lambda one: replace(one, lines=(replace(one.lines[0], vat_rate=Decimal(6)),)),
        ),
    ],
)
def test_a_file_that_says_otherwise_is_found_out(
    tmp_path: Path, what: str, change: Callable[[Any], Any]
) -> None:
    office = one_line(tmp_path, ALDER)
    office.issue(MARCH)
    invoice = invoices(office)[0]
    read = read_invoice((tmp_path / f"{STEM}.xml").read_bytes())

    assert list(differences(invoice, read)) == []
    assert [one[0] for one in differences(invoice, change(read))] == [what]


def test_what_a_check_of_ours_finds_is_told_at_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(_: object) -> list[Finding]:
        bank = Place("Settings", None, "iban")
        return [
            Finding("EIN-07", Place("Clients", None, "payment_days")),
            Finding("EIN-08", bank, {"reference": "+", "number": "1"}),
        ]

    monkeypatch.setattr(electronic, "exact_findings", found)
    office = one_line(tmp_path, ALDER)

    report = office.issue(MARCH)

    told = {one.code: (one.sheet, one.row, one.column) for one in report.findings}
    assert told["EIN-07"][:2] == ("Clients", 5)
    assert told["EIN-08"][0::2] == ("Settings", "Value")
    assert office.rows("Settings")[(told["EIN-08"][1] or 0) - 5]["setting"] == "iban"
