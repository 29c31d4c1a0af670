"""From approved lines to invoices: who gets which document, with what on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from addin.billing.calendar import Month, due_date
from addin.billing.choices import EInvoice
from addin.billing.deposits import is_settlement
from addin.billing.discounts import Discount, DiscountTooLargeError
from addin.billing.document import DocumentSums, EarlyTerms, document_sums
from addin.billing.invoice import Invoice, InvoiceLine, Party, Preceding
from addin.billing.lines import Charge
from addin.billing.money import from_cents, to_cents
from addin.billing.reference import structured_reference
from addin.billing.time import HOUR
from addin.errors import Finding, Place
from addin.jobs.agreed.payers import discount_of
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.invoices.bundling import Bundle, Scope, Share
from addin.jobs.invoices.discounting import client_discounts, early_payment, early_terms
from addin.jobs.invoices.legal_sentences import LegalSentences, Standing
from addin.jobs.invoices.mentions import Mentions
from addin.jobs.invoices.parties import buyer, seller
from addin.jobs.month.prebilled import NOTHING, month_name
from addin.jobs.texts import Texts
from addin.tables.sheets.bills import Allocation, InvoiceRow, PrebillingLine
from addin.tables.sheets.clients import Client
from addin.tables.sheets.engagements import Phase
from addin.tables.sheets.settings import ListValue, Mention
from addin.words import Language, text
from addin.words.figures import money, number

REFERENCE_DIGITS = 10


@dataclass(frozen=True)
class InvoiceWriter:
    """Makes the invoices of one run.

    Attributes:
        phases: Name of each phase, by project and code.
        deposit_invoices: Number of the invoice of each deposit that the month settles, by its line
            and payer.
        issue_dates: Of those invoices, by number.
    """

    portfolio: Portfolio
    texts: Texts
    sentences: LegalSentences
    month: Month
    issue_date: date
    series: str
    phases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    deposit_invoices: Mapping[tuple[str, str], str] = field(default_factory=dict)
    issue_dates: Mapping[str, date] = field(default_factory=dict)
    _sums: dict[int, tuple[Bundle, DocumentSums]] = field(default_factory=dict, repr=False)
    _rehearsed: dict[int, tuple[Bundle, Invoice]] = field(default_factory=dict, repr=False)
    _sellers: dict[tuple[EInvoice, Language], Party] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, content: Content, portfolio: Portfolio, month: Month, issue_date: date, series: str
    ) -> "InvoiceWriter":
        """With the texts and the phases of a workbook."""
        texts = Texts(content.records(ListValue))
        mentions = Mentions(content.records(Mention), texts, portfolio.firm.country)
        deposits = _deposit_invoices(content, month)
        return cls(
            portfolio=portfolio,
            texts=texts,
            sentences=LegalSentences(portfolio, mentions),
            month=month,
            issue_date=issue_date,
            series=series,
            phases={
                (row.project, row.phase): row.name or row.phase for row in content.records(Phase)
            },
            deposit_invoices=deposits,
            issue_dates=_issue_dates(content) if deposits else {},
        )

    def sums(self, bundle: Bundle) -> DocumentSums:
        """What the invoice of a bundle comes to, discounts and an early payment included.

        It is worked out once: nothing is put into a bundle that was asked for its sums.

        Raises:
            DiscountTooLargeError: The discounts that the user typed are more than its lines.
        """
        known = self._sums.get(id(bundle))
        if known is None:
            known = self._sums[id(bundle)] = bundle, self._worked_out(bundle)
        return known[1]

    def _worked_out(self, bundle: Bundle) -> DocumentSums:
        payer, language = self._payer(bundle)
        if bundle.scope is Scope.DISBURSED:
            return document_sums(bundle.taxed_lines)
        discounts = [
            *(self._granted(share, language) for share in bundle.discounts),
            *client_discounts(payer, language),
        ]
        return document_sums(bundle.taxed_lines, discounts, self._early_terms(bundle))

    def is_needless(self, bundle: Bundle) -> bool:
        """Whether nobody is to be sent its invoice, as it comes to 0.00.

        One that takes back something billed before is sent, as the law wants it of what is settled
        by it.
        """
        if bundle.scope is Scope.NEVER_BILLED:
            return True
        try:
            return not (bundle.takes_back or self.sums(bundle).totals.gross_cents)
        except DiscountTooLargeError:
            return False

    def sum_faults(self, bundle: Bundle) -> list[Finding]:
        """What is wrong with what the invoice of a bundle comes to."""
        try:
            gross_cents = self.sums(bundle).totals.gross_cents
        except DiscountTooLargeError as error:
            row = bundle.discounts[0].row
            return [Finding(error.code, Place("Prebilling", row.sheet_row, "amount"), error.values)]
        if gross_cents >= 0:
            return []
        language = self.portfolio.firm.language
        below = [share for share in bundle.shares if share.part.cents < 0]
        values = {
            "payer": bundle.payer,
            "gross": from_cents(gross_cents),
            "lines": "; ".join(
                f"{_name(share.row)} ({money(share.part.cents, language)})" for share in below
            ),
        }
        place = Place("Prebilling", below[0].row.sheet_row, "amount")
        return [Finding("ISS-02", place, values)]

    def draft(self, bundle: Bundle) -> Callable[[str], Invoice]:
        """The invoice of a bundle, waiting for its number."""
        return lambda number: self.invoice(bundle, number)

    def rehearsed(self, bundle: Bundle, number: str) -> Invoice:
        """The invoice of a bundle under a number that it may not get.

        What was worked out for it serves again when it takes its number.
        """
        made = self.invoice(bundle, number)
        self._rehearsed[id(bundle)] = bundle, made
        return made

    def invoice(self, bundle: Bundle, number: str) -> Invoice:
        """The invoice of a bundle."""
        known = self._rehearsed.pop(id(bundle), None)
        if known is None:
            return self._made(bundle, number)
        reference = payment_reference(number, self.portfolio.firm.country)
        return replace(known[1], number=number, reference=reference)

    def _made(self, bundle: Bundle, number: str) -> Invoice:
        firm = self.portfolio.firm
        payer, language = self._payer(bundle)
        sums, due = self.sums(bundle), self._due_date(payer)
        lines = tuple(self._line(share, language) for share in bundle.shares)
        early = early_payment(payer, self._early_terms(bundle), sums, self.issue_date, due)
        notes, exemptions = self.sentences.of(bundle, self._standing(bundle, sums))
        return Invoice(
            number=number,
            series=self.series,
            issue_date=self.issue_date,
            due_date=due,
            supply_from=min(line.period_from for line in lines),
            supply_to=max(line.period_to for line in lines),
            seller=self._seller(payer.einvoice, language),
            buyer=buyer(payer),
            projects=bundle.projects,
            title=self._title(bundle, language),
            currency=firm.currency,
            language=language.value,
            lines=lines,
            totals=sums.totals,
            reference=payment_reference(number, firm.country),
            iban=firm.iban or "",
            bic=firm.bic or "",
            discount=NOTHING if bundle.scope is Scope.DISBURSED else discount_of(payer),
            buyer_reference=payer.buyer_reference or "",
            template=self._template(bundle, payer),
            mentions=tuple(dict.fromkeys(note.text for note in notes)),
            exemptions=exemptions,
            logo=firm.logo or "",
            allowances=sums.allowances,
            charges=sums.charges,
            early=early,
            einvoice=payer.einvoice,
            order_reference=self._order_reference(bundle),
            notes=() if payer.einvoice is EInvoice.PDF else notes,
            settles=() if payer.einvoice is EInvoice.PDF else self._settled(bundle),
        )

    def _seller(self, form: EInvoice, language: Language) -> Party:
        """The firm, the same on all invoices of a form and a language."""
        known = self._sellers.get((form, language))
        if known is None:
            known = self._sellers[form, language] = seller(self.portfolio, form, language)
        return known

    def _settled(self, bundle: Bundle) -> tuple[Preceding, ...]:
        """The invoices of the deposits that its lines give back, as far as the sheet has them."""
        origins = [
            share.row.origin for share in bundle.shares if is_settlement(share.row.line or "")
        ]
        numbers = [self.deposit_invoices.get((one or "", bundle.payer), "") for one in origins]
        return tuple(
            Preceding(number, self.issue_dates[number])
            for number in dict.fromkeys(numbers)
            if number in self.issue_dates
        )

    def _payer(self, bundle: Bundle) -> tuple[Client, Language]:
        payer = self.portfolio.clients[bundle.payer]
        return payer, payer.language or self.portfolio.firm.language

    def _early_terms(self, bundle: Bundle) -> EarlyTerms | None:
        """What the payer saves by paying early: never of what is outside VAT."""
        if bundle.scope is not Scope.VAT:
            return None
        payer, language = self._payer(bundle)
        return early_terms(payer, self.portfolio.firm.country, language)

    def _granted(self, share: Share, language: Language) -> Discount:
        """A discount that the user typed as a line of its own."""
        row = share.row
        return Discount(
            reason=row.text_override or self._said(row, language),
            cents=-share.part.cents,
            project=row.project,
            line=row.line or "",
        )

    def _standing(self, bundle: Bundle, sums: DocumentSums) -> Standing:
        return Standing(
            language=self._payer(bundle)[1],
            issue_date=self.issue_date,
            early=self._early_terms(bundle) is not None,
            nil=not sums.totals.gross_cents,
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

    def _order_reference(self, bundle: Bundle) -> str:
        """The purchase order of its projects, where they have one and the same."""
        orders = {self.portfolio.projects[one].order_reference for one in bundle.projects}
        return (orders.pop() or "") if len(orders) == 1 else ""

    def _template(self, bundle: Bundle, payer: Client) -> str:
        own = self.portfolio.projects[bundle.projects[0]].template
        return own or payer.template or ""

    def _line(self, share: Share, language: Language) -> InvoiceLine:
        row, charge = share.row, share.charge
        assert row.line is not None
        assert row.period_from is not None
        assert row.period_to is not None
        whole = share.part.share == 1 and share.part.cents == charge.net_cents
        sign = -1 if share.part.cents < 0 else 1
        return InvoiceLine(
            line=row.line,
            project=row.project,
            description=self._description(share, language, whole=whole),
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
            reduction_cents=_reduction_cents(row) if whole else 0,
            phase=self._phase(row, language),
            ledger_account=self.portfolio.clients[share.part.payer].buyer_account or "",
        )

    def _description(self, share: Share, language: Language, *, whole: bool) -> str:
        row = share.row
        if row.line and is_settlement(row.line) and not row.text_override:
            number = self.deposit_invoices.get((row.origin or "", share.part.payer), "")
            return text("line.deposit_back", language, invoice=number)
        name = self.portfolio.projects[row.project].name
        description = row.text_override or self._said(row, language) or name
        return description if whole else self._shared(description, share, language)

    def _phase(self, row: PrebillingLine, language: Language) -> str:
        phase = row.phase or ""
        return self.texts.said(self.phases.get((row.project, phase), phase), language)

    def _unit_name(self, share: Share, language: Language) -> str:
        """The unit as printed; minutes are shown as hours and minutes of an hour."""
        unit = HOUR if share.charge.minutes is not None else share.row.unit or ""
        return self.texts.unit(unit, language)

    def _said(self, row: PrebillingLine, language: Language) -> str:
        """The description in the payer's language, as far as it is known."""
        description = row.description or ""
        if row.period_from is not None and language is not self.portfolio.firm.language:
            worked = Month.of(row.period_from)
            own, theirs = (_late(worked, one) for one in (self.portfolio.firm.language, language))
            description = description.replace(own, theirs)
        return self.texts.said(description, language)

    def _shared(self, description: str, share: Share, language: Language) -> str:
        """Says which part of what this payer pays, so that the figure can be followed."""
        return text(
            "line.share",
            language,
            description=description,
            share=_percent(share.part.share, language.value),
            amount=_multiplied(share.charge, language.value),
        )


