"""The formulas of the check columns: OK, or the first thing wrong with the row, in words."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from addin.billing.choices import Basis
from addin.books.building.formulas import (
    Formula,
    escaped_heading,
    labels_of,
    literal,
    one_of,
    spoken,
    this_row,
    whole_column,
)
from addin.books.building.layout import NUMBERS
from addin.tables import kinds
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Column, TableSpec, Writer
from addin.words import Language, label

# A condition and what the cell says where it holds.
Rule = tuple[str, str]


def formula_of(spec: TableSpec[Any], column: Column, language: Language) -> str:
    """The formula of a column that Excel computes."""
    if column.formula == "link":
        return _link(spec, language)
    rules = [*_rules(spec, language)]
    if column.formula == "split":
        rules += _split_rules(spec, language)
    return _first_problem(spec, language, rules)


def _link(spec: TableSpec[Any], language: Language) -> str:
    sheet, cell = (this_row(spec, field, language) for field in ("sheet", "cell"))
    # An apostrophe in the name of a sheet stands twice within its address.
    address = f'"#\'"&SUBSTITUTE({sheet},"\'","\'\'")&"\'!"&{cell}'
    return f'=IF({cell}="","",HYPERLINK({address},{spoken("sheet.go", language)}))'


def _first_problem(spec: TableSpec[Any], language: Language, rules: Sequence[Rule]) -> str:
    first, last = _filled_by_hand(spec)
    names = (escaped_heading(spec, field, language) for field in (first, last))
    row = f"{spec.name}[[#This Row],[" + "]:[".join(names) + "]]"
    answer: str = spoken("sheet.check.ok", language)
    fault = spoken("sheet.check.fault", language)
    for condition, message in reversed([(f"SUMPRODUCT(ISERROR({row})*1)>0", fault), *rules]):
        answer = f"IF({condition},{message},{answer})"
    return f'=IF(COUNTA({row})=0,"",IFERROR({answer},{fault}))'


def _filled_by_hand(spec: TableSpec[Any]) -> tuple[str, str]:
    """The first and the last column that count for whether a row is filled."""
    fields = [column.name for column in spec.columns if column.writer is not Writer.FORMULA]
    assert spec.columns[-1].writer is Writer.FORMULA, "a check column is the last of its table"
    return fields[0], fields[-1]


def _rules(spec: TableSpec[Any], language: Language) -> Iterator[Rule]:
    typed = [column for column in spec.columns if column.writer is not Writer.FORMULA]
    for column in typed:
        cell = this_row(spec, column.name, language)
        heading = column.heading[language]
        if column.required:
            yield f'TRIM({cell})=""', spoken("sheet.check.empty", language, heading=heading)
    for column in typed:
        yield from _unfit(spec, column, language)
    yield from _twice(spec, language)


def _unfit(spec: TableSpec[Any], column: Column, language: Language) -> Iterator[Rule]:
    """A value of the wrong kind, or one that names nothing."""
    cell = this_row(spec, column.name, language)
    heading = column.heading[language]
    if column.refers:
        target = BY_NAME[column.refers]
        known = whole_column(target, target.keys[0].name, language)
        sheet = target.sheet[language]
        message = spoken("sheet.check.unknown", language, heading=heading, sheet=sheet)
        yield f'IF({cell}="",FALSE,COUNTIF({known},{cell})=0)', message
    elif column.kind.name in NUMBERS:
        yield f"ISTEXT({cell})", spoken("sheet.check.number", language, heading=heading)
    elif column.kind is kinds.DAY:
        yield f"ISTEXT({cell})", spoken("sheet.check.day", language, heading=heading)
    elif column.kind is kinds.MONTH:
        unread = f"IF(ISTEXT({cell}),ISERROR(VALUE(LEFT({cell},4))+VALUE(MID({cell},6,2))),FALSE)"
        yield unread, spoken("sheet.check.month", language, heading=heading)
    elif column.kind is kinds.YES_NO or column.kind.choices:
        allowed = one_of(f'{cell}&""', _texts(column.kind.choices))
        message = spoken("sheet.check.choice", language, heading=heading)
        yield f'IF({cell}="",FALSE,NOT({allowed}))', message


def _texts(choices: type[StrEnum] | None) -> Sequence[str]:
    return labels_of(*choices) if choices else sorted(kinds.TRUE | kinds.FALSE)


def _twice(spec: TableSpec[Any], language: Language) -> Iterator[Rule]:
    """A key that an earlier row has, or a row with the key of another."""
    keys = spec.keys
    columns = [whole_column(spec, key.name, language) for key in keys]
    cells = [this_row(spec, key.name, language) for key in keys]
    if len(keys) == 1:
        escaped = escaped_heading(spec, keys[0].name, language)
        header = f"ROW({spec.name}[[#Headers],[{escaped}]])"
        first = Formula(f"(MATCH({cells[0]},{columns[0]},0)+{header})")
        heading = keys[0].heading[language]
        message = spoken("sheet.check.twice", language, heading=heading, row=first)
        yield f'IF({cells[0]}="",FALSE,{first}<ROW())', message
    elif keys:
        pairs = (
            f'{column},IF({cell}="","",{cell})' for column, cell in zip(columns, cells, strict=True)
        )
        yield f"COUNTIFS({','.join(pairs)})>1", spoken("sheet.check.twin", language)


def _split_rules(spec: TableSpec[Any], language: Language) -> Iterator[Rule]:
    """What the shares of the row's project and phase miss on the days on which it changes them.

    Those days are its first and the one after its last, unless nobody pays from then on: so the
    rows of a project check every day between them.
    """
    basis = this_row(spec, "basis", language)
    percent, weight, rest, amount = (
        labels_of(*bases)
        for bases in ((Basis.PERCENT,), (Basis.WEIGHT,), (Basis.REST,), (Basis.FIXED, Basis.CAP))
    )
    first = Formula(f"N({this_row(spec, 'valid_from', language)})")
    last = this_row(spec, "valid_to", language)
    weights = _sum_on(spec, first, weight, language)
    nobody = spoken("sheet.check.nobody", language)
    yield f"IF({one_of(basis, weight)},{weights}<=0,FALSE)", nobody
    rests = _rows_with(spec, rest, language)
    limited = f'({this_row(spec, "ceiling", language)}<>"")+{one_of(basis, amount)}'
    own = label("Basis", Basis.REST.value)[language]
    yield f"IF({limited}>0,{rests}=0,FALSE)", spoken("sheet.check.rest", language, rest=own)
    # Who takes the rest takes what percentages miss. That they exceed 100 % is for the job Check
    # to say then: Excel has no room for it in one formula.
    yield f"{rests}>0", spoken("sheet.check.ok", language)
    by_percent = f'({basis}="")+{one_of(basis, percent)}'
    for day, when in ((first, ""), (Formula(f"({last}+1)"), f'{last}=""')):
        total = _sum_on(spec, day, (), language)
        wrong = f"ABS({total}-1)>0.000000001"
        if when:
            wrong = f"IF({when},FALSE,IF({total}=0,FALSE,{wrong}))"
        yield f"IF({by_percent}>0,{wrong},FALSE)", _gap(total, language)


def _rows_with(spec: TableSpec[Any], bases: Sequence[str], language: Language) -> str:
    """How many rows of the row's project and phase have one of these bases, on whatever days."""
    shown = ",".join(literal(basis) for basis in bases)
    pairs = ",".join(
        f'{whole_column(spec, field, language)},{this_row(spec, field, language)}&""'
        for field in ("project", "phase")
    )
    return f"SUMPRODUCT(COUNTIFS({pairs},{whole_column(spec, 'basis', language)},{{{shown}}}))"


def _sum_on(spec: TableSpec[Any], day: str, bases: Sequence[str], language: Language) -> str:
    """The shares of the row's project and phase that hold on a day.

    Args:
        spec: Of the table.
        day: As a formula.
        bases: Texts of the bases that count; none for all. Excel has room for few lists.
        language: Of the workbook.
    """
    column = {column.name: whole_column(spec, column.name, language) for column in spec.columns}
    factors = [
        *(f"({column[field]}={this_row(spec, field, language)})" for field in ("project", "phase")),
        f"({column['valid_from']}<={day})",
        f'(({column["valid_to"]}="")+({column["valid_to"]}>={day})>0)',
    ]
    if bases:
        factors.append(one_of(column["basis"] + "&" + literal(""), bases))
    return f"SUMPRODUCT({'*'.join(factors)},{column['share']})"


def _gap(total: str, language: Language) -> str:
    percents = Formula(f"ROUND(100*{total},6)")
    missing, over = (Formula(f"ROUND({gap},6)") for gap in (f"100-100*{total}", f"100*{total}-100"))
    return (
        f"IF({total}<1,{spoken('sheet.check.missing', language, total=percents, gap=missing)},"
        f"{spoken('sheet.check.over', language, total=percents, gap=over)})"
    )
