"""An XML file from anywhere, read so that it can do no harm.

Nothing reaches the official rules but what was read here: no entities, no files or addresses that
a file names, and no more than it is given below.
"""

from xml.parsers import expat

from lxml import etree

from addin.errors import BillingError

LARGEST_BYTES = 50_000_000
"""An invoice with its attachments; access points take less."""

DEEPEST = 256
"""Elements inside one another, the reader's own limit; UBL and CII need some 12."""

_PLAIN_BYTES = 10_000_000
"""Up to here the reader's own limits hold: no text of an element is longer."""


class NotXmlError(BillingError):
    """It is not XML; takes ``reason``, as the reader tells it."""

    code = "EIR-06"


class DoctypeError(BillingError):
    """It defines entities of its own or names other files, which no invoice does."""

    code = "EIR-07"


class InvoiceTooLargeError(BillingError):
    """Takes ``size`` and ``limit`` in megabytes, whole ones."""

    code = "EIR-08"


class TooDeepError(BillingError):
    """Takes ``limit``, the elements that may lie inside one another."""

    code = "EIR-09"


UNREADABLE = (NotXmlError, DoctypeError, InvoiceTooLargeError, TooDeepError)
"""Why a file cannot be judged as an invoice."""


def read_document(xml: bytes) -> etree._Element:
    """The root of an XML file.

    Raises:
        BillingError: One of ``UNREADABLE``: it is not XML, has a document type declaration, is over
            ``LARGEST_BYTES`` or nests over ``DEEPEST`` elements.
    """
    if len(xml) > LARGEST_BYTES:
        raise InvoiceTooLargeError(size=-(-len(xml) // 1_000_000), limit=LARGEST_BYTES // 1_000_000)
    large = len(xml) > _PLAIN_BYTES
    if large:
        _look_through(xml)
    try:
        root = etree.fromstring(xml, _parser(large=large))
    except etree.XMLSyntaxError as fault:
        raise _refusal(fault) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DoctypeError
    return root


def _parser(*, large: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=large,
    )


def _refusal(fault: etree.XMLSyntaxError) -> BillingError:
    reason = fault.msg or str(fault)
    if "xcessive depth" in reason:
        return TooDeepError(limit=DEEPEST)
    return DoctypeError() if "ntity" in reason else NotXmlError(reason=reason)


def _look_through(xml: bytes) -> None:
    """Refuse entities and deep nesting before a reader without limits sees the file."""
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise TooDeepError(limit=DEEPEST)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_about: object) -> None:
        raise DoctypeError

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - its only way to say that this is the end
    except expat.ExpatError as fault:
        raise NotXmlError(reason=str(fault)) from None
