"""The forms of a structured invoice, by the rules that judge it."""

from enum import StrEnum

from lxml import etree

from addin.billing.choices import EInvoice


class Form(StrEnum):
    """Which rules an invoice is held to; the values are those of ``EInvoice`` where it has one."""

    PEPPOL = "peppol"
    FACTURX = "facturx"
    UBL_FR = "french ubl"
    CII_FR = "french cii"
    UBL_EXTENDED = "french ubl extended"  # EXTENDED-CTC-FR: read, never written
    CII_EXTENDED = "french cii extended"  # likewise
    UBL = "ubl"  # EN 16931 alone, such as an invoice from Germany
    CII = "cii"  # likewise


def form_for(einvoice: EInvoice, seller_country: str) -> Form | None:
    """The form of an invoice that goes out, by what the sheet Clients says of its payer.

    A Factur-X invoice of a French seller is held to the French rules too. None for a PDF alone.
    """
    if einvoice is EInvoice.PDF:
        return None
    french = einvoice is EInvoice.FACTURX and seller_country == "FR"
    return Form.CII_FR if french else Form(einvoice.value)


UBL_INVOICE = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
UBL_CREDIT_NOTE = "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"
CII_INVOICE = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice"

_UBL_ROOTS = (UBL_INVOICE, UBL_CREDIT_NOTE)
ROOTS = {
    Form.PEPPOL: _UBL_ROOTS,
    Form.UBL_FR: _UBL_ROOTS,
    Form.UBL: _UBL_ROOTS,
    Form.UBL_EXTENDED: _UBL_ROOTS,
    Form.FACTURX: (CII_INVOICE,),
    Form.CII_FR: (CII_INVOICE,),
    Form.CII: (CII_INVOICE,),
    Form.CII_EXTENDED: (CII_INVOICE,),
}
"""The element that a document of each form starts with."""

_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_PEPPOL = "urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_FACTURX = "urn:cen.eu:en16931:2017"
_EXTENDED = "extended-ctc-fr"
_FRENCH_PROCESSES = frozenset("BSM")


def form_of(root: etree._Element) -> Form | None:
    """The form that a document says it has, by its specification (BT-24) and process (BT-23).

    Returns:
        None where it is neither UBL nor CII. A form of EN 16931 alone where it names a
        specification that no rules of ours are about. CII that names EN 16931 and no more is taken
        for Factur-X, which names the same.
    """
    if root.tag in _UBL_ROOTS:
        return _ubl_form(root)
    return _cii_form(root) if root.tag == CII_INVOICE else None


def _ubl_form(root: etree._Element) -> Form:
    specification = (root.findtext(f"{_CBC}CustomizationID") or "").strip()
    process = (root.findtext(f"{_CBC}ProfileID") or "").strip()
    if specification.endswith(_PEPPOL):
        return Form.PEPPOL
    if specification.lower().endswith(_EXTENDED):
        return Form.UBL_EXTENDED
    return Form.UBL_FR if _is_french(process) else Form.UBL


def _cii_form(root: etree._Element) -> Form:
    context = root.find("{*}ExchangedDocumentContext")
    if context is None:
        return Form.CII
    guideline = context.findtext("{*}GuidelineSpecifiedDocumentContextParameter/{*}ID") or ""
    process = context.findtext("{*}BusinessProcessSpecifiedDocumentContextParameter/{*}ID") or ""
    if guideline.strip().lower().endswith(_EXTENDED):
        return Form.CII_EXTENDED
    if guideline.strip() != _FACTURX:
        return Form.CII
    return Form.CII_FR if _is_french(process.strip()) else Form.FACTURX


def _is_french(process: str) -> bool:
    """Whether a business process is one of BR-FR-08: ``B1``, ``S1``, ``M1`` and so on."""
    return len(process) == 2 and process[0] in _FRENCH_PROCESSES and process[1].isdigit()
