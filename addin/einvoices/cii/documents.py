"""An electronic invoice in CII, the Cross Industry Invoice of UN/CEFACT.

Factur-X embeds the same document in a PDF. Elements come in the order of its schema; what stands
for which term is laid down in CEN/TS 16931-3-3.
"""

from addin.einvoices.cii.lines import line
from addin.einvoices.cii.parties import receiver, representative, trading_party
from addin.einvoices.cii.settlement import settlement
from addin.einvoices.cii.text import document, moment
from addin.einvoices.codes import INVOICED_OBJECT, RELATED_DOCUMENT, TENDER
from addin.einvoices.markup import element, embedded, encoded, wrapped
from addin.einvoices.model import Attachment, DocumentNote, ElectronicInvoice
from addin.einvoices.profiles import Profile, conformed

_NAMESPACES = "".join(
    f' xmlns:{prefix}="urn:un:unece:uncefact:data:standard:{name}:100"'
    for prefix, name in (
        ("rsm", "CrossIndustryInvoice"),
        ("ram", "ReusableAggregateBusinessInformationEntity"),
        ("qdt", "QualifiedDataType"),
        ("udt", "UnqualifiedDataType"),
    )
)


def to_cii(invoice: ElectronicInvoice, profile: Profile | None = None) -> bytes:
    """Write an invoice.

    Args:
        invoice: What it says.
        profile: What it is brought to before; None writes it as it is.

    Returns:
        XML in UTF-8.
    """
    told = invoice if profile is None else conformed(invoice, profile)
    return encoded(
        (
            f"<rsm:CrossIndustryInvoice{_NAMESPACES}>",
            _context(told),
            _document(told),
            "<rsm:SupplyChainTradeTransaction>",
            *map(line, told.lines),
            _agreement(told),
            _delivery(told),
            settlement(told),
            "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>",
        )
    )


def _context(invoice: ElectronicInvoice) -> str:
    process = element("ram:ID", invoice.process)
    guideline = element("ram:ID", invoice.specification)
    return (
        "<rsm:ExchangedDocumentContext>"
        f"{wrapped('ram:BusinessProcessSpecifiedDocumentContextParameter', process)}"
        f"{wrapped('ram:GuidelineSpecifiedDocumentContextParameter', guideline)}"
        "</rsm:ExchangedDocumentContext>"
    )


def _document(invoice: ElectronicInvoice) -> str:
    return "".join(
        (
            "<rsm:ExchangedDocument>",
            element("ram:ID", invoice.number),
            element("ram:TypeCode", invoice.kind),
            moment("ram:IssueDateTime", invoice.issue_date),
            *map(_note, invoice.notes),
            "</rsm:ExchangedDocument>",
        )
    )


def _note(note: DocumentNote) -> str:
    content, subject = element("ram:Content", note.text), element("ram:SubjectCode", note.subject)
    return wrapped("ram:IncludedNote", f"{content}{subject}")


def _agreement(invoice: ElectronicInvoice) -> str:
    additional = "ram:AdditionalReferencedDocument"
    known = invoice.object
    subject = ""
    if known is not None:
        subject = document(additional, known.value, INVOICED_OBJECT, known.scheme)
    return "".join(
        (
            "<ram:ApplicableHeaderTradeAgreement>",
            element("ram:BuyerReference", invoice.buyer_reference),
            trading_party("ram:SellerTradeParty", invoice.seller),
            trading_party("ram:BuyerTradeParty", invoice.buyer),
            "" if invoice.representative is None else representative(invoice.representative),
            document("ram:SellerOrderReferencedDocument", invoice.sales_order),
            document("ram:BuyerOrderReferencedDocument", invoice.order),
            document("ram:ContractReferencedDocument", invoice.contract),
            *map(_attachment, invoice.attachments),
            document(additional, invoice.tender, TENDER),
            subject,
            _project(invoice.project),
            "</ram:ApplicableHeaderTradeAgreement>",
        )
    )


def _attachment(one: Attachment) -> str:
    return "".join(
        (
            "<ram:AdditionalReferencedDocument>",
            element("ram:IssuerAssignedID", one.reference),
            element("ram:URIID", one.location),
            element("ram:TypeCode", RELATED_DOCUMENT),
            element("ram:Name", one.description),
            embedded("ram:AttachmentBinaryObject", one),
            "</ram:AdditionalReferencedDocument>",
        )
    )


def _project(project: str) -> str:
    """The schema wants a name as well, for which the norm has no term."""
    number, name = element("ram:ID", project), element("ram:Name", project)
    return wrapped("ram:SpecifiedProcuringProject", f"{number}{name}")


def _delivery(invoice: ElectronicInvoice) -> str:
    delivery = invoice.delivery
    day = None if delivery is None else delivery.day
    event = moment("ram:OccurrenceDateTime", day)
    return "".join(
        (
            "<ram:ApplicableHeaderTradeDelivery>",
            "" if delivery is None else receiver(delivery),
            wrapped("ram:ActualDeliverySupplyChainEvent", event),
            document("ram:DespatchAdviceReferencedDocument", invoice.despatch_advice),
            document("ram:ReceivingAdviceReferencedDocument", invoice.receipt_advice),
            "</ram:ApplicableHeaderTradeDelivery>",
        )
    )
