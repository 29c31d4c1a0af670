"""Accounting software: in which form each package takes a document.

The names are those under which the packages are sold; how a package is written does not matter.
What a package is not known to take is carried as an e-invoice and a PDF side by side: every package
takes one of the two. A form in brackets behind the name wins: ``Bob 50 (pdf)``.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class FileForm(StrEnum):
    """The files that an accounting software takes of one document."""

    UBL = "ubl"  # an e-invoice (Peppol BIS 3) with the PDF inside
    UBL_AND_PDF = "ubl and pdf"  # the e-invoice and the PDF side by side, under one name
    FACTUR_X = "factur-x"  # the PDF, with the e-invoice inside where the payer gets one
    PDF = "pdf"


# The Belgian packages read UBL and take the picture from inside it; those that came from scanning
# pair two files by their names; the French ones live from PDF.
_FORMS: Mapping[FileForm, tuple[str, ...]] = MappingProxyType(
    {
        FileForm.UBL: (
            "Adfinity",
            "Billit",
            "Clearfacts",
            "Exact Online",
            "Horus",
            "Octopus",
            "Odoo",
            "Wings",
            "Winbooks Connect",
            "Yuki",
        ),
        FileForm.UBL_AND_PDF: (
            "Adsolut",
            "Admisol",
            "Basecone",
            "Bob 50",
            "Expert/M",
            "Kluwer Expert/M Plus",
            "Sage BOB 50",
            "Top Account",
            "Winbooks",
            "Zensoft",
        ),
        FileForm.FACTUR_X: (
            "ACD",
            "Agiris",
            "Cegid Quadra",
            "Dext",
            "EBP",
            "fulll",
            "Ibiza",
            "Inqom",
            "MyUnisoft",
            "Pennylane",
            "Sage 50",
            "Sage 100",
            "Tiime",
        ),
        FileForm.PDF: ("PDF",),
    }
)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


FORM_BY_NAME: Mapping[str, FileForm] = MappingProxyType(
    {_plain(name): form for form, names in _FORMS.items() for name in names}
)
_SAID: Mapping[str, FileForm] = MappingProxyType(
    {
        "ubl": FileForm.UBL,
        "ublpdf": FileForm.UBL_AND_PDF,
        "facturx": FileForm.FACTUR_X,
        "pdf": FileForm.PDF,
    }
)
KNOWN = tuple(sorted((name for names in _FORMS.values() for name in names), key=str.lower))
"""The packages that are known, in the order of the alphabet."""
USUAL = FileForm.UBL_AND_PDF


def form_of(software: str | None) -> FileForm:
    """The form in which an accounting software takes documents.

    >>> form_of("Bob 50 (PDF)").value, form_of("Own (UBL + PDF)").value
    ('pdf', 'ubl and pdf')
    >>> form_of("WinBooks connect").value, form_of("of our own").value, form_of(None).value
    ('ubl', 'ubl and pdf', 'ubl and pdf')
    """
    name, wanted = _parts(software or "")
    return wanted or FORM_BY_NAME.get(_plain(name), USUAL)


def is_known(software: str) -> bool:
    """Whether the form is known: by the name of the package, or because it is said."""
    name, wanted = _parts(software)
    return wanted is not None or _plain(name) in FORM_BY_NAME


def _parts(software: str) -> tuple[str, FileForm | None]:
    """The name of a package, and the form in brackets behind it."""
    name, bracket, said = software.strip().removesuffix(")").rpartition("(")
    form = _SAID.get(_plain(said)) if bracket else None
    return (name, form) if form else (software, None)
