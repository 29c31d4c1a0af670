"""From approved lines to invoices: who gets which document, with what on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from addin.billing.allocation import Part
from addin.billing.calendar import Month, due_date
from addin.billing.choices import InvoiceGrouping, VatCategory
from addin.billing.invoice import Invoice, InvoiceLine, Party, Totals
from addin.billing.lines import Charge
from addin.billing.money import from_cents
from addin.billing.reference import structured_reference
from addin.billing.time import HOUR
from addin.billing.vat import totals
from addin.identity.vat_number import checked_vat_number
from addin.jobs.payers import PayerTerms, discount_of
from addin.jobs.portfolio import Portfolio
from addin.jobs.prebilled import month_name
from addin.jobs.texts import Texts
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client
from addin.words import Language, text
from addin.words.figures import money, number

REFERENCE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """The part of an approved line that one payer pays."""

    row: PrebillingLine
    charge: Charge
    part: Part
    terms: PayerTerms


@dataclass
class Bundle:
    """The shares that go on one invoice.

    Attributes:
        outside_scope: Whether they are outside VAT: such lines may not stand beside others
            (EN 16931, BR-O-11).
    """

    payer: str
    outside_scope: bool
    shares: list[Share] = field(default_factory=list)

    @property
    def projects(self) -> tuple[str, ...]:
        """Codes of its projects, in the order of its lines."""
        return tuple(dict.fromkeys(share.row.project for share in self.shares))


def bundles(shares: Sequence[Share], clients: Mapping[str, Client]) -> list[Bundle]:
    """Put shares together as each payer wants its invoices: by project, or all on one."""
    found: dict[tuple[str, str, bool], Bundle] = {}
    for share in shares:
        payer = clients[share.part.payer]
        outside = share.terms.vat.category is VatCategory.O
        by_project = payer.invoice_grouping is InvoiceGrouping.PROJECT
        key = (payer.client, share.row.project if by_project else "", outside)
        bundle = found.setdefault(key, Bundle(payer.client, outside))
        bundle.shares.append(share)
    return list(found.values())


def totals_of(bundle: Bundle, portfolio: Portfolio) -> Totals:
    """What the invoice of a bundle comes to, the payer's discount taken off."""
    lines = [
        (share.part.cents, share.terms.vat.category, share.terms.vat.rate)
        for share in bundle.shares
    ]
    return totals(lines, discount=discount_of(portfolio.clients[bundle.payer]))


