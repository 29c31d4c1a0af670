"""Whether a document has the elements that its schema wants."""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from addin.einvoices.rules.form import Form
from addin.einvoices.rules.places import path_of
from addin.einvoices.rules.rule_sets import schema_for
from addin.einvoices.rules.verdict import Breach, Flag, Outcome

RULE = "XSD"
_MOST = 20
"""Breaches told of one document; a schema may complain of every element."""


@cache
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


def judge_schema(root: etree._Element, form: Form) -> Outcome:
    """What the schema of a form says; its texts are those of libxml2, in English."""
    facts = schema_for(form)
    schema = _schema(facts.files[etree.QName(root).localname])
    if schema.validate(root):
        return Outcome(facts.name, facts.title, facts.version)
    log: Any = schema.error_log  # its stubs do not know that it is a sequence
    breaches = tuple(_breach(error) for error in log[:_MOST])
    return Outcome(facts.name, facts.title, facts.version, breaches=breaches)


def _breach(error: etree._LogEntry) -> Breach:
    text = error.message.replace("{", "(").replace("}", ") ")
    return Breach(RULE, Flag.FATAL, text, path_of(error.path or ""))
