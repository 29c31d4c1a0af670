"""How a table is defined: a record with one line per column, and nothing anywhere else.

>>> from addin.tables.columns import Price, Record, Text, column
>>> class Fee(
...     Record,
...     table="Fees",
...     sheet="Fees | Honoraires | Erelonen | Honorare",
...     help="Agreed fees. | Honoraires convenus. | Afgesproken erelonen. | Vereinbarte Honorare.",
... ):
...     client: str = column(
...         "Client | Client | Klant | Kunde",
...         "Who pays. | Qui paie. | Wie betaalt. | Wer zahlt.",
...         key=True,
...     )
...     amount: Price | None = column(
...         "Amount | Montant | Bedrag | Betrag",
...         "Without VAT. | Hors TVA. | Exclusief btw. | Ohne MwSt.",
...     )
>>> [(column.name, column.kind.name, column.required) for column in Fee.spec.columns]
[('client', 'text', True), ('amount', 'price', False)]
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from addin.billing.calendar import Month
from addin.tables import kinds
from addin.tables.kinds import Kind
from addin.words import Language, Words, words

Text = str
Day = date
Clock = time
Amount = Annotated[Decimal, kinds.AMOUNT]
Price = Annotated[Decimal, kinds.PRICE]
Quantity = Annotated[Decimal, kinds.QUANTITY]
Share = Annotated[Decimal, kinds.SHARE]
Percent = Annotated[Decimal, kinds.PERCENT]
UnitName = Annotated[str, kinds.UNIT]
VatRate = Annotated[Decimal, kinds.VAT_RATE]

KINDS: Mapping[Any, Kind] = {
    str: kinds.TEXT,
    int: kinds.WHOLE,
    bool: kinds.YES_NO,
    date: kinds.DAY,
    time: kinds.CLOCK,
    Month: kinds.MONTH,
}


class Writer(StrEnum):
    """Who fills a column."""

    USER = "user"  # typed or imported
    QUOTEPART = "quotepart"  # computed by a job
    FORMULA = "formula"  # computed by Excel


class Needed(StrEnum):
    """When a workbook must have a column that Quotepart writes."""

    ALWAYS = "always"
    WHEN_USED = "when used"  # as soon as there is something to write there
    NEVER = "never"  # what it would show is said elsewhere, or only of interest


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Name of the field, as JSON has it.
        heading: What the sheet shows above it.
        help: What the user reads on entering a cell.
        required: Whether a filled row needs a value here.
        key: Whether it is (part of) what names the row.
        refers: Table whose key the value must be; empty for none.
        listed: Name of the list of *Lists* that offers values, which stay free; empty for none.
        default: Value of an empty cell.
        writer: Who fills it.
        formula: Excel's formula, other columns of the row as ``{field}``.
        needed: When a workbook made before there was this column has to get it.
        earlier: Headings that older workbooks have above it.
    """

    name: str
    kind: Kind
    heading: Words
    help: Words
    required: bool
    key: bool
    refers: str
    listed: str
    default: Any
    writer: Writer
    formula: str
    needed: Needed = Needed.ALWAYS
    earlier: tuple[str, ...] = ()


R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True)
class TableSpec(Generic[R]):
    """One table: its Excel name, its sheet, its columns in order.

    Attributes:
        optional: A workbook may lack it, and then has no rows of it.
    """

    name: str
    sheet: Words
    help: Words
    columns: tuple[Column, ...]
    record: type[R]
    optional: bool = False

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that name a row together."""
        return tuple(column for column in self.columns if column.key)

    def column(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.name == name)

    def headings(self, language: Language) -> tuple[str, ...]:
        """The headings of a new workbook in this language."""
        return tuple(column.heading[language] for column in self.columns)


def column(  # noqa: PLR0913 - each names one property of a column
    heading: str,
    help: str,  # noqa: A002 - the word Excel's user knows
    *,
    key: bool = False,
    refers: str = "",
    listed: str = "",
    default: Any = None,  # noqa: ANN401 - of the column's own type
    by: Writer = Writer.USER,
    formula: str = "",
    needed: Needed = Needed.ALWAYS,
    earlier: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401 - takes the place of the field's default
    """Define a column of a ``Record``.

    The annotation of the field says what a cell may hold; ``| None`` says that it may be empty.

    Args:
        heading: ``"en | fr | nl | de"``; unique within the table in each language.
        help: One or two sentences, likewise in four languages, each within the 255 characters of
            Excel's input message.
        key: The column names the row (with the other key columns of its table).
        refers: Table whose key the value must be.
        listed: List of *Lists* that offers values.
        default: Value of an empty cell.
        by: Who fills the column.
        formula: Excel's formula of the column, for ``Writer.FORMULA``.
        needed: When a workbook must have it, for ``Writer.QUOTEPART``.
        earlier: Headings of workbooks made before, in any language, by which it is still found.
    """
    about = {
        "heading": words(heading),
        "help": words(help),
        "key": key,
        "refers": refers,
        "listed": listed,
        "writer": Writer.FORMULA if formula else by,
        "formula": formula,
        "needed": needed,
        "earlier": earlier,
    }
    return Field(default=default, json_schema_extra={"column": about})  # type: ignore[dict-item]


class Record(BaseModel):
    """A row of a table.

    Attributes:
        sheet_row: Its number on the sheet, 0 for a row not yet written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    spec: ClassVar[TableSpec[Any]]

    sheet_row: int = Field(default=0, exclude=True)

    def __init_subclass__(cls, **_: str | bool) -> None:
        """The words of the table are for ``__pydantic_init_subclass__``, once there are fields."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **about: Any) -> None:  # noqa: ANN401 - as pydantic has it
        """Read the columns off the annotated fields."""
        columns = tuple(
            _column(name, info) for name, info in cls.model_fields.items() if name != "sheet_row"
        )
        sheet, help_ = words(about["sheet"]), words(about["help"])
        optional = about.get("optional", False)
        cls.spec = TableSpec(about["table"], sheet, help_, columns, cls, optional)


def _column(name: str, info: FieldInfo) -> Column:
    extra: Any = info.json_schema_extra
    kind, optional = _kind_of(info)
    about = extra["column"]
    required = not optional and info.default is None
    return Column(name=name, kind=kind, required=required, default=info.default, **about)


def _kind_of(info: FieldInfo) -> tuple[Kind, bool]:
    for note in info.metadata:
        if isinstance(note, Kind):
            return note, False
    annotation: Any = info.annotation
    optional = get_origin(annotation) in (Union, types.UnionType)
    if optional:
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Annotated:
        return next(note for note in get_args(annotation) if isinstance(note, Kind)), optional
    if issubclass(annotation, StrEnum):
        return kinds.choice(annotation), optional
    return KINDS[annotation], optional
