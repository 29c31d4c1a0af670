"""The command that answers a cell formula without a cell, for programs that have no formulas."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import Json
from addin.cli.refusals import refusals
from addin.errors import BillingError
from addin.jobs.formulas.answers import UnusableError
from addin.jobs.report import ExitStatus
from addin.words import Language, system_language
from addin.words.figures import told

JOB = "formula"
FORMULAS = "addin.udfs"

# A number as people type it, without spaces or points between thousands; a code such as 00123 that
# starts with a zero is none.
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?)(%?)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROW = re.compile(r"\[([^\[\]]*)\]")

Cell = str | Decimal | date | None


class NoSuchFormulaError(BillingError):
    """There is no cell formula of this name; takes ``name``, ``names``."""

    code = "FORM-02"


class WrongArgumentsError(BillingError):
    """A cell formula takes other arguments; takes ``name``, ``arguments``."""

    code = "FORM-03"


def formula(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Such as TIER_AMOUNT.", show_default=False)
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARGUMENTS",
            help='Numbers such as 7,5 or 21%, dates such as 2026-03-31, words; "" for none.',
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="The workbook, for formulas that look at one."),
    ] = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Answer a cell formula where there are none.

    On a Mac, or without Excel. A range is written row by row between square brackets, its cells
    parted by semicolons: "[[1;18,00][11;15,50]]". One row needs only one pair of them: "[0,6;0,4]".

    Example: quotepart formula TIER_AMOUNT 37 "[[1;18,00][11;15,50][26;13,25]]" graduated
    """
    language = system_language()
    with refusals(JOB, str(file or ""), language, as_json=as_json):
        raise typer.Exit(_answered(name, arguments or [], file, language, as_json=as_json))


def _answered(
    name: str, arguments: Sequence[str], file: Path | None, language: Language, *, as_json: bool
) -> ExitStatus:
    # By its name, as the workbook asks for it: it starts xlwings.
    udfs = import_module(FORMULAS)
    found = _formula(name, udfs.FORMULAS, arguments)
    given = [read_argument(argument) for argument in arguments]
    exact = udfs.EXACT.set(True)
    book = udfs.BOOK.set(open_book(file) if file is not None else None)
    try:
        answer, status = found(*given), ExitStatus.DONE
    except UnusableError as unusable:
        answer, status = unusable.sentence, ExitStatus.REFUSED
    finally:
        udfs.BOOK.reset(book)
        udfs.EXACT.reset(exact)
    if as_json:
        record = {"formula": found.__name__, "arguments": list(arguments)}
        showing.print_json(record | {"answer": _json(answer), "usable": not status})
    else:
        screen = showing.console(stderr=bool(status))
        for row in answer if isinstance(answer, list) else [[answer]]:
            screen.print(Text("\t".join(_shown(cell, language) for cell in row)))
    return status


def _formula(
    name: str, formulas: Mapping[str, Callable[..., Any]], arguments: Sequence[str]
) -> Callable[..., Any]:
    """The formula of a name, if it takes these arguments."""
    found: Callable[..., Any] | None = formulas.get(name.upper())
    if found is None:
        raise NoSuchFormulaError(name=name, names=tuple(formulas))
    signature = inspect.signature(found)
    try:
        signature.bind(*arguments)
    except TypeError:
        names = tuple(
            one.name if one.default is one.empty else f"[{one.name}]"
            for one in signature.parameters.values()
        )
        raise WrongArgumentsError(name=found.__name__, arguments=names) from None
    return found


def read_argument(text: str) -> Cell | list[list[Cell]]:
    """An argument as a cell formula gets it: a value, or rows of values.

    >>> read_argument("7,5"), read_argument("21%"), read_argument("00123"), read_argument("")
    (Decimal('7.5'), Decimal('0.21'), '00123', None)
    >>> read_argument("[[1;18,00][11;15,50]]")
    [[Decimal('1'), Decimal('18.00')], [Decimal('11'), Decimal('15.50')]]
    """
    stripped = text.strip()
    if not (stripped.startswith("[") and stripped.endswith("]")):
        return _cell(text)
    rows = _ROW.findall(stripped[1:-1]) or [stripped[1:-1]]
    return [[_cell(cell) for cell in row.split(";")] for row in rows]


def _cell(text: str) -> Cell:
    stripped = text.strip()
    if number := _NUMBER.fullmatch(stripped):
        value = Decimal(number[1].replace(",", "."))
        return value.scaleb(-2) if number[2] else value
    if _DAY.fullmatch(stripped):
        try:
            return date.fromisoformat(stripped)
        except ValueError:
            return stripped  # the formula says what it is not
    return stripped or None


def _shown(cell: object, language: Language) -> str:
    return cell.isoformat() if isinstance(cell, date) else told(cell, language)


def _json(answer: object) -> object:
    if isinstance(answer, list):
        return [[_json(cell) for cell in row] for row in answer]
    if isinstance(answer, Decimal):
        return f"{answer:f}"
    return answer.isoformat() if isinstance(answer, date) else answer
