"""The letters that stand behind the name of a Belgian firm.

Companies and associations write their form or its abbreviation with their name (Code of Companies
and Associations, art. 2:20); the abbreviations are those of its articles 1:5, 1:6 and 1:7.
"""

from collections.abc import Mapping

from addin.words import Language, Words

SHORT_FORMS: Mapping[str, Words] = {
    "société à responsabilité limitée": Words("SRL", "SRL", "BV", "GmbH"),
    "société anonyme": Words("SA", "SA", "NV", "AG"),
    "société coopérative": Words("SC", "SC", "CV", "Gen"),
    "société en nom collectif": Words("SNC", "SNC", "VOF", "OHG"),
    "société en commandite": Words("SComm", "SComm", "CommV", "KommG"),
    "société européenne": Words("SE", "SE", "SE", "SE"),
    "association sans but lucratif": Words("ASBL", "ASBL", "VZW", "VoG"),
    "association internationale sans but lucratif": Words("AISBL", "AISBL", "IVZW", "IVoG"),
    "fondation privée": Words("FP", "FP", "PS", "PS"),
    "société coopérative européenne": Words("SCE", "SCE", "SCE", "SCE"),
    # Forms of before 2019, of firms that the register has not given their new one.
    "société privée à responsabilité limitée": Words("SPRL", "SPRL", "BVBA", "PGmbH"),
    "société coopérative à responsabilité limitée": Words("SCRL", "SCRL", "CVBA", "GenmbH"),
}
"""By the French words of the register; the reader of English gets the French letters."""


def short_form(french: str, language: Language) -> str:
    """The letters for a legal form that the register names in French; empty where it has none.

    >>> short_form("Société à responsabilité limitée", Language.NL)
    'BV'
    """
    words = SHORT_FORMS.get(french.strip().lower())
    return words[language] if words else ""


def with_form(name: str, letters: str) -> str:
    """A name and its legal form, once.

    >>> with_form("Dupont", "SRL"), with_form("Dupont SRL", "SRL")
    ('Dupont SRL', 'Dupont SRL')
    """
    words = name.upper().replace(",", " ").split()
    return name if not letters or letters.upper() in words else f"{name} {letters}"
