"""The tab Quotepart and its macros, in every language, without Excel."""

import ast
import inspect
import re
from collections import Counter

import pytest
from excel import schemas
from excel.headless import Situation, run
from lxml import etree

import addin.macros
from addin.books.vba.function_help import function_help
from addin.books.vba.module import Module
from addin.books.vba.ribbon import ribbon_module, ribbon_xml
from addin.books.vba.udf_wrapper import CellFunction
from addin.words import Language, text

VERBS = [
    "check",
    "metrics",
    "plan",
    "compare",
    "generate",
    "explain",
    "approve",
    "preview",
    "issue",
    "pdf",
    "credit",
    "send",
    "deliver",
    "verify",
    "client",
    "rows",
    "invite",
    "uninvited",
    "inactive",
    "active",
    "everyone",
    "undo",
    "help",
]
UNCHANGING = ["explain", "preview", "uninvited", "inactive", "active", "everyone", "help"]
CHANGING = [verb for verb in VERBS if verb not in UNCHANGING]
CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
FUNCTION = CellFunction("SHARES", "Quotepart", 'The "shares".', ("One", "Two"))
# Pictures that come with Office, each seen in ribbons that others have published.
PICTURES = {
    "AcceptInvitation",
    "CalculateNow",
    "ContactPictureMenu",
    "DeclineInvitation",
    "ErrorChecking",
    "ExportMoreMenu",
    "FileDocumentInspect",
    "FileSaveAsPdfOrXps",
    "FileSaveAsWordDocx",
    "FileSendAsAttachment",
    "Filter",
    "FilterToggleFilter",
    "FunctionWizard",
    "FunctionsDateTimeInsertGallery",
    "Help",
    "ImportExcel",
    "MailMergeStartLetters",
    "PublishToPdfOrEdoc",
    "ReviewCompareTwoVersions",
    "Undo",
}
SIGNATURES = {"onAction": "control As IRibbonControl", "onLoad": "ribbon As IRibbonUI"}
# The label is the same word in English and in Dutch.
SAME_WORD = {(Language.NL, "help", "label")}
PYTHON = r"C:\Program Files\Quotepart\Scripts\python.exe"
every_language = pytest.mark.parametrize("language", Language)
every_verb = pytest.mark.parametrize("verb", VERBS)
every_changing_verb = pytest.mark.parametrize("verb", CHANGING)


def tab(language: Language) -> etree._Element:
    return etree.fromstring(ribbon_xml(language))


def buttons(language: Language) -> list[etree._Element]:
    return list(tab(language).iter(f"{CUSTOM_UI}button"))


def macros(language: Language) -> list[Module]:
    return [ribbon_module(language), function_help([FUNCTION])]


def press(verb: str, language: Language, situation: Situation | None = None) -> list[str]:
    """What the message boxes say after the button of a verb, which starts no Python."""
    outcome = run(macros(language), f"Quotepart{verb.title()}", situation)
    assert outcome.statement == ""
    assert outcome.status_bar is False
    assert {title for _, title in outcome.messages} <= {"Quotepart"}
    return [message for message, _ in outcome.messages]


def said(language: Language, *keys: str) -> str:
    return "\n\n".join(text(f"ribbon.{key}", language) for key in keys)


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
@every_verb
def test_a_button_says_what_it_is_for(verb: str, language: Language) -> None:
    button = buttons(language)[VERBS.index(verb)]

    for attribute in ("label", "screentip", "supertip"):
        told = str(button.get(attribute))
        assert told == text(f"ribbon.{verb}.{attribute}", language) != ""
        differs = told != text(f"ribbon.{verb}.{attribute}", Language.EN)
        own_word = language is not Language.EN and (language, verb, attribute) not in SAME_WORD
        assert differs == own_word


@every_language
def test_what_is_shown_fits_what_excel_allows(language: Language) -> None:
    for button in buttons(language):
        assert len(str(button.get("label"))) <= 1024
        assert len(str(button.get("screentip"))) <= 1024
        assert len(str(button.get("supertip"))) <= 1024


