"""An electronic invoice as the objects of a library that binds classes to XML."""

from decimal import Decimal
from types import ModuleType
from typing import Any

from addin.einvoices.model import (
    Address,
    AllowanceCharge,
    ElectronicInvoice,
    ElectronicLine,
    Identifier,
    ServicePeriod,
    TradingParty,
)


class Objects:
    """Makes the objects of one library: its module has a class for each element."""

    def __init__(self, kinds: ModuleType) -> None:
        self._kinds: Any = kinds
        self._scheme = kinds.TaxScheme(id="VAT")
        self._currency = ""

    def invoice(self, told: ElectronicInvoice) -> Any:  # noqa: ANN401 - of either library
        """A whole invoice."""
        kinds, self._currency = self._kinds, told.currency
        assert told.payment is not None
        account = told.payment.transfers[0]
        totals = told.totals
        subtotals = [
            kinds.Subtotal(
                base=self._amount(one.base),
                vat=self._amount(one.vat),
                category=self._category(one.category, one.rate),
            )
            for one in told.vat
        ]
        return kinds.Invoice(
            specification=told.specification,
            process=told.process,
            id=told.number,
            issued=told.issue_date,
            due=told.due_date,
            kind=told.kind,
            currency=told.currency,
            reference=told.buyer_reference,
            period=self._period(told.period),
            project=kinds.Reference(id=told.project),
            seller=kinds.Role(party=self._party(told.seller)),
            buyer=kinds.Role(party=self._party(told.buyer)),
            payment=kinds.PaymentMeans(
                code=told.payment.means,
                reference=told.payment.reference,
                account=kinds.Account(
                    id=account.account,
                    name=account.holder,
                    branch=kinds.Reference(id=account.bank),
                ),
            ),
            terms=kinds.Terms(note=told.terms),
            allowances=[self._allowance(one) for one in told.allowances],
            tax=kinds.TaxTotal(vat=self._amount(totals.vat), subtotals=subtotals),
            totals=kinds.Totals(
                lines=self._amount(totals.lines),
                without_vat=self._amount(totals.without_vat),
                with_vat=self._amount(totals.with_vat),
                allowances=self._amount(totals.allowances),
                due=self._amount(totals.due),
            ),
            lines=[self._line(one) for one in told.lines],
        )

    def _line(self, one: ElectronicLine) -> Any:  # noqa: ANN401
        kinds, price = self._kinds, one.price
        base = None
        if price.base_quantity is not None:
            base = kinds.Quantity(unit=price.base_unit, value=price.base_quantity)
        return kinds.Line(
            id=one.identifier,
            quantity=kinds.Quantity(unit=one.unit, value=one.quantity),
            net=self._amount(one.net),
            period=self._period(one.period),
            allowances=[self._allowance(allowance) for allowance in one.allowances],
            item=kinds.Item(
                name=one.item.name,
                category=self._category(one.vat_category, one.vat_rate),
                properties=[
                    kinds.Property(name=attribute.name, value=attribute.value)
                    for attribute in one.item.attributes
                ],
            ),
            price=kinds.Price(amount=self._amount(price.net), base=base),
        )

    def _party(self, party: TradingParty) -> Any:  # noqa: ANN401
        kinds, contact = self._kinds, party.contact
        return kinds.Party(
            endpoint=self._identifier(party.endpoint),
            address=self._address(party.address),
            tax=kinds.PartyTaxScheme(company=party.vat_identifier, scheme=self._scheme),
            legal=kinds.LegalEntity(
                name=party.name, company=self._identifier(party.legal_registration)
            ),
            contact=None
            if contact is None
            else kinds.Contact(
                name=contact.name or None,
                phone=contact.phone or None,
                email=contact.email or None,
            ),
        )

    def _address(self, place: Address | None) -> Any:  # noqa: ANN401
        assert place is not None
        return self._kinds.Address(
            street=place.street or None,
            additional=place.additional or None,
            city=place.city,
            postcode=place.postcode,
            country=self._kinds.Country(code=place.country),
        )

    def _allowance(self, one: AllowanceCharge) -> Any:  # noqa: ANN401
        category = None
        if one.vat_category:
            category = self._category(one.vat_category, one.vat_rate)
        return self._kinds.Allowance(
            is_charge=one.is_charge,
            code=one.reason_code,
            reason=one.reason,
            amount=self._amount(one.amount),
            category=category,
        )

    def _category(self, category: str, rate: Decimal | None) -> Any:  # noqa: ANN401
        return self._kinds.TaxCategory(id=category, percent=rate, scheme=self._scheme)

    def _identifier(self, known: Identifier | None) -> Any:  # noqa: ANN401
        assert known is not None
        return self._kinds.Identifier(scheme=known.scheme, value=known.value)

    def _period(self, days: ServicePeriod | None) -> Any:  # noqa: ANN401
        assert days is not None
        return self._kinds.Period(start=days.start, end=days.end)

    def _amount(self, amount: Decimal | None) -> Any:  # noqa: ANN401
        return self._kinds.Amount(currency=self._currency, value=amount)
