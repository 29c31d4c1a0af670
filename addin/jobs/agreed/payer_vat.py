"""The VAT of a service for each payer, worked out once for all days between two changes of law."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from addin.billing.choices import VatCategory, VatRegime
from addin.billing.lines import Line
from addin.billing.territory import MEMBERSHIPS, in_union, vat_country
from addin.billing.vat import (
    NoStandardRateError,
    VatTreatment,
    standard_rate,
    vat_treatment,
)
from addin.billing.vat_rates import VAT_RATES, countries_of, lawful_rates
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio, vat_number_of
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm
from addin.tables.sheets.work import Service
from addin.words.figures import number

OUTSIDE = VatTreatment(VatCategory.O, Decimal(0))
"""What a disbursement bears, whoever pays it."""

CHARGED = frozenset({VatCategory.S, VatCategory.AE})
"""The categories of a service whose rate may be charged: AE is, to a buyer given category S."""

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
    times = [(row.since, row.until) for row in VAT_RATES]
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
            regime=self._portfolio.firm.vat_regime,
            buyer_is_business=bool(client.vat_number or client.enterprise_number),
        )
        if treatment is None:
            return None, _undecided(client, sold.on)
        fault = number_fault(client, treatment.category, self._portfolio.firm.country, sold.on)
        return (None, fault) if fault else (treatment, None)

    def _at_home(self, service: str, on: date) -> tuple[VatCategory, Decimal | Finding]:
        """The VAT of a service for a client of the firm's own country."""
        sold = self._portfolio.services.get(service)
        category = sold.vat_category if sold is not None else VatCategory.S
        country = self._portfolio.firm.country.upper()
        if sold is not None and sold.vat_rate is not None:
            return category, self._rate_fault(sold, country, on) or sold.vat_rate
        try:
            return category, standard_rate(country, on)
        except NoStandardRateError as error:
            row = sold.sheet_row if sold is not None else None
            return category, Finding(error.code, Place("Services", row, "vat_rate"), error.values)

    def _rate_fault(self, sold: Service, country: str, on: date) -> Finding | None:
        """What is wrong with the rate of a service that bears VAT, if anything is."""
        charges = self._portfolio.firm.vat_regime is not VatRegime.SMALL_BUSINESS
        if not charges or sold.vat_category not in CHARGED:
            return None
        if not sold.vat_rate:
            return Finding("VAT-23", _rate_cell(sold), {"service": sold.service})
        is_known = not lawful_rates(country, on) or countries_of(sold.vat_rate, on)
        return None if is_known else _at_rate(sold, "VAT-22", self._portfolio.firm, on)


def foreign_rates(portfolio: Portfolio, lines: Iterable[Line]) -> list[Finding]:
    """The services whose rate is that of another country on the day that a line serves.

    It is lawful for what is taxed there, such as work on a building (Directive 2006/112/EC, article
    47), by a firm that is registered there; otherwise it is a mistake.
    """
    found: dict[tuple[str, Decimal], Finding] = {}
    country = portfolio.firm.country.upper()
    for line in lines:
        sold, on = portfolio.services.get(line.service), line.period.end
        if sold is None or not sold.vat_rate or sold.vat_category not in CHARGED:
            continue
        lawful = lawful_rates(country, on)
        is_foreign = sold.vat_rate not in lawful and countries_of(sold.vat_rate, on)
        if lawful and is_foreign:
            finding = _at_rate(sold, "VAT-24", portfolio.firm, on)
            found.setdefault((sold.service, sold.vat_rate), finding)
    return list(found.values())


def _at_rate(sold: Service, code: str, firm: Firm, on: date) -> Finding:
    """A rate beside those of the firm's country."""
    language, country = firm.language.value, firm.country.upper()

    def percent(rate: Decimal) -> str:
        return f"{number((rate * 100).normalize() + 0, language)} %"

    assert sold.vat_rate is not None
    values = {
        "rate": percent(sold.vat_rate),
        "country": country,
        "day": on,
        "lawful": ", ".join(percent(rate) for rate in lawful_rates(country, on)),
        "others": ", ".join(countries_of(sold.vat_rate, on)),
    }
    return Finding(code, _rate_cell(sold), values)


def _rate_cell(sold: Service) -> Place:
    return Place("Services", sold.sheet_row, "vat_rate")


def number_fault(
    client: Client, category: VatCategory, seller_country: str, on: date
) -> Finding | None:
    """What keeps a client from being billed in a VAT category: the number that it asks for.

    Reverse charge and an intra-Community supply need the buyer's VAT number (Directive 2006/112/EC,
    articles 226 (4) and 138), the latter one of another member state.
    """
    values = {"payer": client.client, "country": client.country}
    if category is VatCategory.AE and not client.vat_number:
        return Finding("PAY-01", _cell(client, "vat_number"), values)
    if category is VatCategory.K:
        country = client.country.upper()
        is_abroad = in_union(country, on) and vat_country(country) != vat_country(seller_country)
        if not (is_abroad and client.vat_number):
            column = "vat_number" if is_abroad else "vat_category"
            return Finding("PAY-04", _cell(client, column), values)
    return None


def outside_vat(portfolio: Portfolio) -> frozenset[str]:
    """The services that are outside the scope of VAT, whoever pays them."""
    return frozenset(
        code for code, one in portfolio.services.items() if one.vat_category is VatCategory.O
    )


def _undecided(client: Client, on: date) -> Finding:
    """Why a person has to decide on the VAT of a client."""
    values = {"payer": client.client, "country": client.country}
    if client.vat_number and in_union(client.country.upper(), on):
        values |= {"number": client.vat_number}
        return Finding("PAY-06", _cell(client, "vat_number"), values)
    return Finding("PAY-02", _cell(client, "vat_category"), values)


def _vat_number(client: Client) -> str:
    """In its printed form; a faulty one has a finding of its own."""
    if not client.vat_number:
        return ""
    checked = vat_number_of(client.vat_number, client.country)
    return checked if isinstance(checked, str) else ""


def _cell(client: Client, column: str) -> Place:
    return Place("Clients", client.sheet_row, column)
