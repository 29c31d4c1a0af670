"""What the user reads: complete in four languages, and the same figures in each."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from inspect import isclass
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing import choices
from addin.errors import Severity
from addin.tables.catalogue import TABLES
from addin.tables.kinds import YES_NO, choice
from addin.words import Language, Words, catalogue, label, sentence, words
from addin.words.figures import money, number, told

FINDINGS: Mapping[str, Mapping[str, str]] = catalogue("findings")
LISTS = [
    one
    for one in (*vars(choices).values(), Language, Severity)
    if isclass(one) and issubclass(one, StrEnum) and one is not StrEnum
]

languages = st.sampled_from(Language)
decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15), 10**15),
    st.integers(0, 9),
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def test_a_label_that_lacks_a_language_is_refused() -> None:
    with pytest.raises(AssertionError, match="3 languages instead of 4"):
        words("Amount | Montant | Bedrag")


def test_a_label_keeps_its_languages_in_order() -> None:
    amount = words("Amount | Montant | Bedrag | Betrag")

    assert [amount[language] for language in Language] == list(amount.all())
    assert amount.all() == ("Amount", "Montant", "Bedrag", "Betrag")


@pytest.mark.parametrize("code", FINDINGS)
def test_a_finding_has_a_short_title_and_a_sentence_of_its_own_in_each_language(code: str) -> None:
    finding = FINDINGS[code]

    assert len({finding[language] for language in Language}) == 4
    assert len(finding["title"]) <= 80
    assert not finding["title"].endswith(".")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", FINDINGS)
def test_a_sentence_shows_every_value_it_is_given(code: str, language: Language) -> None:
    values = {name: f"<{name}>" for name in placeholders(FINDINGS[code][Language.EN])}

    said = sentence(code, language, values)

    assert all(value in said for value in values.values())


def naming_a_sheet() -> Iterator[tuple[str, Words]]:
    """Each finding with the sheets that its English sentence names."""
    for code, finding in FINDINGS.items():
        for spec in TABLES:
            # At the start of a sentence any word has a capital.
            if re.search(rf"(?<![.:] )(?<!^)\b{spec.sheet.en}\b", finding["en"]):
                yield code, spec.sheet


@pytest.mark.parametrize(("code", "sheet"), [*naming_a_sheet()])
def test_a_finding_names_a_sheet_as_the_workbook_of_its_language_does(
    code: str, sheet: Words
) -> None:
    for language in Language:
        assert re.search(rf"\b{sheet[language]}", FINDINGS[code][language])


def test_figures_in_a_sentence_are_written_as_its_language_writes_them() -> None:
    values = {"value": Decimal("1234.567"), "proposal": Decimal("1234.57")}

    said = {language: sentence("TAB-13", language, values) for language in Language}

    assert said[Language.EN].startswith("1,234.567 has more than two decimals")
    assert said[Language.EN].endswith("Round it to 1,234.57.")
    assert said[Language.FR].endswith("Arrondissez-le à 1\u202f234,57.")
    assert said[Language.NL].endswith("Rond het af op 1.234,57.")
    assert said[Language.DE].endswith("Bitte auf 1.234,57 runden.")


@given(value=decimals, language=languages)
def test_a_number_keeps_every_digit_in_every_language(value: Decimal, language: Language) -> None:
    shown = number(value, language)

    assert digits_of(shown) == digits_of(format(value, "f"))
    assert shown.startswith("-") == value.is_signed()


@given(cents=st.integers(-(10**15), 10**15), language=languages)
def test_money_keeps_every_cent_in_every_language(cents: int, language: Language) -> None:
    shown = money(cents, language)
    whole, separator, decimals_shown = shown[:-3], shown[-3], shown[-2:]

    assert separator == ("." if language is Language.EN else ",")
    assert digits_of(whole) + decimals_shown == f"{abs(cents):03d}"
    assert shown.startswith("-") == (cents < 0)


@given(value=decimals, language=languages)
def test_what_is_told_of_a_number_is_the_number(value: Decimal, language: Language) -> None:
    assert told(value, language) == number(value, language)


@given(day=st.dates(date(1000, 1, 1)), language=languages)
def test_what_is_told_of_a_date_has_its_day_and_its_year(day: date, language: Language) -> None:
    shown = told(day, language)

    assert {str(day.year), str(day.day)} <= {text.lstrip("0") for text in re.findall(r"\d+", shown)}
    assert told(datetime(day.year, day.month, day.day, 9, 30), language) == shown  # noqa: DTZ001


@given(left=st.dates(date(1000, 1, 1)), right=st.dates(date(1000, 1, 1)), language=languages)
def test_two_days_are_never_told_alike(left: date, right: date, language: Language) -> None:
    assert (told(left, language) == told(right, language)) == (left == right)


@pytest.mark.parametrize("language", Language)
def test_nothing_is_told_of_nothing_and_a_fraction_stays_exact(language: Language) -> None:
    assert told(None, language) == ""
    assert told(Fraction(1, 3), language) == "1/3"
    assert told("C-001", language) == "C-001"


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.__name__)
def test_a_label_in_any_language_is_read_as_its_value(one: type[StrEnum]) -> None:
    read = choice(one).from_cell

    for value in one:
        assert {read(text) for text in label(one.__name__, value.value).all()} == {value}


@pytest.mark.parametrize("language", Language)
def test_yes_and_no_are_read_in_the_language_they_are_written_in(language: Language) -> None:
    for value in (True, False):
        assert YES_NO.from_cell(YES_NO.to_cell(value, language)) is value