@dataclass(frozen=True)
class InvoiceWriter:
    """Makes the invoices of one run."""

    portfolio: Portfolio
    texts: Texts
    month: Month
    issue_date: date
    series: str

    def draft(self, bundle: Bundle) -> Callable[[str], Invoice]:
        """The invoice of a bundle, waiting for its number."""
        return lambda number: self.invoice(bundle, number)

    def invoice(self, bundle: Bundle, number: str) -> Invoice:
        """The invoice of a bundle."""
        firm, payer = self.portfolio.firm, self.portfolio.clients[bundle.payer]
        language = payer.language or firm.language
        lines = tuple(self._line(share, language) for share in bundle.shares)
        return Invoice(
            number=number,
            series=self.series,
            issue_date=self.issue_date,
            due_date=self._due_date(payer),
            supply_from=min(line.period_from for line in lines),
            supply_to=max(line.period_to for line in lines),
            seller=seller(self.portfolio),
            buyer=buyer(payer),
            projects=bundle.projects,
            title=self._title(bundle, language),
            currency=firm.currency,
            language=language.value,
            lines=lines,
            totals=totals_of(bundle, self.portfolio),
            reference=payment_reference(number, firm.country),
            iban=firm.iban or "",
            bic=firm.bic or "",
            discount=discount_of(payer),
            buyer_reference=payer.buyer_reference or "",
            template=self._template(bundle, payer),
            mentions=self.texts.mentions({line.vat_category for line in lines}, language),
            logo=firm.logo or "",
        )

    def _due_date(self, payer: Client) -> date:
        firm = self.portfolio.firm
        days = firm.payment_days if payer.payment_days is None else payer.payment_days
        end = firm.end_of_month if payer.end_of_month is None else payer.end_of_month
        return due_date(self.issue_date, days, end_of_month=end)

    def _title(self, bundle: Bundle, language: Language) -> str:
        if len(bundle.projects) == 1:
            return self.texts.said(self.portfolio.projects[bundle.projects[0]].name, language)
        return month_name(self.month, language)

    def _template(self, bundle: Bundle, payer: Client) -> str:
        own = self.portfolio.projects[bundle.projects[0]].template
        return own or payer.template or ""

    def _line(self, share: Share, language: Language) -> InvoiceLine:
        row, charge = share.row, share.charge
        assert row.line is not None
        assert row.period_from is not None
        assert row.period_to is not None
        whole = share.part.share == 1
        sign = -1 if share.part.cents < 0 else 1
        project = self.portfolio.projects[row.project]
        description = row.text_override or self._said(row, language) or project.name
        return InvoiceLine(
            line=row.line,
            project=row.project,
            description=description if whole else self._shared(description, share, language),
            quantity=charge.quantity if whole else Decimal(sign),
            unit=(row.unit or "") if whole else "",
            unit_name=self._unit_name(share, language) if whole else "",
            unit_price=charge.unit_price if whole else from_cents(abs(share.part.cents)),
            net_cents=share.part.cents,
            vat_category=share.terms.vat.category,
            vat_rate=share.terms.vat.rate,
            period_from=row.period_from,
            period_to=row.period_to,
            allowance_cents=charge.allowance_cents if whole else 0,
            minutes=charge.minutes if whole else None,
        )

    def _unit_name(self, share: Share, language: Language) -> str:
        """The unit as printed; minutes are shown as hours and minutes of an hour."""
        unit = HOUR if share.charge.minutes is not None else share.row.unit or ""
        return self.texts.unit(unit, language)

    def _said(self, row: PrebillingLine, language: Language) -> str:
        """The description in the payer's language, as far as it is known."""
        description = row.description or ""
        if row.period_from is not None:
            worked = Month.of(row.period_from)
            own, theirs = (
                text("line.late", one, month=month_name(worked, one))
                for one in (self.portfolio.firm.language, language)
            )
            description = description.replace(own, theirs)
        return self.texts.said(description, language)

    def _shared(self, description: str, share: Share, language: Language) -> str:
        """Says which part of what this payer pays, so that the figure can be followed."""
        percent = (100 * share.part.share).limit_denominator(10_000)
        exact = Decimal(percent.numerator) / Decimal(percent.denominator)
        return text(
            "line.share",
            language,
            description=description,
            share=number(exact.quantize(Decimal("0.01")).normalize() + 0, language.value),
            amount=_worked_out(share.charge, language.value),
        )


def _worked_out(charge: Charge, language: str) -> str:
    """How a shared amount came to be: ``37 x 14.75 = 545.75``; just the amount of one thing."""
    amount = money(charge.net_cents, language)
    if charge.allowance_cents or charge.quantity == 1:
        return amount
    hours = charge.minutes and f"{charge.minutes // 60}:{charge.minutes % 60:02}"
    quantity = hours or number(charge.quantity.normalize() + 0, language)
    return f"{quantity} x {number(charge.unit_price, language)} = {amount}"


def seller(portfolio: Portfolio) -> Party:
    """The firm."""
    firm = portfolio.firm
    name = " ".join(
        part for part in (firm.firm_name, _form(firm.firm_name, firm.legal_form)) if part
    )
    return Party(
        key="",
        name=name,
        address=firm.address or "",
        postcode=firm.postcode or "",
        city=firm.city or "",
        country=firm.country,
        vat_number=firm.vat_number or "",
        enterprise_number=firm.enterprise_number or "",
        email=firm.email or "",
        phone=firm.phone or "",
    )


def _form(name: str | None, form: str | None) -> str:
    """The legal form, unless the name ends with it already."""
    if not form or (name or "").lower().split()[-1:] == [form.lower()]:
        return ""
    return form


def buyer(client: Client) -> Party:
    """A client as it stands on an invoice."""
    vat_number = checked_vat_number(client.vat_number, client.country) if client.vat_number else ""
    assert isinstance(vat_number, str)
    return Party(
        key=client.client,
        name=client.legal_name or client.name,
        address=client.address or "",
        postcode=client.postcode or "",
        city=client.city or "",
        country=client.country,
        vat_number=vat_number,
        enterprise_number=client.enterprise_number or "",
        contact=client.contact or "",
        email=client.billing_email or client.email or "",
        phone=client.mobile or "",
    )


def payment_reference(number: str, country: str) -> str:
    """What the payer is asked to quote: in Belgium a structured communication."""
    digits = "".join(sign for sign in number if sign.isdigit())
    if country.upper() == "BE" and 0 < len(digits) <= REFERENCE_DIGITS:
        return structured_reference(digits)
    return number
