"""What a new workbook holds before anybody has typed, and what it calls sound."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.choices import Basis, VatCategory
from addin.billing.time import HOUR, HOUR_MINUTES
from addin.books.building.content import Rows, all_rows, sound_rows
from addin.books.building.figures import figures, month_of, year_of
from addin.books.building.formulas import Formula, labels_of, literal, spoken
from addin.books.building.highlights import highlights
from addin.books.building.layout import GROUPS, frozen_columns, heading_lines, letter_of, width_of
from addin.books.building.steps import STEPS, Status
from addin.jobs.texts import DISBURSEMENT, NO_EARLY_PAYMENT, NOTHING_TO_PAY, WITHOUT_MENTION, Texts
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.sheets.settings import Firm
from addin.tables.units import unit_shown
from addin.words import Language, catalogue, words

every_language = pytest.mark.parametrize("language", Language)


Given = Sequence[Mapping[str, object]]


def rows_of(given_to: Language = Language.EN, /, **tables: Given) -> Rows:
    return all_rows(tables, given_to)


def sound(**tables: Given) -> dict[str, frozenset[int]]:
    return sound_rows(rows_of(Language.EN, **tables), Language.EN)


@every_language
def test_every_setting_has_a_row_with_its_default(language: Language) -> None:
    settings = {row["setting"]: row["value"] for row in rows_of(language)["Settings"]}

    defaults = {column.name: column.default for column in Firm.spec.columns}
    assert settings == defaults | {"language": language}


def test_a_setting_given_without_a_value_keeps_its_default() -> None:
    given: Given = [
        {"setting": "payment_days", "value": None},
        {"setting": "city", "value": "Liège"},
    ]

    settings = {row["setting"]: row["value"] for row in rows_of(Settings=given)["Settings"]}

    assert (settings["payment_days"], settings["city"]) == (30, "Liège")


@every_language
def test_units_are_chosen_in_the_language_of_the_workbook(language: Language) -> None:
    units = [row["value"] for row in rows_of(language)["Lists"] if row["list"] == "unit"]

    assert words(catalogue("lists")["unit"]["payslip"])[language] in units
    assert {unit_shown(HOUR, language), unit_shown(HOUR_MINUTES, language)} <= set(units)


def test_a_unit_of_a_french_workbook_prints_in_the_language_of_the_client() -> None:
    spec = BY_NAME["Lists"]
    lists = [spec.record(**row) for row in rows_of(Language.FR)["Lists"]]
    texts = Texts(lists)

    assert texts.unit("fiche de paie", Language.NL) == "loonfiche"
    assert texts.unit(HOUR, Language.FR) == "heure"


@every_language
def test_each_vat_category_that_needs_one_has_its_sentence(language: Language) -> None:
    mentions = catalogue("lists")["mention"]

    without = WITHOUT_MENTION | {VatCategory.Z}
    besides = {DISBURSEMENT, NO_EARLY_PAYMENT, NOTHING_TO_PAY}
    assert mentions.keys() == besides | {category.value for category in set(VatCategory) - without}
    for category in set(VatCategory) - without:
        (sentence,) = Texts(()).mentions([category], language)
        assert "2006/112/" in sentence


def test_what_european_law_wants_word_for_word_is_in_the_mention_of_reverse_charge() -> None:
    spoken_mention = words(catalogue("lists")["mention"]["AE"])

    wanted = ("Reverse charge", "Autoliquidation", "Btw verlegd", "Steuerschuldnerschaft")
    for mention, wording in zip(spoken_mention.all(), wanted, strict=True):
        assert mention.startswith(wording)


def test_rows_of_a_list_that_are_given_replace_the_usual_ones_or_join_them() -> None:
    given = [
        {"list": "unit", "value": "hour", "en": "hr"},
        {"list": "unit", "value": "visit"},
        {"list": "team", "value": "Tax"},
    ]

    lists = rows_of(Lists=given)["Lists"]

    groups = [row["list"] for row in lists]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
    assert [row.get("en") for row in lists if row["value"] == "hour"] == ["hr"]
    assert {"visit", "km"} <= {row["value"] for row in lists if row["list"] == "unit"}


def test_rows_without_a_fault_are_sound() -> None:
    clients = [{"client": "A", "name": "A"}, {"client": "B"}, {"client": "a", "name": "C"}]
    projects = [
        {"project": "P1", "name": "One", "client": "A"},
        {"project": "P2", "name": "Two", "client": "Z"},
    ]

    found = sound(Clients=clients, Projects=projects)

    assert found["Clients"] == {0}, "the second has no name, the third the key of the first"
    assert found["Projects"] == {0}, "nobody knows the client of the second"


@pytest.mark.parametrize(("share", "expected"), [("0.4", {0, 1}), ("0.38", set())])
def test_a_split_that_misses_something_is_not_sound(share: str, expected: set[int]) -> None:
    common = {"project": "P1", "basis": Basis.PERCENT}
    splits = [
        {**common, "payer": "A", "share": Decimal("0.6")},
        {**common, "payer": "B", "share": Decimal(share)},
    ]
    clients = [{"client": code, "name": code} for code in "AB"]
    projects = [{"project": "P1", "name": "One", "client": "A"}]

    assert sound(Clients=clients, Projects=projects, Splits=splits)["Splits"] == expected


@pytest.mark.parametrize(
    ("month", "first", "start"),
    [
        (Month(2026, 3), 1, date(2026, 1, 1)),
        (Month(2026, 3), 7, date(2025, 7, 1)),
        (Month(2026, 7), 7, date(2026, 7, 1)),
        (Month(2026, 12), 7, date(2026, 7, 1)),
    ],
)
def test_the_fiscal_year_is_the_one_the_month_lies_in(
    month: Month, first: int, start: date
) -> None:
    settings: dict[str, object] = {"month": month, "fiscal_year_start": first}
    rows = rows_of(Settings=[{"setting": name, "value": value} for name, value in settings.items()])

    assert month_of(rows) == month.first
    assert year_of(rows) == start


def test_no_row_counts_while_nobody_says_which_month_it_is() -> None:
    rows = rows_of(Units=[{"month": Month(2026, 3)}])

    assert month_of(rows) is None
    assert year_of(rows) is None
    assert {figure.value(rows) for figure in figures(rows).values()} == {0}


NAMES = sorted(
    {name.removeprefix("-") for step in STEPS for names, _ in step.rules for name in names}
)


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(0, 3).map(Decimal))))
def test_nothing_is_ready_to_issue_that_nobody_approved(values: dict[str, Decimal]) -> None:
    status = {step.name: step.status(values) for step in STEPS}

    assert (status["preview"] is Status.READY) == (values["ready"] > 0)
    if status["issue"] is Status.TODO:
        assert values["ready"] > 0
        assert values["drafts"] == 0
    if values["drafts"] > 0 and values["lines"] > 0:
        assert status["approve"] is Status.TODO


def test_the_formula_of_a_step_names_the_cells_of_its_figures() -> None:
    (issue,) = (step for step in STEPS if step.name == "issue")

    formula = issue.formula(Language.EN, {"drafts": "G12", "ready": "G13", "invoiced": "G14"})

    assert formula == (
        '=IF(AND(G12>0),"later",IF(AND(G13>0),"to do",IF(AND(G14>0),"done","later")))'
    )


def test_a_check_that_found_nothing_is_done_only_once_the_month_has_lines() -> None:
    (check,) = (step for step in STEPS if step.name == "check")
    values = dict.fromkeys(("clients", "faults", "errors", "lines"), Decimal(0))

    assert check.status(values) is Status.LATER
    assert check.status(values | {"clients": Decimal(1)}) is Status.READY
    assert check.status(values | {"clients": Decimal(1), "lines": Decimal(1)}) is Status.DONE
    assert check.status(values | {"clients": Decimal(1), "errors": Decimal(1)}) is Status.TODO


@given(st.text())
def test_a_text_in_a_formula_is_read_back_as_it_was(shown: str) -> None:
    formula = literal(shown)

    assert (formula[0], formula[-1]) == ('"', '"')
    assert formula[1:-1].replace('""', '"') == shown
    assert formula[1:-1].replace('""', "").count('"') == 0


def test_a_text_of_the_interface_becomes_a_formula_where_excel_has_to_fill_it_in() -> None:
    formula = spoken("sheet.check.missing", Language.FR, total=Formula("A1"), gap=Formula("B1"))

    assert formula == 'A1&" % : il manque "&B1&" %"'


def test_a_value_is_known_by_its_label_in_every_language() -> None:
    assert labels_of(Basis.WEIGHT, Basis.REST) == (
        "weight", "tantièmes", "gewicht", "rest", "solde",
    )  # fmt: skip


def test_every_sheet_is_in_one_group() -> None:
    grouped = [table for tables in GROUPS.values() for table in tables]

    assert sorted(grouped) == sorted(spec.name for spec in TABLES)


@every_language
def test_a_heading_fits_its_column_word_by_word(language: Language) -> None:
    for spec in TABLES:
        for column in spec.columns:
            width = width_of(spec, column, language, ())
            longest = max(map(len, column.heading[language].replace("-", "- ").split()))
            assert width > longest, f"{spec.name}: {column.heading[language]}"


@every_language
def test_a_heading_takes_two_lines_at_most(language: Language) -> None:
    for spec in TABLES:
        widths = [width_of(spec, column, language, ()) for column in spec.columns]
        assert heading_lines(spec, widths, language) <= 2, spec.name


@every_language
def test_the_key_stays_in_view_and_leaves_room_for_the_rest(language: Language) -> None:
    for spec in TABLES:
        widths = [width_of(spec, column, language, ()) for column in spec.columns]
        frozen = frozen_columns(spec, widths)
        assert bool(frozen) == spec.columns[0].key, spec.name
        assert sum(widths[:frozen]) < 60, spec.name


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("Prebilling", {"invoice", "hold", "decision", "price_override", "text_override"}),
        ("Prebilling", {"quantity_override", "discount_percent", "discount_amount"}),
        ("Prebilling", {"payer_override"}),
        ("Invoices", {"state", "due_date", "gross"}),
        ("Splits", {"basis", "share", "check"}),
        ("Plan", {"status"}),
        ("Checks", {"severity"}),
        ("Timesheets", {"status", "invoice"}),
    ],
)
def test_what_a_user_has_to_see_is_coloured(table: str, fields: set[str]) -> None:
    spec = BY_NAME[table]
    rules = [highlight.formula for highlight in highlights(spec, Language.EN)]

    for field in fields:
        cell = f"${letter_of(spec, field)}5"
        assert any(cell in rule for rule in rules), field


@every_language
def test_a_colour_depends_on_no_array_and_no_column_of_a_table(language: Language) -> None:
    """Excel takes neither in a conditional format."""
    rules = [one.formula for spec in TABLES for one in highlights(spec, language)]

    assert rules
    assert [rule for rule in rules if "{" in rule or "[" in rule] == []


def test_a_share_is_shown_as_its_basis_says() -> None:
    formats = [
        (one.formula, one.properties["num_format"])
        for one in highlights(BY_NAME["Splits"], Language.EN)
        if "num_format" in one.properties
    ]

    (rest, rest_format), (percent, percent_format), (figure, figure_format) = formats
    assert '$D5="rest"' in rest
    assert "$E5=0" in rest
    assert rest_format == '"-"'
    assert 'OR($D5="",$D5="percent"' in percent
    assert "NOT(OR(" in figure
    assert percent_format.endswith("%")
    assert not figure_format.endswith("%")
