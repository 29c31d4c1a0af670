"""Small parts that recur all over a document in CII."""

from datetime import date
from decimal import Decimal

from addin.einvoices.markup import element, escaped, optional, wrapped
from addin.einvoices.model import AllowanceCharge, ServicePeriod


def moment(name: str, day: date | None) -> str:
    """An element around a date; nothing without one."""
    if day is None:
        return ""
    return f'<{name}><udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString></{name}>'


def period(days: ServicePeriod | None) -> str:
    """From when to when; nothing without a day."""
    if days is None:
        return ""
    start, end = moment("ram:StartDateTime", days.start), moment("ram:EndDateTime", days.end)
    return wrapped("ram:BillingSpecifiedPeriod", f"{start}{end}")


def tax(name: str, category: str, rate: Decimal | None) -> str:
    """A VAT category with its rate in percent; no rate outside the scope of VAT."""
    percent = optional("ram:RateApplicablePercent", rate)
    return (
        f"<{name}><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:CategoryCode>{escaped(category)}</ram:CategoryCode>{percent}</{name}>"
    )


def allowance(one: AllowanceCharge) -> str:
    """What is taken off or added; on the document, with its VAT."""
    category = ""
    if one.vat_category:
        category = tax("ram:CategoryTradeTax", one.vat_category, one.vat_rate)
    return "".join(
        (
            "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>",
            "true" if one.is_charge else "false",
            "</udt:Indicator></ram:ChargeIndicator>",
            optional("ram:CalculationPercent", one.percent),
            optional("ram:BasisAmount", one.base),
            optional("ram:ActualAmount", one.amount),
            element("ram:ReasonCode", one.reason_code),
            element("ram:Reason", one.reason),
            f"{category}</ram:SpecifiedTradeAllowanceCharge>",
        )
    )


def document(name: str, number: str, kind: str = "", scheme: str = "") -> str:
    """A document that is referred to; nothing without its number.

    Args:
        name: Of the element.
        number: What it is called.
        kind: What it is, in UNTDID 1001; or empty.
        scheme: What its number is, in UNTDID 1153; or empty.
    """
    if not number:
        return ""
    code, known_by = element("ram:TypeCode", kind), element("ram:ReferenceTypeCode", scheme)
    return f"<{name}>{element('ram:IssuerAssignedID', number)}{code}{known_by}</{name}>"
