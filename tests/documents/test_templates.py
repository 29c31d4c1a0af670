"""The templates that ship: built as committed, sound for Word, complete in every language."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from addin.billing.choices import TimeDetail, VatCategory
from addin.billing.invoice import EarlyPayment, Invoice, Totals, VatTotal
from addin.config import resource
from addin.documents.annex_view import MARKS as ANNEX_MARKS
from addin.documents.annex_view import annex_context, annex_line
from addin.documents.invoice_view import EARLY_FIELDS, PRECEDING_FIELDS, invoice_context
from addin.documents.invoices import (
    MARKS,
    expected_totals,
    read_totals,
    render_invoice,
)
from addin.documents.output_folder import document_name
from addin.documents.package import deflated, entries, package_of
from addin.documents.specimen import (
    bare_specimen,
    credit_specimen,
    early_specimen,
    specimen,
)
from addin.documents.statement_view import MARKS as STATEMENT_MARKS
from addin.documents.statement_view import statement_context
from addin.documents.template_check import check_template
from addin.documents.template_choice import KINDS
from addin.documents.template_errors import (
    UnclearFigureError,
    UnknownTagError,
    UnmarkedFigureError,
)
from addin.words import Language
from documents.annex_samples import TIME_LINE, account, worked
from documents.sample_templates import parts, texts, with_text
from templates.build_all import BUILDERS, write_all

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "templates.md").read_text("utf-8")


def template(language: Language) -> Path:
    return resource("templates", "invoice", f"{language}.docx")


@pytest.mark.parametrize("kind", BUILDERS)
@pytest.mark.parametrize("language", Language)
def test_the_committed_template_is_what_the_script_builds(language: Language, kind: str) -> None:
    committed, build = resource("templates", kind, f"{language}.docx"), BUILDERS[kind]

    assert parts(committed.read_bytes()) == parts(build(language))
    assert build(language) == build(language)


@pytest.mark.parametrize(("country", "title"), [("BE", "Note de crédit"), ("FR", "Avoir")])
def test_a_credit_note_is_called_what_its_country_calls_it(country: str, title: str) -> None:
    credit = credit_specimen(Language.FR)

    made = render_invoice(replace(credit, seller=replace(credit.seller, country=country)))

    assert texts(made)[0] == title
    assert f"{title} NC2026-00007" in texts(made, "word/header2.xml")


def test_all_templates_that_ship_are_built_at_once(tmp_path: Path) -> None:
    write_all(tmp_path)

    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.docx")}
    shipped = ROOT / "templates"
    assert built == {path.relative_to(shipped) for path in shipped.rglob("*.docx")}
    assert len(built) == len(KINDS) * len(Language)


@pytest.mark.parametrize("language", Language)
def test_a_shipped_template_passes_its_own_check(language: Language) -> None:
    check_template(template(language), language)


def long_invoice(language: Language) -> Invoice:
    """40 lines, so that the table goes on over the page."""
    whole = specimen(language)
    lines = tuple(
        replace(whole.lines[number % 3], description=f"Line {number} & <more>")
        for number in range(1, 41)
    )
    return replace(whole, lines=lines)


def reverse_charge(language: Language) -> Invoice:
    """From Belgium to France, without VAT, with the sentence the law wants."""
    whole = bare_specimen(language)
    buyer = replace(
        whole.buyer, country="FR", vat_number="FR12345678901", enterprise_number="345678901"
    )
    mention = "Autoliquidation - art. 196 de la directive 2006/112/CE"
    return replace(whole, number="2026-00043", buyer=buyer, mentions=(mention,))


def three_rates(language: Language) -> Invoice:
    """Standard, reduced and reverse charge on one invoice."""
    whole = specimen(language)
    vat = (
        VatTotal(VatCategory.S, Decimal("0.21"), 12345678, 2592592),
        VatTotal(VatCategory.S, Decimal("0.055"), 10000, 550),
        VatTotal(VatCategory.AE, Decimal(0), 123450, 0),
    )
    lines = tuple(
        replace(
            line, vat_category=row.vat_category, vat_rate=row.vat_rate, net_cents=row.base_cents
        )
        for line, row in zip(whole.lines, vat, strict=True)
    )
    totals = Totals(12479128, 0, 12479128, vat, 2593142, 15072270)
    return replace(whole, lines=lines, totals=totals, discount=Decimal(0), allowances=())


def disbursement(language: Language) -> Invoice:
    """Court fees paid in the client's name: outside VAT."""
    whole = bare_specimen(language)
    line = replace(whole.lines[0], vat_category=VatCategory.O)
    row = replace(whole.totals.vat[0], vat_category=VatCategory.O)
    return replace(
        whole,
        number="2026-00044",
        lines=(line,),
        totals=replace(whole.totals, vat=(row,)),
        mentions=("Débours exclus de la base d'imposition",),
    )


