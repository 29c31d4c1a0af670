"""What French rules want of the credit note of a discount and of a firm without a VAT number."""

from dataclasses import replace
from decimal import Decimal

from einvoices.samples import FRENCH, FRENCH_NOTES, FRENCH_RATE, credited, french, piece

from addin.billing.choices import EInvoice, VatCategory
from addin.billing.document import EarlyTerms
from addin.einvoices.building import electronic_invoice
from addin.einvoices.model import DocumentNote


def test_a_french_credit_note_says_that_nothing_is_saved_by_paying_early() -> None:
    """That of an invoice which granted it: the credit note itself grants nothing."""
    early = EarlyTerms(Decimal("0.02"), "FR", "Escompte")
    line = piece("1", "1000.00", rate=FRENCH_RATE)
    whole = french([line], einvoice=EInvoice.UBL_FR, early=early, notes=FRENCH_NOTES[:2])
    note = replace(credited(whole), early=None)
    assert electronic_invoice(note).notes == (
        *electronic_invoice(whole).notes[:2],
        DocumentNote("Escompte pour paiement anticipé : néant.", "AAB"),
    )


def test_a_firm_without_a_vat_number_is_registered_under_its_siren() -> None:
    """As a French small business may be; no invoice passes without either number (BR-E-02)."""
    line = piece("1", "10", category=VatCategory.E)
    small = replace(FRENCH, vat_number="")
    seller = electronic_invoice(french([line], einvoice=EInvoice.UBL_FR, seller=small)).seller
    assert (seller.vat_identifier, seller.tax_registration) == ("", "732829320")
    assert (
        electronic_invoice(french([line], einvoice=EInvoice.UBL_FR)).seller.tax_registration == ""
    )
