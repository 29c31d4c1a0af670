"""Which sentences the invoice of a bundle carries, mostly by law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from addin.billing.choices import MentionReason, VatCategory, VatRegime
from addin.billing.invoice import Exemption, Note
from addin.billing.territory import vat_country
from addin.billing.vat_reasons import reason_of
from addin.einvoices.profiles import PROFILES
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.invoices.bundling import Bundle, Scope, Share
from addin.jobs.invoices.lawful import FRANCE
from addin.jobs.invoices.mentions import Mentions, Sentence, exemptions
from addin.jobs.invoices.parties import identity_line
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm
from addin.words import Language

SUBJECTS: Mapping[MentionReason, tuple[str, ...]] = {
    # One sentence tells both what France asks for apart: the compensation and the penalties.
    MentionReason.LATE_PAYMENT: ("PMT", "PMD"),
    MentionReason.NO_EARLY_PAYMENT: ("AAB",),
    MentionReason.ON_DEBITS: ("TXD",),
}
"""What a sentence is about, by its code in UNTDID 4451 (BT-21)."""
REGISTER = "REG"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sentences of an invoice depend on besides its lines.

    Attributes:
        early: Whether something is taken off for an early payment.
        nil: Whether nothing is to be paid.
    """

    language: Language
    issue_date: date
    early: bool = False
    nil: bool = False


class LegalSentences:
    """The sentences of the invoices of one firm."""

    def __init__(self, portfolio: Portfolio, mentions: Mentions) -> None:
        self._portfolio = portfolio
        self._mentions = mentions
        self._identities: dict[Language, str] = {}

    def of(
        self, bundle: Bundle, standing: Standing
    ) -> tuple[tuple[Note, ...], tuple[Exemption, ...]]:
        """All that is said, with what it is about; and why lines bear no VAT, by category.

        The reasons of VAT come first, then what is said of the supply, of the payment and of the
        firm. A sentence that is about two things is there for each of them.
        """
        found = exemptions(self._untaxed(bundle, standing.language))
        notes = [
            *(Note(one.text) for one in found),
            *map(Note, self._reason_of_taxing(bundle)),
            *self._noted(bundle, standing),
            Note(self._identity(standing.language), REGISTER),
        ]
        return tuple(dict.fromkeys(note for note in notes if note.text)), found

    def _identity(self, language: Language) -> str:
        """What company law has the firm print, worked out once for each language."""
        if language not in self._identities:
            self._identities[language] = identity_line(self._portfolio, language)
        return self._identities[language]

    def _noted(self, bundle: Bundle, standing: Standing) -> Iterator[Note]:
        for reason in self._besides(bundle, standing):
            said = self._mentions.of(reason, standing.issue_date, standing.language).text
            for subject in SUBJECTS.get(reason, ("",)):
                yield Note(said, subject)

    def _untaxed(
        self, bundle: Bundle, language: Language
    ) -> Iterator[tuple[VatCategory, Sentence]]:
        payer = self._portfolio.clients[bundle.payer]
        asked: dict[tuple[VatCategory, MentionReason, date], None] = {}
        kinds = dict.fromkeys(
            (one.terms.vat.category, one.row.service or "", _day(one)) for one in bundle.shares
        )
        for kind in kinds:
            reason = self._reason(bundle.scope, payer, *kind)
            if reason is not None:
                asked[kind[0], reason, kind[2]] = None
        for category, reason, on in asked:
            usual = self._mentions.of(reason, on, language)
            decided = payer.vat_category is category and bundle.scope is not Scope.DISBURSED
            if decided and payer.vat_reason:
                # The code of an exemption says its article, which the firm has just replaced.
                code = "" if category is VatCategory.E else usual.code
                usual = Sentence(payer.vat_reason, code)
            yield category, usual

    def _reason(
        self, scope: Scope, payer: Client, category: VatCategory, service: str, on: date
    ) -> MentionReason | None:
        if scope is Scope.DISBURSED:
            return MentionReason.DISBURSEMENT
        sold = self._portfolio.services.get(service)
        firm = self._portfolio.firm
        return reason_of(
            category,
            seller_country=firm.country.upper(),
            buyer_country=payer.country.upper(),
            service_category=sold.vat_category if sold is not None else VatCategory.S,
            on=on,
            regime=firm.vat_regime,
        )

    def _reason_of_taxing(self, bundle: Bundle) -> Iterator[str]:
        """Why a payer is charged VAT though it might not be, as the firm says it."""
        payer = self._portfolio.clients[bundle.payer]
        if payer.vat_category is VatCategory.S and bundle.scope is Scope.VAT:
            yield payer.vat_reason or ""

    def _besides(self, bundle: Bundle, standing: Standing) -> Iterator[MentionReason]:
        firm, payer = self._portfolio.firm, self._portfolio.clients[bundle.payer]
        is_business = bool(payer.vat_number or payer.enterprise_number)
        if bundle.scope is not Scope.DISBURSED:
            charged = any(one.terms.vat.category is VatCategory.S for one in bundle.shares)
            if charged and firm.vat_regime is VatRegime.DEBITS:
                yield MentionReason.ON_DEBITS
            if is_business:
                yield MentionReason.SERVICES
            if vat_country(firm.country.upper()) == FRANCE and not standing.early:
                yield MentionReason.NO_EARLY_PAYMENT
        if is_business or _is_under_french_rules(payer, firm):
            yield MentionReason.LATE_PAYMENT
        if standing.nil:
            yield MentionReason.NOTHING_TO_PAY


def _is_under_french_rules(payer: Client, firm: Firm) -> bool:
    """Whether the electronic file has to say so of anybody, a consumer abroad too (BR-FR-05)."""
    profile = PROFILES.get(payer.einvoice)
    return profile is not None and profile.is_french(firm.country.upper())


def _day(share: Share) -> date:
    """The last day served."""
    day = share.row.period_to
    assert day is not None
    return day
