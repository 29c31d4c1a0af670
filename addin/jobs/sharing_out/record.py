"""What was shared, and what has come back of it: a file beside the workbook for each copy.

``Billing.xlsm`` has them in ``Billing.quotepart/shared``. They hold nothing that the copy does not
hold, and stay in the firm: whoever has the copy cannot change what it is compared with.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from addin.books.disk import make_folder, write_flushed
from addin.books.refusals import CannotSaveError
from addin.books.run_lock import own_folder
from addin.errors import BillingError

_NUMBER = re.compile(r"[0-9a-f]{32}")

Key = tuple[Any, ...]
Values = dict[str, Any]


class UnknownCopyError(BillingError):
    """Nothing is known of a copy here; takes ``file``, ``folder``."""

    code = "SHR-05"


class KeptRow(BaseModel):
    """A row of a copy, its values as in JSON.

    Attributes:
        key: What names it in the copy; empty for one that the person typed without a number.
        number: What names it in the workbook.
        shared: What it held when it was shared; None for a row that the person added.
        taken: What was last taken of it, the same as ``shared`` at first.
    """

    model_config = ConfigDict(frozen=True)

    key: Key
    number: Key
    shared: Values | None
    taken: Values


class CopyRecord(BaseModel):
    """One copy.

    Attributes:
        number: By which it is known.
        person: For whom it was made, by their code.
        rows: What it holds, by table.
    """

    model_config = ConfigDict(frozen=True)

    version: int = 1
    number: str
    person: str
    moment: str
    rows: dict[str, list[KeptRow]]


class CopyRecords:
    """The records of one workbook's copies."""

    def __init__(self, workbook: Path) -> None:
        self.folder = own_folder(workbook) / "shared"

    def read(self, number: str, file: Path) -> CopyRecord:
        """The record of a copy.

        Args:
            number: As the copy says, which is not trusted.
            file: The copy.

        Raises:
            UnknownCopyError: It is of another workbook, or its record is gone or damaged.
        """
        with suppress(OSError, ValidationError):
            # A number from outside must not lead out of the folder.
            if _NUMBER.fullmatch(number):
                return CopyRecord.model_validate_json(self._path(number).read_bytes())
        raise UnknownCopyError(file=file.name, folder=self.folder)

    def keep(self, record: CopyRecord) -> None:
        """Write a record, in place of an earlier one of its number.

        Raises:
            CannotSaveError: The disk or the folder refuses.
        """
        path = self._path(record.number)
        try:
            make_folder(self.folder.parent)
            make_folder(self.folder)
            write_flushed(path, record.model_dump_json().encode())
        except OSError as fault:
            raise CannotSaveError(file=path, reason=fault.strerror or fault) from fault

    def _path(self, number: str) -> Path:
        return self.folder / f"{number}.json"
