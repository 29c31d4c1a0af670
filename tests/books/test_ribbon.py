"""The tab Quotepart and its macros, in every language, without Excel."""

import re

import pytest
from excel import schemas
from excel.headless import run
from lxml import etree

from addin.books.vba.function_help import function_help
from addin.books.vba.module import Module
from addin.books.vba.ribbon import ribbon_module, ribbon_xml
from addin.books.vba.udf_wrapper import CellFunction
from addin.words import Language, text

VERBS = ["check", "plan", "generate", "approve", "preview", "issue", "help"]
CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
FUNCTION = CellFunction("SHARES", "Quotepart", 'The "shares".', ("One", "Two"))
every_language = pytest.mark.parametrize("language", Language)


def buttons(language: Language) -> list[etree._Element]:
    return list(etree.fromstring(ribbon_xml(language)).iter(f"{CUSTOM_UI}button"))


def macros(language: Language) -> list[Module]:
    return [ribbon_module(language), function_help([FUNCTION])]


@every_language
def test_the_tab_fits_the_schema_of_the_ribbon(language: Language) -> None:
    assert schemas.faults_of(ribbon_xml(language)) == []


@every_language
def test_the_buttons_stand_in_the_order_of_the_month(language: Language) -> None:
    verbs = [
        str(button.get("onAction")).removeprefix("Quotepart").lower()
        for button in buttons(language)
    ]

    assert verbs == VERBS


@every_language
@pytest.mark.parametrize("verb", VERBS)
def test_a_button_says_what_it_is_for(verb: str, language: Language) -> None:
    button = buttons(language)[VERBS.index(verb)]

    for said in ("label", "screentip", "supertip"):
        assert button.get(said) == text(f"ribbon.{verb}.{said}", language)


def test_each_language_has_words_of_its_own() -> None:
    tips = {button.get("supertip") for language in Language for button in buttons(language)}

    assert len(tips) == len(Language) * len(VERBS)


@every_language
def test_nothing_is_left_to_fill_in(language: Language) -> None:
    assert b"{" not in ribbon_xml(language)
    assert "{" not in ribbon_module(language).source


@every_language
def test_every_callback_is_a_public_macro_that_takes_the_control(language: Language) -> None:
    declared = re.findall(
        r"(?m)^Public Sub (\w+)\((?:control As IRibbonControl|ribbon As IRibbonUI)\)$",
        ribbon_module(language).source,
    )
    root = etree.fromstring(ribbon_xml(language))
    called = [str(root.get("onLoad")), *(str(b.get("onAction")) for b in buttons(language))]

    assert sorted(called) == sorted(declared)


@every_language
def test_the_macros_can_be_stored(language: Language) -> None:
    ribbon_module(language).stored()


@every_language
@pytest.mark.parametrize("verb", VERBS)
def test_a_button_runs_the_python_of_its_verb(verb: str, language: Language) -> None:
    outcome = run(macros(language), f"Quotepart{verb.title()}")

    assert outcome.statement == f"import addin.macros; addin.macros.{verb}()"
    assert outcome.busy == f"Quotepart: {text(f'ribbon.{verb}.busy', language)}"
    assert outcome.status_bar is False
    assert outcome.messages == ()


@every_language
@pytest.mark.parametrize("verb", VERBS)
def test_what_keeps_python_from_starting_is_told_in_a_sentence(
    verb: str, language: Language
) -> None:
    outcome = run(macros(language), f"Quotepart{verb.title()}", fault="Permission denied")

    not_started, what_to_do = (
        text(f"ribbon.{key}", language) for key in ("not_started", "what_to_do")
    )
    message = f"{not_started}\n\nPermission denied\n\n{what_to_do}"
    assert outcome.statement == ""
    assert outcome.messages == ((message, "Quotepart"),)
    assert outcome.status_bar is False


def test_opening_the_workbook_describes_the_formulas_and_starts_no_python() -> None:
    silent = CellFunction("NOW_UTC", "Quotepart", "The time.", ())

    outcome = run([ribbon_module(Language.EN), function_help([FUNCTION, silent])], "QuotepartLoad")

    book = "'Book1'!"
    assert outcome.described == (
        (f"{book}SHARES", 'The "shares".', "Quotepart", ("One", "Two")),
        (f"{book}NOW_UTC", "The time.", "Quotepart", ()),
    )
    assert outcome.statement == ""


def test_a_hidden_workbook_opens_without_a_message() -> None:
    outcome = run(macros(Language.EN), "QuotepartLoad", hidden=True)

    assert outcome.described == ()
    assert outcome.messages == ()
