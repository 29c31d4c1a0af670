"""The language to speak before any workbook says which, and figures beyond all measure."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from addin.tables.kinds import NUMBERS, CellFault
from addin.words import Language, sentence, system_language
from addin.words.figures import number


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"QUOTEPART_LANGUAGE": "nl", "LC_ALL": "fr_BE.UTF-8"}, Language.NL),
        ({"LC_ALL": "fr_BE.UTF-8", "LANG": "de_DE"}, Language.FR),
        ({"LC_ALL": "", "LC_MESSAGES": "de_BE", "LANG": "nl_BE"}, Language.DE),
        ({"LANG": "nl_BE.UTF-8"}, Language.NL),
        ({"LANG": "French_Belgium.1252"}, Language.FR),
        ({"LANG": "Dutch_Belgium.1252"}, Language.NL),
        ({"LANG": "German_Germany"}, Language.DE),
        ({"LANG": "English_United States"}, Language.EN),
        ({"LANG": "C.UTF-8"}, Language.EN),
        ({"LANG": "it_IT"}, Language.EN),
    ],
)
def test_the_language_is_that_of_the_machine_unless_another_is_asked_for(
    environment: Mapping[str, str], language: Language
) -> None:
    assert system_language(environment) is language


def test_without_a_word_in_the_environment_the_locale_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: ("Dutch_Belgium", "1252"))
    assert system_language({}) is Language.NL
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert system_language({}) is Language.EN


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("cell", [1e300, -1e300, 1e28, 1.5e12])
def test_a_number_beyond_all_measure_can_be_said(cell: float, language: Language) -> None:
    with pytest.raises(CellFault) as caught:
        NUMBERS[0].from_cell(cell)

    said = sentence(caught.value.code, language, caught.value.values)

    assert number(Decimal(repr(cell).removesuffix(".0")), language) in said
