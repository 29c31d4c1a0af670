"""The texts that documents print and the firm may edit, on the sheet *Lists*."""

from collections.abc import Iterable

from addin.billing.choices import VatCategory
from addin.jobs.own_words import PART, in_words_of
from addin.tables.sheets.settings import ListValue
from addin.tables.units import unit_shown
from addin.words import Language, catalogue, words

WITHOUT_MENTION = frozenset({VatCategory.S})
DISBURSEMENT = "disbursement"
NO_EARLY_PAYMENT = "no early payment"
NOTHING_TO_PAY = "nothing to pay"
"""What is said beside what the law wants of a VAT category."""


class Texts:
    """Looks a text up in the firm's lists, then among those that come with Quotepart."""

    def __init__(self, rows: Iterable[ListValue]) -> None:
        self._rows: dict[tuple[str, str], ListValue] = {}
        for row in rows:
            for written in (row.value, row.en, row.fr, row.nl, row.de):
                if written:
                    self._rows.setdefault((row.list.lower(), written.lower()), row)
        self._said: dict[tuple[str, Language], str] = {}
        self._units: dict[tuple[str, Language], str] = {}

    def unit(self, unit: str, language: Language) -> str:
        """What a document prints for a unit; the unit itself when nobody says otherwise."""
        known = self._units.get((unit, language))
        if known is None:
            known = self._text("unit", unit, language) or unit_shown(unit, language)
            self._units[unit, language] = known
        return known

    def said(self, description: str, language: Language) -> str:
        """A description in a language, as far as its pieces are known.

        Names of services and projects and texts of schedules are looked up in the list ``text``,
        in whichever language they are written; what Quotepart itself has written follows of itself.
        """
        known = self._said.get((description, language))
        if known is None:
            pieces = description.split(PART)
            known = PART.join(self._piece(piece, language) for piece in pieces)
            self._said[description, language] = known
        return known

    def _piece(self, piece: str, language: Language) -> str:
        def said(part: str) -> str:
            return self.said(part, language)

        return self._text("text", piece, language) or in_words_of(piece, language, said) or piece

    def mentions(self, reasons: Iterable[str], language: Language) -> tuple[str, ...]:
        """The sentences that the law wants, in a fixed order.

        Args:
            reasons: VAT categories, ``DISBURSEMENT``, ``NO_EARLY_PAYMENT``, ``NOTHING_TO_PAY``.
            language: Of the document.
        """
        wanted = sorted(set(reasons) - WITHOUT_MENTION)
        found = (self._text("mention", str(reason), language) for reason in wanted)
        return tuple(text for text in found if text)

    def own_mention(self, reason: str, language: Language) -> str:
        """The sentence of the firm's own for a reason; empty where it left the usual one."""
        found = self._text("mention", reason, language)
        usual = catalogue("lists")["mention"].get(reason)
        return "" if usual and found == words(usual)[language] else found

    def _text(self, group: str, value: str, language: Language) -> str:
        row = self._rows.get((group, value.lower()))
        own = getattr(row, language.value) if row is not None else None
        if own:
            return str(own)
        usual = catalogue("lists").get(group, {}).get(value)
        return words(usual)[language] if usual else ""