def test_each_language_has_words_of_its_own() -> None:
    tips = {button.get("supertip") for language in Language for button in buttons(language)}

    assert len(tips) == len(Language) * len(VERBS)


@every_language
def test_every_part_of_the_tab_has_a_name_of_its_own_and_a_label(language: Language) -> None:
    parts = [one for one in tab(language).iter(etree.Element) if one.get("id")]
    names = Counter(str(one.get("id")).lower() for one in parts)

    assert set(names.values()) == {1}
    assert all(one.get("label") for one in parts)
    assert {etree.QName(one).localname for one in parts} == {"tab", "group", "menu", "button"}


@every_language
def test_every_button_has_a_picture_that_comes_with_office(language: Language) -> None:
    assert {button.get("imageMso") for button in buttons(language)} == PICTURES


@every_language
def test_nothing_is_left_to_fill_in(language: Language) -> None:
    assert b"{" not in ribbon_xml(language)
    assert "{" not in ribbon_module(language).source


@every_language
def test_every_callback_is_a_public_macro_with_the_signature_excel_calls(
    language: Language,
) -> None:
    found = re.findall(r"(?m)^Public Sub (\w+)\((.*)\)$", ribbon_module(language).source)
    called = [
        (str(one.get(attribute)), signature)
        for one in tab(language).iter(etree.Element)
        for attribute, signature in SIGNATURES.items()
        if one.get(attribute)
    ]

    assert sorted(called) == sorted(found)


@every_language
def test_the_tab_calls_nothing_that_these_tests_do_not_know(language: Language) -> None:
    attributes = {str(name) for one in tab(language).iter(etree.Element) for name in one.attrib}

    assert {name for name in attributes if re.match(r"on[A-Z]|get[A-Z]", name)} == set(SIGNATURES)


@every_language
def test_the_macros_can_be_stored(language: Language) -> None:
    ribbon_module(language).stored()
    assert max(map(len, ribbon_module(language).source.splitlines())) <= 1023


@every_language
@every_verb
def test_a_button_runs_the_python_of_its_verb(verb: str, language: Language) -> None:
    outcome = run(macros(language), f"Quotepart{verb.title()}")

    assert outcome.statement == f"import addin.macros; addin.macros.{verb}()"
    assert outcome.busy == f"Quotepart: {text(f'ribbon.{verb}.busy', language)}"
    assert outcome.status_bar is False
    assert outcome.messages == ()


@every_verb
def test_the_python_of_a_button_calls_a_function_without_arguments(verb: str) -> None:
    statement = run(macros(Language.EN), f"Quotepart{verb.title()}").statement

    importing, calling = ast.parse(statement).body
    assert ast.unparse(importing) == "import addin.macros"
    assert ast.unparse(calling) == f"addin.macros.{verb}()"
    assert list(inspect.signature(getattr(addin.macros, verb)).parameters) == []


@every_language
@every_verb
def test_what_keeps_python_from_starting_is_told_in_a_sentence(
    verb: str, language: Language
) -> None:
    messages = press(verb, language, Situation(fault="Permission denied"))

    reason = "Permission denied"
    assert messages == ["\n\n".join([said(language, "not_started"), reason, what_to_do(language)])]


def what_to_do(language: Language) -> str:
    return said(language, "what_to_do")


@every_language
def test_python_that_ends_badly_is_told_after_what_xlwings_shows(language: Language) -> None:
    outcome = run(macros(language), "QuotepartCheck", Situation(result=-1))

    assert outcome.messages == ((said(language, "not_started", "what_to_do"), "Quotepart"),)
    assert outcome.status_bar is False


@every_language
@every_verb
def test_a_python_that_is_not_there_is_named_with_the_remedy(verb: str, language: Language) -> None:
    gone = Situation(interpreter=PYTHON, interpreter_exists=False)

    [message] = press(verb, language, gone)

    assert message == "\n\n".join(
        [said(language, "no_python"), PYTHON, said(language, "install_it")]
    )


