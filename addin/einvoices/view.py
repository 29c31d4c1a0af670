"""An electronic invoice as a person reads it: facts, lines, VAT, totals, in their language.

Figures are shown as they are written, with their decimals; nothing is worked out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from addin.einvoices.model import (
    Address,
    AllowanceCharge,
    ElectronicInvoice,
    ElectronicLine,
    Identifier,
    ServicePeriod,
    TradingParty,
)
from addin.words import Language, catalogue, text
from addin.words.figures import number, told


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for people.

    Attributes:
        title: What it shows.
        headings: One for each column.
        rows: Cells as text.
        figures: Places of the columns that hold figures, from 0.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of an invoice.

    Attributes:
        title: What it is, and its number.
        facts: Label and value, only where there is one; a value may have several lines.
        grids: Lines, document allowances, VAT and totals; without those that are empty.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]


def shown(invoice: ElectronicInvoice, language: Language) -> Shown:
    """An invoice in the words of a language."""
    view = _View(invoice, language)
    grids = (view.lines(), view.allowances(), view.vat(), view.totals())
    return Shown(
        f"{view.kind()} {invoice.number}",
        tuple((view.word(name), value) for name, value in view.facts() if value),
        tuple(grid for grid in grids if grid.rows),
    )


class _View:
    def __init__(self, invoice: ElectronicInvoice, language: Language) -> None:
        self._invoice = invoice
        self._language = language

    def word(self, name: str) -> str:
        return text(f"read.{name}", self._language)

    def told(self, value: object) -> str:
        return told(value, self._language.value)

    def kind(self) -> str:
        """What the document is, or its code where that is a rare one."""
        known = catalogue("interface")["read"]["kind"]
        name = f"kind.{self._invoice.kind}"
        return self.word(name) if self._invoice.kind in known else f"{self._invoice.kind}:"

    def facts(self) -> Iterator[tuple[str, str]]:
        """Everything but figures."""
        invoice = self._invoice
        yield "issue_date", self.told(invoice.issue_date)
        yield "due_date", self.told(invoice.due_date)
        yield "period", self._period(invoice.period)
        yield "seller", self._party(invoice.seller)
        yield "buyer", self._party(invoice.buyer)
        yield "payee", invoice.payee.name if invoice.payee else ""
        yield "delivery", self._delivery()
        yield "buyer_reference", invoice.buyer_reference
        yield "order", invoice.order
        yield "contract", invoice.contract
        yield "project", invoice.project
        yield "object", _identified(invoice.object)
        yield "buyer_account", invoice.buyer_account
        yield (
            "preceding",
            "\n".join(
                " ".join(filter(None, (one.number, self.told(one.issue_date))))
                for one in invoice.preceding
            ),
        )
        yield from self._paid()
        yield "notes", "\n".join(one.text for one in invoice.notes)
        yield (
            "attachments",
            "\n".join(one.filename or one.location or one.reference for one in invoice.attachments),
        )
        yield "specification", invoice.specification
        yield "process", invoice.process

    def _paid(self) -> Iterator[tuple[str, str]]:
        payment = self._invoice.payment
        if payment is not None:
            accounts = (f"{one.account} {one.bank}".strip() for one in payment.transfers)
            yield "account", "\n".join(accounts)
            yield "reference", payment.reference
            yield "mandate", payment.debit.mandate if payment.debit else ""
        yield "terms", self._invoice.terms

    def _delivery(self) -> str:
        found = self._invoice.delivery
        if found is None:
            return ""
        address = _address(found.address) if found.address else ""
        return "\n".join(filter(None, (self.told(found.day), found.name, address)))

    def _period(self, period: ServicePeriod | None) -> str:
        if period is None:
            return ""
        days = (self.told(period.start), self.told(period.end))
        return " - ".join(day or "..." for day in days)

    def _party(self, party: TradingParty) -> str:
        trading = party.trading_name if party.trading_name != party.name else ""
        numbers = (party.vat_identifier, _identified(party.legal_registration))
        contact = party.contact
        return "\n".join(
            filter(
                None,
                (
                    party.name,
                    trading,
                    _address(party.address) if party.address else "",
                    ", ".join(dict.fromkeys(filter(None, numbers))),
                    _identified(party.endpoint),
                    ", ".join(filter(None, (contact.name, contact.phone, contact.email)))
                    if contact
                    else "",
                    party.legal_information,
                ),
            )
        )

    def lines(self) -> Grid:
        names = ("line", "item", "quantity", "price", "off", "vat_rate", "net")
        return Grid(
            self.word("lines"),
            tuple(map(self.word, names)),
            tuple(map(self._line, self._invoice.lines)),
            frozenset({2, 3, 4, 5, 6}),
        )

    def _line(self, line: ElectronicLine) -> tuple[str, ...]:
        about = (line.item.name, line.item.description, line.note, self._period(line.period))
        per = line.price.base_quantity
        price = self._figure(line.price.net)
        return (
            line.identifier,
            "\n".join(dict.fromkeys(filter(None, about))),
            f"{self._figure(line.quantity)} {line.unit}".strip(),
            price if per in {None, Decimal(1)} else f"{price} / {self._figure(per)}",
            "\n".join(self._figure(_signed(one)) for one in line.allowances),
            self._rate(line.vat_category, line.vat_rate),
            self._figure(line.net),
        )

    def allowances(self) -> Grid:
        names = ("allowance", "vat_rate", "amount")
        rows = (
            (
                one.reason or one.reason_code,
                self._rate(one.vat_category, one.vat_rate),
                self._figure(_signed(one)),
            )
            for one in self._invoice.allowances
        )
        return Grid(
            self.word("allowances"), tuple(map(self.word, names)), tuple(rows), frozenset({1, 2})
        )

    def vat(self) -> Grid:
        names = ("vat_rate", "base", "vat_amount", "exemption")
        rows = (
            (
                self._rate(one.category, one.rate),
                self._figure(one.base),
                self._figure(one.vat),
                " ".join(filter(None, (one.exemption, one.exemption_code))),
            )
            for one in self._invoice.vat
        )
        return Grid(
            self.word("vat"), tuple(map(self.word, names)), tuple(rows), frozenset({0, 1, 2})
        )

    def totals(self) -> Grid:
        totals = self._invoice.totals
        found = (
            ("total_lines", totals.lines),
            ("total_allowances", totals.allowances),
            ("total_charges", totals.charges),
            ("total_without_vat", totals.without_vat),
            ("total_vat", totals.vat),
            ("total_with_vat", totals.with_vat),
            ("total_paid", totals.paid),
            ("total_rounding", totals.rounding),
            ("total_due", totals.due),
        )
        rows = (
            (self.word(name), self._figure(value)) for name, value in found if value is not None
        )
        heading = (self.word("total"), self._invoice.currency)
        return Grid(self.word("totals"), heading, tuple(rows), frozenset({1}))

    def _figure(self, value: Decimal | None) -> str:
        return "" if value is None else number(value, self._language.value)

    def _rate(self, category: str, rate: Decimal | None) -> str:
        if rate is None:
            return category
        return f"{category} {self._figure(rate.normalize() + 0)} %"


def _signed(found: AllowanceCharge) -> Decimal:
    return found.amount if found.is_charge else -found.amount


def _identified(found: Identifier | None) -> str:
    if found is None:
        return ""
    return f"{found.scheme}:{found.value}" if found.scheme else found.value


def _address(found: Address) -> str:
    place = " ".join(filter(None, (found.postcode, found.city)))
    parts = (found.street, found.additional, found.third, place, found.subdivision, found.country)
    return ", ".join(filter(None, parts))
