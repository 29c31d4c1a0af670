"""The sentences of an invoice: those of the firm, else those that come with Quotepart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from addin.billing.choices import MentionReason, VatCategory
from addin.billing.invoice import Exemption
from addin.billing.territory import vat_country
from addin.jobs.texts import Texts
from addin.tables.sheets.settings import Mention
from addin.words import Language, catalogue, words

LISTED: Mapping[MentionReason, str] = {
    MentionReason.REVERSE_CHARGE_ABROAD: VatCategory.AE,
    MentionReason.REVERSE_CHARGE_AT_HOME: VatCategory.AE,
    MentionReason.SMALL_BUSINESS: VatCategory.E,
    MentionReason.EXEMPT: VatCategory.E,
    MentionReason.GOODS_TO_EU: VatCategory.K,
    MentionReason.EXPORT: VatCategory.G,
    MentionReason.SERVICES_OUTSIDE_EU: VatCategory.O,
    MentionReason.OUTSIDE_SCOPE: VatCategory.O,
    MentionReason.DISBURSEMENT: "disbursement",
    MentionReason.NO_EARLY_PAYMENT: "no early payment",
    MentionReason.NOTHING_TO_PAY: "nothing to pay",
}
"""Under which value the list *mention* of the sheet Lists has the sentence for a reason."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is printed for a reason.

    Attributes:
        text: Empty where nothing has to be said.
        code: VATEX code of the reason (BT-121); empty without one.
    """

    text: str
    code: str = ""


class Mentions:
    """Looks up what a firm of a country prints for a reason, on a day.

    The sheet Mentions comes first, a row of the country before one of any; then a sentence that
    the firm changed on the sheet Lists; then what the law of the country has it say.
    """

    def __init__(self, rows: Iterable[Mention], texts: Texts, country: str) -> None:
        self._country = vat_country(country.upper())
        self._texts = texts
        self._found: dict[tuple[MentionReason, date, Language], Sentence] = {}
        self._rows: dict[tuple[MentionReason, Language], list[Mention]] = {}
        for row in rows:
            if not row.country or vat_country(row.country.upper()) == self._country:
                self._rows.setdefault((row.reason, row.language), []).append(row)

    def of(self, reason: MentionReason, on: date, language: Language) -> Sentence:
        """The sentence for a reason in a language.

        Args:
            reason: Why it is printed.
            on: Day of the supply; for what is about the payment, that of the invoice.
            language: Of the document.
        """
        asked = (reason, on, language)
        if asked not in self._found:
            usual, own = self._usual(*asked), self._own(*asked)
            self._found[asked] = Sentence(own, usual.code) if own else usual
        return self._found[asked]

    def _own(self, reason: MentionReason, on: date, language: Language) -> str:
        rows = [
            row
            for row in self._rows.get((reason, language), ())
            if row.valid_from is None or row.valid_from <= on
        ]
        if rows:
            last = max(rows, key=lambda row: (bool(row.country), row.valid_from or date.min))
            return last.text
        listed = LISTED.get(reason)
        return self._texts.own_mention(listed, language) if listed else ""

    def _usual(self, reason: MentionReason, on: date, language: Language) -> Sentence:
        rows = [
            row
            for row in catalogue("mentions").get(reason.value, ())
            if row.get("country", self._country) == self._country
            and row.get("since", date.min) <= on
        ]
        if rows:
            last = max(rows, key=lambda row: row.get("since", date.min))
            return Sentence(words(last["text"])[language], last.get("vatex", ""))
        listed = LISTED.get(reason)
        return Sentence("".join(self._texts.mentions([listed], language)) if listed else "")


def exemptions(found: Iterable[tuple[VatCategory, Sentence]]) -> tuple[Exemption, ...]:
    """One for each category, in the order in which the lines bring them.

    Two reasons for one category are said one after the other, without a code, since a structured
    invoice has room for one.
    """
    said: dict[VatCategory, dict[Sentence, None]] = {}
    for category, sentence in found:
        if sentence.text:
            said.setdefault(category, {})[sentence] = None
    return tuple(
        Exemption(
            category,
            " ".join(dict.fromkeys(one.text for one in sentences)),
            next(iter(sentences)).code if len({one.code for one in sentences}) == 1 else "",
        )
        for category, sentences in said.items()
    )