def settlement(language: Language) -> Invoice:
    """A fee less the deposit that was paid for it, and hours that are taken back."""
    whole = bare_specimen(language)
    fee = whole.lines[0]
    deposit = replace(fee, line="D", quantity=Decimal(-1), unit_price=Decimal(300))
    hours = replace(fee, line="H", quantity=Decimal("-1.5"), minutes=-90, unit_price=Decimal(100))
    lines = (fee, replace(deposit, net_cents=-30000), replace(hours, net_cents=-15000))
    row = replace(whole.totals.vat[0], base_cents=50000)
    totals = Totals(50000, 0, 50000, (row,), 0, 50000)
    return replace(whole, number="2026-00045", lines=lines, totals=totals)


def french_early_payment(language: Language) -> Invoice:
    """20 % on the whole of 950.00, and 2 % less when it is paid early."""
    whole = specimen(language)
    row = VatTotal(VatCategory.S, Decimal("0.20"), 95000, 19000)
    return replace(
        whole,
        seller=replace(whole.seller, country="FR"),
        lines=(replace(whole.lines[0], vat_rate=Decimal("0.20")),),
        totals=Totals(95000, 0, 95000, (row,), 19000, 114000),
        discount=Decimal(0),
        allowances=(),
        early=EarlyPayment(Decimal("0.02"), date(2026, 4, 10), 1900, 111720, taxed=True),
    )


def awkward(language: Language) -> Invoice:
    """Names, addresses and codes as long and as strange as they come."""
    whole = specimen(language)
    name = "Immobilière & Co <Hainaut> “Ça va” - Établissements Vanderstichelen-D'Hondt"
    buyer = replace(whole.buyer, name=name, address="c/o Ü & Ö\nRue A\tB\nBoîte 3", contact="")
    line = replace(
        whole.lines[0], description="Two\nlines & {{ braces }}", unit_price=Decimal("0.0125")
    )
    return replace(
        whole,
        buyer=buyer,
        lines=(line,),
        projects=("ANDERLECHT-2026-LOT-1", "GENT-CENTRUM-2026"),
        supply_from=date(2025, 12, 15),
        reference="2026-00042",
        iban="FR7630006000011234567890189",
    )


def long_credit_note(language: Language) -> Invoice:
    """40 lines taken back."""
    whole = credit_specimen(language)
    return replace(whole, lines=long_invoice(language).lines)


