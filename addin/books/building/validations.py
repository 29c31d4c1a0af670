"""What Excel says when a cell is entered, and what it lets be typed there."""

from datetime import date, time
from typing import Any

from addin.books.building.names import key_name, list_name
from addin.tables import kinds
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.kinds import Kind
from addin.words import Language, label, text

Options = dict[str, Any]

# Limits of Excel, in characters.
LONGEST_TITLE = 32
LONGEST_MESSAGE = 255
LONGEST_LIST = 255

COUNTRIES = ("BE", "FR", "LU", "NL", "DE")
# Lists whose values no column offers: what documents print.
_PRINTED = ("mention", "text")
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(9999, 12, 31)

# Whole numbers that cannot be anything; both inclusive.
_WHOLE = {
    "fiscal_year_start": (1, 12),
    "fiscal_year": (2000, 2100),
    "payment_days": (0, 365),
    "restore_days": (0, 3650),
    "mails_per_minute": (1, 1000),
    "minutes": (1, 1440),
}
_ANY_WHOLE = (0, 1_000_000)
_ANY_NUMBER = 1_000_000_000_000

# The user may add lines to Prebilling; only these columns of a line are never theirs.
_PREBILLING_ALONE = frozenset(
    {"line", "client", "reduction", "value", "amount", "origin", "change", "invoice"}
)


def validation(spec: TableSpec[Any], column: Column, language: Language) -> Options:
    """The validation of a column's cells, for XlsxWriter."""
    if _never_typed(spec, column):
        return _message(column, language) | _computed(language)
    return _message(column, language) | _allowed(column, language)


def setting_validation(setting: Column, language: Language) -> Options:
    """The validation of the one cell that holds the value of a setting."""
    return _message(setting, language) | _allowed(setting, language)


def _never_typed(spec: TableSpec[Any], column: Column) -> bool:
    if spec.name == "Prebilling":
        return column.name in _PREBILLING_ALONE
    return column.writer is not Writer.USER


def _message(column: Column, language: Language) -> Options:
    message = column.help[language]
    if column.required and column.writer is Writer.USER:
        required = text("sheet.required", language, help=message)
        message = required if len(required) <= LONGEST_MESSAGE else message
    title = column.heading[language]
    mark = " *" if column.required and column.writer is Writer.USER else ""
    if len(title + mark) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - len(mark) - 1] + "…"
    return {"validate": "any", "input_title": title + mark, "input_message": message}


def _refused(key: str, language: Language, **values: object) -> Options:
    """What Excel says to a value it does not take."""
    return {
        "error_title": text("sheet.limit.title", language),
        "error_message": text(f"sheet.limit.{key}", language, **values),
    }


def _computed(language: Language) -> Options:
    """Nothing is refused, but the user is asked."""
    refused = _refused("computed", language)
    return {"validate": "custom", "value": "=FALSE", "error_type": "warning"} | refused


def _allowed(column: Column, language: Language) -> Options:
    if column.refers:
        target = BY_NAME[column.refers]
        refused = _refused("reference", language, sheet=target.sheet[language])
        return {"validate": "list", "source": f"={key_name(target)}"} | refused
    if column.listed:
        return _offered(f"={list_name(column.listed)}")
    if column.name == "list":
        return _offered([*listed_names()])
    if column.name == "country":
        return _offered([*COUNTRIES])
    return _of_kind(column, language)


def listed_names() -> tuple[str, ...]:
    """The lists that *Lists* may hold."""
    used = (column.listed for spec in TABLES for column in spec.columns if column.listed)
    return (*dict.fromkeys(sorted(used)), *_PRINTED)


def _offered(source: str | list[str]) -> Options:
    """A drop-down beside which anything may be typed."""
    return {"validate": "list", "source": source, "show_error": False}


def _of_kind(column: Column, language: Language) -> Options:
    kind = column.kind
    if column.name == "markup":
        return _MARKUP | _refused("markup", language)
    if kind.choices:
        shown = [str(kind.to_cell(value, language)) for value in kind.choices]
        return _closed(shown, language)
    if kind is kinds.YES_NO:
        return _closed([label("YesNo", value)[language] for value in ("yes", "no")], language)
    if kind is kinds.WHOLE:
        low, high = _WHOLE.get(column.name, _ANY_WHOLE)
        return _between("integer", low, high) | _refused("whole", language, low=low, high=high)
    rule = _RULES.get(kind.name)
    return {} if rule is None else rule[0] | _refused(rule[1], language)


def _closed(shown: list[str], language: Language) -> Options:
    assert not any("," in one for one in shown), f"a comma parts the values of a list: {shown}"
    assert len(",".join(shown)) <= LONGEST_LIST, shown
    return {"validate": "list", "source": shown} | _refused("choice", language)


def _between(validate: str, low: object, high: object) -> Options:
    return {"validate": validate, "criteria": "between", "minimum": low, "maximum": high}


def _positive(validate: str) -> Options:
    return {"validate": validate, "criteria": ">=", "value": 0}


_DAYS = _between("date", _FIRST_DAY, _LAST_DAY)
_PERCENTAGE = _between("decimal", 0, 1)
_MARKUP = _between("decimal", 0, 2)  # EXP-04 objects to more


_KINDS: tuple[tuple[Kind, Options, str], ...] = (
    (kinds.AMOUNT, _positive("decimal"), "positive"),
    (kinds.PRICE, _positive("decimal"), "positive"),
    (kinds.SHARE, _positive("decimal"), "positive"),
    (kinds.QUANTITY, _between("decimal", -_ANY_NUMBER, _ANY_NUMBER), "number"),
    (kinds.PERCENT, _PERCENTAGE, "percentage"),
    (kinds.VAT_RATE, _PERCENTAGE, "percentage"),
    (kinds.DAY, _DAYS, "day"),
    (kinds.MONTH, _DAYS, "month"),
    (kinds.CLOCK, _between("time", time(0), time(23, 59, 59)), "clock"),
)
_RULES = {kind.name: (options, key) for kind, options, key in _KINDS}
