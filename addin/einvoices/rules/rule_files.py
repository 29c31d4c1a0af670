"""A file of official rules: what it is, of which version, and as what it can be run."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from lxml import etree, isoschematron  # type: ignore[attr-defined] # its stubs forget it

from addin.einvoices.rules.rule_sets import RULE_SETS, RuleSet, published
from addin.errors import BillingError

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}schema"
_XSLT = "http://www.w3.org/1999/XSL/Transform"
STYLESHEETS = frozenset({f"{{{_XSLT}}}stylesheet", f"{{{_XSLT}}}transform"})
_SVRL = "http://purl.oclc.org/dsdl/svrl"
_REPORTS_OF_NO_BREACH = (f"{{{_SVRL}}}fired-rule", f"{{{_SVRL}}}active-pattern")
_HEAD_BYTES = 6_000

_PEPPOL_UPDATE = re.compile(rb"Last update:\s*(\d{4}) (May|November) release (\d+(?:\.\d+)+)")
_CEN_UPDATE = re.compile(rb"version (\d+(?:\.\d+)+) - Last update: (\d{4})-(\d\d)-(\d\d)")
_FRENCH_UPDATE = re.compile(
    rb"_V(\d+(?:\.\d+)+) - last update (\d{4}) (\d\d) (\d\d)", re.IGNORECASE
)
_FACTURX_UPDATE = re.compile(
    rb"Version: (\d+(?:\.\d+)+)\s+Release date: (\d{4})-(\d\d)-(\d\d)", re.IGNORECASE
)
_MONTHS = {b"May": 5, b"November": 11}


class NotRulesError(BillingError):
    """A file that is no official rules of invoices; takes ``file`` and ``known`` titles."""

    code = "RUL-01"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules, looked at but not yet kept.

    Attributes:
        rule_set: Whose rules it holds.
        version: As its publisher calls it; empty where the file does not say.
        day: Of its publication, the first of the month where only the month is said; None where
            it does not say.
        is_published: Whether it is to the letter what the publisher gave out, as far as we know.
    """

    rule_set: RuleSet
    content: bytes
    version: str
    day: date | None
    digest: str
    is_published: bool

    @property
    def suffix(self) -> str:
        """``.sch`` for Schematron, ``.xslt`` for what was compiled from it."""
        return ".xslt" if etree.fromstring(self.content).tag in STYLESHEETS else ".sch"


def digest_of(content: bytes) -> str:
    r"""The digest of a text file, whatever its line ends and the blanks before them.

    >>> digest_of(b"<a>1</a>  \r\n<b/>\n") == digest_of(b"<a>1</a>\n<b/>")
    True
    """
    lines = (line.rstrip() for line in content.splitlines())
    return hashlib.sha256(b"\n".join(lines).strip()).hexdigest()


def look_at(content: bytes, name: str) -> RuleFile:
    """Recognise a file of rules.

    Args:
        content: Of a Schematron file or of a stylesheet made from one.
        name: Of the file, for the sentence that refuses it.

    Raises:
        NotRulesError: It is neither, or none of ``RULE_SETS``.
    """
    rule_set = _recognised(content)
    if rule_set is None:
        raise NotRulesError(file=name, known=tuple(one.title for one in RULE_SETS))
    digest = digest_of(content)
    known = published(rule_set.name, digest)
    version, day = (known.version, known.day) if known else _said(content)
    return RuleFile(rule_set, content, version, day, digest, known is not None)


def _recognised(content: bytes) -> RuleSet | None:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    if root.tag != SCHEMATRON and root.tag not in STYLESHEETS:
        return None
    for one in RULE_SETS:
        if all(sign.encode() in content for sign in one.signs):
            return one
    return None


def _said(content: bytes) -> tuple[str, date | None]:
    """The version and the day that the head of a file says."""
    head = content[:_HEAD_BYTES]
    if peppol := _PEPPOL_UPDATE.search(head):
        year, month, version = peppol.groups()
        return version.decode(), date(int(year), _MONTHS[month], 1)
    for pattern in (_CEN_UPDATE, _FRENCH_UPDATE, _FACTURX_UPDATE):
        if found := pattern.search(head):
            version, *day = found.groups()
            return version.decode(), date(*map(int, day))
    return "", None


def runnable(content: bytes, base: str) -> str:
    """A file of rules as the stylesheet that is run.

    A Schematron file is compiled as ISO 19757-3 says, for XSLT 2. Of either, the notes that a rule
    was looked at are left out of the report, which saves a fifth of the time; what it says of a
    breach stays to the letter.

    Args:
        content: Of a ``.sch`` or ``.xslt`` file.
        base: Address that the files which it reads are relative to.
    """
    root = etree.fromstring(content)
    if root.tag == SCHEMATRON:
        root = _compiled(root)
    for note in list(root.iter(*_REPORTS_OF_NO_BREACH)):
        parent = note.getparent()
        assert parent is not None
        parent.remove(note)
    root.set("{http://www.w3.org/XML/1998/namespace}base", base)
    return etree.tostring(root, encoding="unicode")


def _compiled(schema: etree._Element) -> etree._Element:
    """A stylesheet made from Schematron, with the skeleton that comes with lxml.

    The skeleton is for XSLT 1 and refuses another language, but carries expressions over as they
    are; so it is told that they are XSLT 1, and its result that they are XSLT 2.
    """
    schema.set("queryBinding", "xslt")
    steps = (isoschematron.iso_dsdl_include, isoschematron.iso_abstract_expand)
    tree = etree.ElementTree(schema)
    for step in steps:
        tree = step(tree)
    tree = isoschematron.iso_svrl_for_xslt1(tree, **{"allow-foreign": "'true'"})
    made: etree._Element = tree.getroot()
    made.set("version", "2.0")
    return made