def test_a_python_named_in_the_old_way_is_looked_for_too() -> None:
    gone = Situation(interpreter=PYTHON, key="INTERPRETER", interpreter_exists=False)

    [message] = press("check", Language.EN, gone)

    assert PYTHON in message


@pytest.mark.parametrize("interpreter", ["", "python", "pythonw", PYTHON])
def test_a_python_on_the_path_or_in_its_place_is_started(interpreter: str) -> None:
    there = Situation(interpreter=interpreter, interpreter_exists=interpreter == PYTHON)

    assert run(macros(Language.EN), "QuotepartCheck", there).messages == ()


@every_language
@every_changing_verb
def test_a_workbook_open_for_reading_only_is_not_written_to(verb: str, language: Language) -> None:
    assert press(verb, language, Situation(read_only=True)) == [said(language, "read_only")]


@pytest.mark.parametrize(
    "folder",
    [
        r"C:\Users\Anna\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\X1Y2\\"[:-1],
        r"C:\Users\Anna\AppData\Local\Microsoft\Olk\Attachments\ooa-1\\"[:-1],
        r"C:\Users\Anna\AppData\Local\Temp\Temp1_March.zip\\"[:-1],
        r"C:\Users\Anna\AppData\Local\Temp\7zO4C2B\\"[:-1],
        r"C:\Users\Anna\AppData\Local\Temp\Rar$DIa0.123\\"[:-1],
        "/Volumes/anna/Library/Containers/com.apple.mail/Data/Library/Mail Downloads/9/",
        "/Volumes/anna/Library/Containers/com.microsoft.Outlook/Data/tmp/Outlook Temp/",
    ],
)
@every_language
def test_a_workbook_opened_out_of_a_mail_or_an_archive_is_not_written_to(
    folder: str, language: Language
) -> None:
    file = f"{folder}Billing.xlsm"

    messages = press("issue", language, Situation(file=file))

    assert messages == [f"{said(language, 'passing_place')}\n\n{file}"]


@pytest.mark.parametrize(
    "file",
    [
        r"C:\Firm\Temp\Billing.xlsm",
        r"C:\Users\Anna\AppData\Local\Temp\Billing.xlsm",
        r"\\server\clients\Template\Temporary\Billing.xlsm",
        "https://firm.sharepoint.com/sites/billing/Billing.xlsm",
        "/Volumes/anna/Downloads/Billing.xlsm",
    ],
)
def test_a_workbook_in_a_folder_of_somebodys_own_is_written_to(file: str) -> None:
    outcome = run(macros(Language.EN), "QuotepartIssue", Situation(file=file))

    assert outcome.statement.endswith("issue()")
    assert outcome.messages == ()


@pytest.mark.parametrize("verb", UNCHANGING)
def test_what_changes_nothing_works_in_a_workbook_open_for_reading_only(verb: str) -> None:
    outcome = run(macros(Language.EN), f"Quotepart{verb.title()}", Situation(read_only=True))

    assert outcome.statement.endswith(f"{verb}()")
    assert outcome.messages == ()


def test_opening_the_workbook_describes_the_formulas_and_starts_no_python() -> None:
    silent = CellFunction("NOW_UTC", "Quotepart", "The time.", ())

    outcome = run(
        [ribbon_module(Language.EN), function_help([FUNCTION, silent])],
        "QuotepartLoad",
        Situation(file=r"C:\Firm\Anna's.xlsm"),
    )

    book = "'Anna''s.xlsm'!"
    assert outcome.described == (
        (f"{book}SHARES", 'The "shares".', "Quotepart", ("One", "Two")),
        (f"{book}NOW_UTC", "The time.", "Quotepart", ()),
    )
    assert outcome.statement == ""


def test_a_hidden_workbook_opens_without_a_message() -> None:
    outcome = run(macros(Language.EN), "QuotepartLoad", Situation(hidden=True))

    assert outcome.described == ()
    assert outcome.messages == ()
