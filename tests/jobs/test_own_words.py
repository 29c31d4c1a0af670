"""What Quotepart writes into a description follows the language of the invoice."""

import pytest

from addin.jobs.own_words import in_words_of
from addin.jobs.texts import Texts
from addin.tables.sheets.settings import ListValue
from addin.words import Language

TEXTS = Texts([ListValue(list="text", value="Advice", fr="Conseil", nl="Advies", de="Beratung")])


@pytest.mark.parametrize(
    ("description", "language", "printed"),
    [
        ("Advice - beyond the hours agreed", Language.FR, "Conseil - au-delà du forfait"),
        ("Honoraires", Language.NL, "Erelonen"),
        ("Up to the minimum agreed", Language.DE, "Ergänzung bis zum vereinbarten Mindestbetrag"),
        (
            "Adjustment to the volumes of 2025-2026",
            Language.FR,
            "Régularisation sur les volumes de 2025-2026",
        ),
        (
            "Correction of Advice - rounding 0.01",
            Language.FR,
            "Correction de Conseil - arrondi 0,01",
        ),
        ("Correctie van boven het pakket", Language.EN, "Correction of beyond the hours agreed"),
        ("Bookkeeping of the shop", Language.FR, "Bookkeeping of the shop"),
    ],
)
def test_a_description_is_in_the_language_of_its_payer(
    description: str, language: Language, printed: str
) -> None:
    assert TEXTS.said(description, language) == printed


@pytest.mark.parametrize("language", Language)
def test_our_own_words_stay_as_they_are_in_their_own_language(language: Language) -> None:
    piece = in_words_of("beyond the hours agreed", language)

    assert piece is not None
    assert in_words_of(piece, language) == piece
