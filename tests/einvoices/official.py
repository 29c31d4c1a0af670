"""The official rules for tests, from the files of the corpus."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.rules.schemas import judge_schema

RULES = Path(__file__).parents[3] / "shared" / "corpus" / "rules"
_CEN = "en16931-1.3.16/EN16931-{}-validation.xslt"
FILES = {
    Form.PEPPOL: (_CEN.format("UBL"), "peppol-3.0.21/PEPPOL-EN16931-UBL.xslt"),
    Form.UBL_FR: (_CEN.format("UBL"), "fr-rfe-1.4.0.03/BR-FR-Flux2-Schematron-UBL.xslt"),
    Form.CII_FR: (
        _CEN.format("CII"),
        "fr-rfe-1.4.0.03/FACTUR-X_EN16931.xslt",
        "fr-rfe-1.4.0.03/BR-FR-Flux2-Schematron-CII.xslt",
    ),
    Form.FACTURX: (_CEN.format("CII"), "fr-rfe-1.4.0.03/FACTUR-X_EN16931.xslt"),
    Form.UBL: (_CEN.format("UBL"),),
    Form.CII: (_CEN.format("CII"),),
}


def breaches(desk: Desk, xml: bytes, form: Form) -> Iterator[str]:
    """What the schema and the rules of a form say against a document; nothing if it is sound."""
    for one in judge_schema(etree.fromstring(xml), form).breaches:
        yield f"XSD: {one.text}"
    for answer in desk.ask([RULES / file for file in FILES[form]], xml).answers:
        if answer.fault:
            yield answer.fault
        for found in answer.found:
            yield f"{found.rule} {found.flag}: {found.text}"
