"""The VAT of a service for each payer, worked out once for all days between two changes of law."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from addin.billing.choices import VatCategory
from addin.billing.territory import MEMBERSHIPS
from addin.billing.vat import (
    STANDARD_RATES,
    NoStandardRateError,
    VatTreatment,
    standard_rate,
    vat_treatment,
)
from addin.errors import Finding, Place
from addin.jobs.portfolio import Portfolio, vat_number_of
from addin.tables.sheets.clients import Client

OUTSIDE = VatTreatment(VatCategory.O, Decimal(0))
"""What a disbursement bears, whoever pays it."""

Vat = tuple[VatTreatment | None, Finding | None]
"""The VAT of a payer, or what is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """What services of one kind bear at home, between two changes of law.

    Attributes:
        rate: As a fraction, or what is wrong with it; None outside the scope of VAT.
        on: A day between the two changes.
    """

    category: VatCategory
    rate: Decimal | Finding | None
    on: date


NOT_SOLD = Sold(VatCategory.O, None, date.max)
"""What is passed on outside the scope of VAT."""


def _changes() -> list[date]:
    """The days on which VAT law changes."""
    times = [(row.since, row.until) for row in STANDARD_RATES]
    times += [(row.since, row.until) for row in MEMBERSHIPS]
    ends = {last + timedelta(days=1) for _, last in times if last is not None}
    return sorted({since for since, _ in times} | ends)


_CHANGES = _changes()


class VatBook:
    """Answers which VAT a payer bears, each question once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._eras: dict[date, int] = {}
        self._sold: dict[tuple[str, int], Sold] = {}
        self._kinds: dict[tuple[VatCategory, Decimal, int], Sold] = {}
        self._answers: dict[tuple[str, Sold], Vat] = {}

    def sold(self, service: str, on: date) -> Sold:
        """What a service bears at home on a day; the same for services that bear the same."""
        era = self._eras.get(on)
        if era is None:
            era = self._eras[on] = bisect_right(_CHANGES, on)
        found = self._sold.get((service, era))
        if found is None:
            category, rate = self._at_home(service, on)
            found = Sold(category, rate, on)
            if isinstance(rate, Decimal):
                found = self._kinds.setdefault((category, rate, era), found)
            self._sold[service, era] = found
        return found

    def of(self, client: Client, sold: Sold) -> Vat:
        """What a client bears for it."""
        answer = self._answers.get((client.client, sold))
        if answer is None:
            answer = self._answers[client.client, sold] = self._treatment(client, sold)
        return answer

    def _treatment(self, client: Client, sold: Sold) -> Vat:
        if sold.rate is None:
            return OUTSIDE, None
        if isinstance(sold.rate, Finding):
            return None, sold.rate
        treatment = vat_treatment(
            seller_country=self._portfolio.firm.country.upper(),
            buyer_country=client.country.upper(),
            buyer_vat_number=_vat_number(client),
            buyer_category=client.vat_category,
            service_category=sold.category,
            service_rate=sold.rate,
            on=sold.on,
        )
        values = {"payer": client.client, "country": client.country}
        if treatment is None:
            return None, Finding("PAY-02", _cell(client, "vat_category"), values)
        if treatment.category is VatCategory.AE and not client.vat_number:
            return None, Finding("PAY-01", _cell(client, "vat_number"), values)
        return treatment, None

    def _at_home(self, service: str, on: date) -> tuple[VatCategory, Decimal | Finding]:
        """The VAT of a service for a client of the firm's own country."""
        sold = self._portfolio.services.get(service)
        category = sold.vat_category if sold is not None else VatCategory.S
        if sold is not None and sold.vat_rate is not None:
            return category, sold.vat_rate
        try:
            return category, standard_rate(self._portfolio.firm.country.upper(), on)
        except NoStandardRateError as error:
            row = sold.sheet_row if sold is not None else None
            return category, Finding(error.code, Place("Services", row, "vat_rate"), error.values)


def _vat_number(client: Client) -> str:
    """In its printed form; a faulty one has a finding of its own."""
    if not client.vat_number:
        return ""
    checked = vat_number_of(client.vat_number, client.country)
    return checked if isinstance(checked, str) else ""


def _cell(client: Client, column: str) -> Place:
    return Place("Clients", client.sheet_row, column)
