"""Native Excel formulas that read the tables: for Excel 2016 and later and LibreOffice 7.

Nothing younger than Excel 2010 and no array is needed, so that every user's program computes them.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from string import Formatter
from typing import Any

from addin.tables.columns import TableSpec
from addin.words import Language, label, text

_PLAIN = re.compile(r"[\w ]+")
_TO_ESCAPE = re.compile(r"(['\[\]#])")


class Formula(str):
    """A piece of a formula, as opposed to a text that the formula shows."""

    __slots__ = ()


def this_row(spec: TableSpec[Any], field: str, language: Language) -> Formula:
    """The cell of a column in the row of the formula."""
    return Formula(f"{spec.name}[[#This Row],[{escaped_heading(spec, field, language)}]]")


def whole_column(spec: TableSpec[Any], field: str, language: Language) -> Formula:
    """All cells of a column of a table."""
    heading = escaped_heading(spec, field, language)
    brackets = f"[{heading}]" if _PLAIN.fullmatch(heading) else f"[[{heading}]]"
    return Formula(f"{spec.name}{brackets}")


def escaped_heading(spec: TableSpec[Any], field: str, language: Language) -> str:
    """A heading as it stands between brackets, where some characters need an apostrophe."""
    return _TO_ESCAPE.sub(r"'\1", spec.column(field).heading[language])


def literal(shown: str) -> Formula:
    """A text within a formula."""
    return Formula('"' + shown.replace('"', '""') + '"')


def spoken(key: str, language: Language, **values: str) -> Formula:
    """A text of the interface as a formula; values that are a ``Formula`` are worked out by Excel.

    >>> spoken("sheet.check.twice", Language.EN, heading="Client", row=Formula("ROW()"))
    '"Client: already in row "&ROW()'
    """
    kept = {name: "{" + name + "}" for name in values}
    pieces: list[Formula] = []
    shown = ""
    for before, name, _, _ in Formatter().parse(text(key, language, **kept)):
        shown += before
        value = values[name] if name else ""
        if isinstance(value, Formula):
            pieces += [literal(shown), value] if shown else [value]
            shown = ""
        else:
            shown += value
    if shown or not pieces:
        pieces.append(literal(shown))
    return Formula("&".join(pieces))


def one_of(reference: str, texts: Iterable[str]) -> Formula:
    """Whether a cell (or each of a column) holds one of some texts, whatever their case."""
    constants = ",".join(literal(shown) for shown in texts)
    return Formula(f"ISNUMBER(MATCH({reference},{{{constants}}},0))")


def any_equal(reference: str, texts: Iterable[str]) -> Formula:
    """The same for validations and conditional formats, which take no array constants."""
    return Formula("OR(" + ",".join(f"{reference}={literal(shown)}" for shown in texts) + ")")


def labels_of(*values: StrEnum) -> tuple[str, ...]:
    """Every text by which a sheet may name one of these values: in each language, and as in JSON.

    >>> from addin.billing.choices import Basis
    >>> labels_of(Basis.PERCENT)
    ('percent', 'pourcentage', 'percentage', 'Prozent')
    """
    shown: dict[str, str] = {}
    for value in values:
        for one in (value.value, *label(type(value).__name__, value.value).all()):
            shown.setdefault(one.casefold(), one)
    return tuple(shown.values())
