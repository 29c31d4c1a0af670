"""The forms in which an invoice is written and then judged by the official rules."""

from collections.abc import Callable

from addin.einvoices.cii import to_cii
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.profiles import FRENCH_CII, FRENCH_UBL, PEPPOL, Profile
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl

Writer = Callable[[ElectronicInvoice, Profile], bytes]
FORMS = [
    (to_ubl, PEPPOL, Form.PEPPOL),
    (to_ubl, FRENCH_UBL, Form.UBL_FR),
    (to_cii, FRENCH_CII, Form.CII_FR),
]
IDENTIFIED = [form.value for _, _, form in FORMS]
"""How a test that is run for each of them tells which it is."""
