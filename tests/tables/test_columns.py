"""The words of the columns: complete, within Excel's limits, and never ambiguous."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import Severity
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import Column, Price, Record, TableSpec, Text, Writer, column
from addin.tables.grid import Grid
from addin.tables.reading import match_headings
from addin.tables.sheets.settings import Firm
from addin.words import Language, Words, label

SPECS: tuple[TableSpec[Any], ...] = (*TABLES, Firm.spec)
COLUMNS = {f"{spec.name}.{one.name}": one for spec in SPECS for one in spec.columns}
INPUT_MESSAGE = 255
"""Characters that Excel shows on entering a cell."""

each_table = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
each_column = pytest.mark.parametrize("one", COLUMNS.values(), ids=COLUMNS)


def folded(heading: str) -> str:
    return " ".join(heading.lower().split())


def check_help(texts: tuple[str, ...]) -> None:
    assert len(set(texts)) == len(Language)
    for text in texts:
        assert len(text) <= INPUT_MESSAGE
        assert text[0] == text[0].upper() or ":" in text
        assert text.endswith(".")


@each_table
def test_the_help_of_a_table_is_there_in_four_languages(spec: TableSpec[Any]) -> None:
    check_help(spec.help.all())


@each_column
def test_the_help_of_a_column_is_there_in_four_languages(one: Column) -> None:
    check_help(one.help.all())


def test_a_help_in_english_only_is_refused() -> None:
    with pytest.raises(AssertionError, match="1 languages instead of 4"):
        column("Amount | Montant | Bedrag | Betrag", "Without VAT.")


def test_a_table_with_help_in_english_only_is_refused() -> None:
    with pytest.raises(AssertionError, match="1 languages instead of 4"):
        type("Fees", (Record,), {}, table="Fees", sheet="Fees | Honoraires | A | B", help="Fees.")


def lists_of(one: Column) -> tuple[str, tuple[str, ...]]:
    """The list that a column takes its values from, and those values."""
    if one.kind.choices:
        return one.kind.choices.__name__, tuple(one.kind.choices)
    if one is BY_NAME["Checks"].column("severity"):
        return "Severity", tuple(Severity)
    return "YesNo", ("yes", "no")


def explained() -> Iterator[tuple[str, Words]]:
    """Each column with the values that its English help explains, as in ``no: not billed``."""
    for name, one in COLUMNS.items():
        group, values = lists_of(one)
        for value in values:
            translations = label(group, value)
            if re.search(rf"\b{translations.en}:", one.help.en):
                yield name, translations


@pytest.mark.parametrize(("name", "value"), [*explained()])
def test_a_help_explains_a_value_by_its_label(name: str, value: Words) -> None:
    for language in Language:
        assert re.search(rf"\b{value[language]} ?:", COLUMNS[name].help[language])


def naming_a_sheet() -> Iterator[tuple[str, Words]]:
    """Each column with the sheets that its English help names."""
    for name, one in COLUMNS.items():
        for spec in TABLES:
            # At the start of a sentence any word has a capital.
            if re.search(rf"(?<![.:] )(?<!^)\b{spec.sheet.en}\b", one.help.en):
                yield name, spec.sheet


@pytest.mark.parametrize(("name", "sheet"), [*naming_a_sheet()])
def test_a_help_names_a_sheet_as_the_workbook_of_its_language_does(name: str, sheet: Words) -> None:
    for language in Language:
        assert sheet[language] in COLUMNS[name].help[language]


@each_table
def test_a_heading_means_one_column_whatever_its_language(spec: TableSpec[Any]) -> None:
    meant: dict[str, str] = {}
    for one in spec.columns:
        for heading in (one.name, *one.heading.all()):
            assert meant.setdefault(folded(heading), one.name) == one.name


@given(data=st.data())
@each_table
def test_columns_are_found_in_any_order_and_mix_of_languages(
    spec: TableSpec[Any], data: st.DataObject
) -> None:
    headings = {
        one.heading[data.draw(st.sampled_from(Language))]: one.name
        for one in data.draw(st.permutations(spec.columns))
    }
    grid = Grid(spec.name, spec.sheet.en, 2, tuple(headings), tuple([] for _ in headings))

    found, findings = match_headings(spec, grid)

    assert not findings
    assert [found[name] for name in headings.values()] == list(range(len(spec.columns)))


@each_column
def test_excel_takes_a_heading(one: Column) -> None:
    for heading in one.heading.all():
        assert heading == " ".join(heading.split())
        assert 0 < len(heading) <= 255
        # These would have to be escaped wherever a formula names the column.
        assert not set(heading) & set("[]#@")


@pytest.mark.parametrize("language", Language)
def test_excel_takes_the_names_of_the_sheets(language: Language) -> None:
    names = [spec.sheet[language] for spec in TABLES]

    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        # Excel refuses all of these but the apostrophe, which every formula would have to double.
        assert not set(name) & set("[]:*?/\\'")


@pytest.mark.parametrize("one", [one for one in COLUMNS.values() if one.refers])
def test_a_code_refers_to_a_table_that_has_one_key(one: Column) -> None:
    assert len(BY_NAME[one.refers].keys) == 1


@pytest.mark.parametrize("one", [one for one in COLUMNS.values() if one.listed])
def test_a_list_that_offers_values_is_named_where_lists_are_kept(one: Column) -> None:
    assert one.listed in BY_NAME["Lists"].column("list").help.en


class Fee(
    Record,
    table="Fees",
    sheet="Fees | Honoraires | Erelonen | Honorare",
    help="Agreed fees. | Honoraires convenus. | Afgesproken erelonen. | Vereinbarte Honorare.",
):
    """A table of this test."""

    client: Text = column(
        "Client | Client | Klant | Kunde", "Who. | Qui. | Wie. | Wer.", key=True, refers="Clients"
    )
    amount: Price | None = column(
        "Amount | Montant | Bedrag | Betrag", "What. | Quoi. | Wat. | Was.", by=Writer.QUOTEPART
    )
    months: int = column(
        "Months | Mois | Maanden | Monate", "How long. | Durée. | Duur. | Dauer.", default=12
    )
    check: Text | None = column(
        "Check | Contrôle | Controle | Prüfung", "OK. | D'accord. | Goed. | Gut.", formula="auto"
    )


def test_a_cell_may_be_empty_where_its_field_says_so_or_has_a_default() -> None:
    assert [one.name for one in Fee.spec.columns if one.required] == ["client"]
    assert Fee.spec.column("months").default == 12


def test_a_column_knows_who_fills_it() -> None:
    assert {one.name: one.writer for one in Fee.spec.columns} == {
        "client": Writer.USER,
        "amount": Writer.QUOTEPART,
        "months": Writer.USER,
        "check": Writer.FORMULA,
    }


def test_a_table_knows_its_key_and_its_headings() -> None:
    assert [one.name for one in Fee.spec.keys] == ["client"]
    assert Fee.spec.headings(Language.NL) == ("Klant", "Bedrag", "Maanden", "Controle")
