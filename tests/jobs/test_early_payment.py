"""A discount for paying early: offered, taxed and printed as the country has it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from documents.sample_templates import parts
from invoicing_office import EARLY, FRENCH, R21, E, S, issued, printed
from sample_office import Office, codes, documents, own_line, two_projects

from addin.billing.invoice import DocumentAllowance, DocumentCharge
from addin.config import resource
from addin.documents.invoices import read_totals
from addin.documents.package import deflated, entries, package_of


def test_in_belgium_vat_is_on_what_an_early_payment_leaves(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Clients=[{"client": "ALDER", **EARLY}], Prebilling=[own_line("P-1", "100.00")]
    )

    (invoice,) = issued(office)

    assert invoice.allowances == (DocumentAllowance("Early payment", 2_00, S, R21),)
    assert invoice.charges == (DocumentCharge("Early payment", 2_00, E, Decimal(0)),)
    totals, early = invoice.totals, invoice.early
    assert (totals.net_cents, totals.vat_cents, totals.gross_cents) == (100_00, 20_58, 120_58)
    assert early is not None
    assert (early.until, early.gross_cents, early.taxed) == (date(2027, 1, 10), 118_58, False)
    assert invoice.mentions == ()
    (shown,) = printed(tmp_path)
    assert "Or €118.58 by 10 January 2027, less 2% discount for early payment (€2.00)." in (
        " ".join(shown.split())
    )
    assert read_totals((tmp_path / documents(tmp_path)[0]).read_bytes()).early_cents == 118_58
    assert [row["gross"] for row in office.rows("Invoices")] == ["120.58"]


def test_in_france_vat_is_on_the_whole_and_corrected_when_the_discount_is_taken(
    tmp_path: Path,
) -> None:
    office = Office(
        tmp_path,
        Settings=FRENCH,
        Clients=[{"client": "ALDER", "country": "FR", "language": "fr", **EARLY}],
        Prebilling=[own_line("P-1", "100.00")],
    )

    (invoice,) = issued(office)

    assert (invoice.allowances, invoice.charges) == ((), ())
    assert (invoice.totals.vat_cents, invoice.totals.gross_cents) == (20_00, 120_00)
    assert invoice.early is not None
    assert (invoice.early.gross_cents, invoice.early.taxed) == (117_60, True)
    shown = " ".join(printed(tmp_path)[0].split())
    assert "Ou 117,60 € au plus tard le 10 janvier 2027, escompte de 2 % déduit (2,00 €)." in shown
    assert "la TVA que vous déduisez est à diminuer de 0,40 €" in shown
    assert "néant" not in shown


def test_a_french_firm_that_grants_nothing_says_so(tmp_path: Path) -> None:
    clients = [{"client": "ALDER", "country": "FR", "language": "fr"}]
    office = Office(
        tmp_path, Settings=FRENCH, Clients=clients, Prebilling=[own_line("P-1", "100.00")]
    )

    (invoice,) = issued(office)

    assert invoice.mentions == (
        "Escompte pour paiement anticipé : néant.",
        "SRL au capital de 10\xa0000,00\xa0€, RCS Lille 404\xa0833\xa0048",
    )


def test_an_early_payment_is_never_later_than_the_invoice_is_due(tmp_path: Path) -> None:
    terms = {"client": "ALDER", "payment_days": "5", **EARLY}
    office = Office(tmp_path, Clients=[terms], Prebilling=[own_line("P-1", "100.00")])

    (invoice,) = issued(office)

    assert invoice.early is not None
    assert invoice.early.until == invoice.due_date == date(2027, 1, 5)


def test_a_discount_that_rounds_to_nothing_is_not_offered(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Clients=[{"client": "ALDER", **EARLY}], Prebilling=[own_line("P-1", "0.20")]
    )

    (invoice,) = issued(office)

    assert (invoice.early, invoice.charges) == (None, ())


def test_a_template_that_does_not_mark_the_early_payment_is_refused_for_who_may_pay_early(
    tmp_path: Path,
) -> None:
    shipped = resource("templates", "invoice", "en.docx").read_bytes()
    document = parts(shipped)["word/document.xml"].replace(b'"early_gross"', b'"other"')
    changed = deflated("word/document.xml", document)
    whole = package_of(changed if each.name == changed.name else each for each in entries(shipped))
    (tmp_path / "ours.docx").write_bytes(whole)
    clients = [{"client": "ALDER", "template": "ours.docx"}, {"client": "BIRCH", **EARLY}]
    lines = [own_line("P-1", "100.00"), own_line("P-2", "10.00")]
    office = Office(
        tmp_path, Clients=clients, Projects=two_projects(client="BIRCH"), Prebilling=lines
    )
    office.put("Clients", {"client": "BIRCH"}, template="ours.docx")

    report = office.bill("2026-03")

    assert (codes(report), report.totals["net"], report.skipped) == (["ISS-03"], "100.00", ["P-2"])
    assert "shows - for early payment, but 11.86 was computed" in report.findings[0].sentence
