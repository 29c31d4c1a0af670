"""What can be wrong, said in words an accountant knows.

A fault in the data is a ``Finding``: a value, collected with all the others, that names its cell.
A request that cannot be carried out is a ``BillingError``; nothing has been written when it is
raised. Both have a code that never changes its meaning; the sentences are in
``addin/words/findings.toml`` and the page ``docs/errors.md`` is made from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from addin.words import Language, catalogue, sentence


class Severity(StrEnum):
    """How much a finding stops."""

    ERROR = "error"  # the project it concerns is left out whole
    WARNING = "warning"  # billed, but worth a look
    NOTE = "note"  # nothing is wrong


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is to be mended.

    Attributes:
        table: Name of the Excel table; empty for the workbook as a whole.
        row: Row number as the sheet shows it, from 1; None for the whole table.
        column: Field name of the column; None for the whole row.
    """

    table: str = ""
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the workbook that its owner should know."""

    code: str
    where: Place
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How much it stops, by its code."""
        return Severity(catalogue("findings")[self.code]["severity"])

    def sentence(self, language: Language) -> str:
        """What is wrong and how to mend it, without the place."""
        return sentence(self.code, language, self.values)


class BillingError(Exception):
    """The request cannot be carried out; nothing has been written.

    A subclass has a code and takes the data of its sentence by keyword.
    """

    code: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def sentence(self, language: Language) -> str:
        """Why it cannot be done, and the remedy."""
        return sentence(self.code, language, self.values)

    def __str__(self) -> str:
        return f"[{self.code}] {self.sentence(Language.EN)}"


class StoppedError(BillingError):
    """The user wants a job stopped; the workbook is as it was."""

    code = "JOB-04"


class RefusedError(BillingError):
    """The data has faults, all of them listed; nothing has been written."""

    code = "JOB-01"

    def __init__(
        self, findings: Sequence[Finding], tables: Mapping[str, Any] | None = None
    ) -> None:
        """``tables`` are those the findings are about, where they are not the workbook's."""
        super().__init__(count=len(findings))
        self.findings = tuple(findings)
        self.tables = tables or {}
