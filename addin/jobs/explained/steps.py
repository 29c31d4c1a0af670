"""One step of an explanation: figures first, words afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from addin.billing.indexation import IndexBook
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content
from addin.jobs.month.prebilled import two_decimals
from addin.jobs.telling import sheet_name
from addin.tables.sheets.bills import PrebillingLine
from addin.words import Language, text


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence before it is written.

    Attributes:
        key: Of its text, below ``explain`` of the interface.
        values: What its braces stand for.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """The sentence."""
        return text(f"explain.{self.key}", language, **self.values)


@dataclass(frozen=True)
class Asked:
    """A line that somebody asks about, in its workbook.

    Attributes:
        read: Reads what was agreed; somebody who asks about many lines reads it once.
    """

    content: Content
    row: PrebillingLine
    read: Callable[[Content], Portfolio] = read_portfolio

    @property
    def key(self) -> str:
        """Of the line."""
        assert self.row.line is not None
        return self.row.line

    @cached_property
    def portfolio(self) -> Portfolio:
        """What was agreed."""
        return self.read(self.content)

    @cached_property
    def indexes(self) -> IndexBook:
        """The values of every index."""
        return read_indexes(self.content)

    @property
    def price(self) -> Decimal:
        """Its unit price as computed."""
        return two_decimals(self.row.unit_price or Decimal(0))

    def place(self, table: str, row: int | None) -> str:
        """Where something is written, as its reader finds it: ``Rates, row 6``."""
        sheet = self.sheet(table)
        if row is None:
            return sheet
        return f"{sheet}, {text('place.row', self.content.language, row=row)}"

    def sheet(self, table: str) -> str:
        """The name of a table's sheet."""
        return sheet_name(table, self.content.tables, self.content.language)