CASES = {case.__name__: case for case in (specimen, bare_specimen, long_invoice, reverse_charge)}
CASES |= {case.__name__: case for case in (credit_specimen, long_credit_note)}
CASES |= {case.__name__: case for case in (three_rates, awkward, early_specimen)}
CASES |= {case.__name__: case for case in (disbursement, settlement, french_early_payment)}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("language", Language)
def test_every_invoice_shows_its_figures_in_every_language(language: Language, case: Any) -> None:
    invoice: Invoice = case(language)

    made = render_invoice(invoice)

    shown = "\n".join(texts(made))
    assert read_totals(made) == expected_totals(invoice)
    fields: Any = invoice_context(invoice)
    rows = [*fields["lines"], *fields["allowances"]]
    rows += [] if fields["outside_vat"] else fields["vat_rows"]
    for row in rows:
        assert all(text in shown for text in row.values())
    assert all(fields[early] in shown.replace("\n", "") for early in EARLY_FIELDS)
    assert all(fields[preceding] in shown for preceding in PRECEDING_FIELDS)
    assert invoice.buyer.name in shown
    assert all(mention in shown for mention in invoice.mentions)
    assert not re.search(r"{%|{{(?! braces)|None|Undefined", shown)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_word_opens_every_invoice(case: Any, tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    path.write_bytes(render_invoice(case(Language.FR)))

    result = OpenXmlValidator().validate(str(path))

    assert [str(error) for error in result.errors] == []


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Invoice, str, int]]:
    """Each case in each language as LibreOffice prints it: the invoice, its text, its pages."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed")
    folder = tmp_path_factory.mktemp("printed")
    cases = {f"{name}-{each}": case(each) for each in Language for name, case in CASES.items()}
    for name, invoice in cases.items():
        (folder / f"{name}.docx").write_bytes(render_invoice(invoice))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    documents = sorted(str(path) for path in folder.glob("*.docx"))
    subprocess.run([*command, *documents], check=True, capture_output=True, timeout=300)
    found = {}
    for name, invoice in cases.items():
        call = [reader, "-layout", str(folder / f"{name}.pdf"), "-"]
        text = subprocess.run(call, check=True, capture_output=True, timeout=60).stdout.decode()
        found[name] = (invoice, text.replace("\u00a0", " "), text.count("\f"))
    return found


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", Language)
def test_libreoffice_prints_every_invoice(
    printed: Mapping[str, tuple[Invoice, str, int]], language: Language, case: str
) -> None:
    invoice, text, pages = printed[f"{case}-{language}"]
    fields = invoice_context(invoice)

    wanted = ["invoice_number", "total_net", "total_vat", "total_gross"]
    wanted += PRECEDING_FIELDS[:2] if fields["credit_note"] else ("due_date", "iban")
    for field in wanted:
        assert str(fields[field]).replace("\u00a0", " ") in text
    assert pages == (3 if case.startswith("long") else 1)


@pytest.mark.parametrize("language", Language)
def test_the_headings_are_repeated_on_every_page_of_the_lines(
    printed: Mapping[str, tuple[Invoice, str, int]], language: Language
) -> None:
    _, text, pages = printed[f"long_invoice-{language}"]
    heading = {"en": "Description", "fr": "Désignation", "nl": "Omschrijving", "de": "Bezeichnung"}

    sheets = text.split("\f")[:pages]
    with_lines = [sheet for sheet in sheets if re.search(r"Line \d+ &", sheet)]
    assert len(with_lines) > 1
    assert all(heading[language] in sheet for sheet in with_lines)
    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"\w+ {number} \w+ {pages}\s*$", sheet), sheet[-200:]


def test_a_credit_note_asks_for_no_payment() -> None:
    shown = "\n".join(texts(render_invoice(credit_specimen(Language.EN))))

    assert "Credit note" in shown
    assert "We credit you €3,037.46 on invoice 2026-00042 of 31 March 2026." in shown
    assert "VAT to be repaid to the State" in shown
    assert "Please pay" not in shown
    assert "BE68" not in shown


def test_only_a_belgian_credit_note_with_vat_says_that_it_is_to_be_repaid() -> None:
    whole = credit_specimen(Language.FR)
    french = replace(whole, seller=replace(whole.seller, country="FR"))
    untaxed = replace(whole, totals=replace(whole.totals, vat_cents=0))

    assert invoice_context(whole)["vat_note"]
    assert invoice_context(french)["vat_note"] == invoice_context(untaxed)["vat_note"] == ""


def test_a_template_with_an_unknown_field_fails_its_check_even_in_a_rare_branch(
    tmp_path: Path,
) -> None:
    ours = tmp_path / "ours.docx"
    ours.write_bytes(with_text("{% if draft and not draft %}{{ total_brut }}{% endif %}"))

    with pytest.raises(UnknownTagError) as caught:
        check_template(ours)

    assert caught.value.values["tag"] == "total_brut"
    assert "total_" in str(caught.value.values["known"])


def test_a_template_without_marks_fails_its_check(tmp_path: Path) -> None:
    ours = tmp_path / "ours.docx"
    ours.write_bytes(with_text("{{ total_gross }}"))

    with pytest.raises(UnmarkedFigureError):
        check_template(ours)


def test_a_template_that_marks_the_wrong_figure_fails_its_check(tmp_path: Path) -> None:
    document = parts(template(Language.EN).read_bytes())["word/document.xml"]
    ours = tmp_path / "ours.docx"
    ours.write_bytes(
        replaced(template(Language.EN), document.replace(b"{{ total_vat }}", b"{{ total_net }}"))
    )

    with pytest.raises(UnclearFigureError) as caught:
        check_template(ours)

    assert caught.value.values == {"mark": "total_vat", "found": 251030}


def replaced(path: Path, document: bytes) -> bytes:
    entry = deflated("word/document.xml", document)
    found = entries(path.read_bytes())
    return package_of(entry if each.name == entry.name else each for each in found)


RECORDS = {
    "lines": "line",
    "vat_rows": "row",
    "allowances": "allowance",
    "parts": "part",
    "open_invoices": "item",
}


def names_of(context: Mapping[str, Any]) -> set[str]:
    names = set(context)
    for field, value in context.items():
        if isinstance(value, dict):
            names |= {f"{field}.{name}" for name in value}
            names.discard(field)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            record = RECORDS.get(field, "row")
            names |= {f"{record}.{name}" for name in value[0]}
            if field == "parts":
                names |= names_of({"rows": value[0]["rows"]}) - {"rows"}
    return names


def documented(page: str) -> set[str]:
    return set(re.findall(r"^\| `([a-z_.]+)` \|", page, re.MULTILINE))


def test_the_page_on_templates_names_every_field_and_no_other() -> None:
    invoice = specimen(Language.EN)
    annex = annex_context(
        invoice, [annex_line(invoice.lines[TIME_LINE], worked(1), TimeDetail.ENTRY)]
    )
    of_invoice, rest = PAGE.split("## Fields of a time annex")
    of_annex, rest = rest.split("## Fields of a statement of account")
    of_statement, _ = rest.split("## The marked figures")
    fields = names_of(invoice_context(invoice))

    assert documented(of_invoice) == fields
    assert documented(of_annex) == names_of(annex) - fields | {"row.amount"}
    own = names_of(statement_context(account(Language.EN)))
    assert documented(of_statement) == {name for name in own if name not in fields}


def test_the_page_on_templates_names_the_marks_of_annexes_and_statements() -> None:
    assert all(f"`{mark}`" in PAGE for mark in (*ANNEX_MARKS, *STATEMENT_MARKS))


def test_the_page_on_templates_names_the_marks_and_the_file() -> None:
    assert all(f"`{mark}`" in PAGE for mark in MARKS.values())
    assert document_name(specimen(Language.EN)) in PAGE