def _deposit_invoices(content: Content, month: Month) -> dict[tuple[str, str], str]:
    deposits = {
        row.origin
        for row in content.records(PrebillingLine)
        if row.month == month and row.line and is_settlement(row.line)
    }
    rows = content.records(Allocation) if deposits else ()
    return {
        (one.line, one.payer): one.invoice for one in rows if one.line in deposits and one.invoice
    }


def _issue_dates(content: Content) -> dict[str, date]:
    invoices = content.table(InvoiceRow).values
    return dict(zip(invoices["number"], invoices["date"], strict=True))


@cache
def _late(worked: Month, language: Language) -> str:
    """What a line says that catches up on the work of a month."""
    return text("line.late", language, month=month_name(worked, language))


def _name(row: PrebillingLine) -> str:
    return row.text_override or row.description or row.line or row.project


def _reduction_cents(row: PrebillingLine) -> int:
    """What a cap takes off a line; nothing where the user has said what to bill."""
    as_computed = row.quantity_override is None and row.price_override is None
    return to_cents(row.reduction or NOTHING) if as_computed else 0


@lru_cache(maxsize=1024)
def _percent(share: Fraction, language: str) -> str:
    """A share of a line as a percentage, with two decimals at most."""
    percent = (100 * share).limit_denominator(10_000)
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return number(exact.quantize(Decimal("0.01")).normalize() + 0, language)


def _multiplied(charge: Charge, language: str) -> str:
    """How a shared amount came to be: ``37 x 14.75 = 545.75``; just the amount of one thing."""
    amount = money(charge.net_cents, language)
    if charge.allowance_cents or charge.quantity == 1:
        return amount
    hours = charge.minutes and f"{charge.minutes // 60}:{charge.minutes % 60:02}"
    quantity = hours or number(charge.quantity.normalize() + 0, language)
    return f"{quantity} x {number(charge.unit_price, language)} = {amount}"


def payment_reference(number: str, country: str) -> str:
    """What the payer is asked to quote: in Belgium a structured communication."""
    digits = "".join(sign for sign in number if sign.isdigit())
    if country.upper() == "BE" and 0 < len(digits) <= REFERENCE_DIGITS:
        return structured_reference(digits)
    return number
