"""The user's settings of xlwings: a file of lines ``"KEY","value"`` that other workbooks read too.

What is not ours stays as it is, byte for byte.
"""

import locale
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from addin.books.disk import write_flushed
from addin.books.installation.interpreter import UnfitPathError
from addin.books.installation.machine import Machine, System
from addin.books.refusals import CannotSaveError
from addin.errors import BillingError

BACKUP_ENDING = ".bak"

# VBA's Input statement takes a value with quotes or without, and ends it at a comma or the line.
_VALUE = rb'[ \t]*(?:"([^"\r\n]*)"|([^",\r\n]*))[ \t]*'
_LINE = re.compile(_VALUE + b"," + _VALUE)


class ExcelNeverStartedError(BillingError):
    """Excel has not made its folder on this Mac yet; takes ``folder``."""

    code = "INST-07"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The file, as it was read.

    Attributes:
        encoding: In which VBA reads it: the code page of Windows.
        content: Its bytes; empty if it is not there.
        line_end: Of a file that has no lines yet.
    """

    path: Path
    encoding: str
    content: bytes
    line_end: bytes = b"\r\n"

    @classmethod
    def of(cls, machine: Machine, encoding: str = locale.getencoding()) -> "SettingsFile":
        """The file of the user of a computer.

        Raises:
            ExcelNeverStartedError: On a Mac it lies in a folder that is Excel's to make.
            CannotSaveError: It cannot be read.
        """
        path = settings_path(machine)
        file = cls.at(path, encoding)
        if machine.system is not System.MACOS:
            return file
        if not path.parent.is_dir():
            raise ExcelNeverStartedError(folder=path.parent)
        return replace(file, line_end=b"\n")

    @classmethod
    def at(cls, path: Path, encoding: str = locale.getencoding()) -> "SettingsFile":
        """The file of a path.

        Raises:
            CannotSaveError: It cannot be read.
        """
        try:
            content = path.read_bytes() if path.exists() else b""
        except OSError as fault:
            raise CannotSaveError(file=path, reason=fault.strerror or fault) from fault
        return cls(path, encoding, content)

    @property
    def settings(self) -> dict[str, str]:
        """The settings by key in upper case; of two with one key, the first, as in Excel."""
        found: dict[str, str] = {}
        for line in self.content.splitlines():
            parts = _parts(line)
            if parts:
                key, value = (part.decode(self.encoding, "replace") for part in parts)
                found.setdefault(key.upper(), value)
        return found

    def changed(self, changes: Mapping[str, str | None]) -> bytes:
        """The content with some settings changed; None takes one out.

        Raises:
            UnfitPathError: A value has letters that the code page lacks.
        """
        left = {key: self._line(key, value) for key, value in changes.items()}
        lines = []
        for line in self.content.splitlines(keepends=True):
            parts = _parts(line)
            key = parts[0].decode(self.encoding, "replace").upper() if parts else ""
            if key not in changes:
                lines.append(line)
            elif (ours := left.pop(key, b"")) != b"":
                lines.append(ours)
        added = [line for line in left.values() if line]
        if added and lines and not lines[-1].endswith((b"\n", b"\r")):
            lines[-1] += self._line_end
        return b"".join([*lines, *added])

    def write(self, content: bytes) -> Path | None:
        """Put the new content in place, whole or not at all.

        Returns:
            The copy of the old file; None if there was none.

        Raises:
            CannotSaveError: The disk or the folder refuses; the file is as it was.
        """
        backup = self.path.with_name(self.path.name + BACKUP_ENDING)
        there = self.path.exists()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if there:
                shutil.copy2(self.path, backup)
            if content or not there:
                write_flushed(self.path, content)
            else:
                self.path.unlink()
        except OSError as fault:
            raise CannotSaveError(file=self.path, reason=fault.strerror or fault) from fault
        return backup if there else None

    @property
    def _line_end(self) -> bytes:
        if b"\n" not in self.content:
            return self.line_end
        return b"\r\n" if b"\r\n" in self.content else b"\n"

    def _line(self, key: str, value: str | None) -> bytes:
        if value is None:
            return b""
        try:
            return f'"{key}","{value}"'.encode(self.encoding) + self._line_end
        except UnicodeEncodeError as fault:
            raise UnfitPathError(python=value) from fault


def settings_path(machine: Machine) -> Path:
    """Where xlwings looks for the file: its Python and its VBA agree on it."""
    if machine.system is System.MACOS:
        # The only folder that Excel reads without asking.
        folder = machine.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data"
        return folder / "xlwings.conf"
    return machine.home / ".xlwings" / "xlwings.conf"


def _parts(line: bytes) -> tuple[bytes, bytes] | None:
    """Key and value of a line; None if it has no such form."""
    found = _LINE.match(line)
    if found is None:
        return None
    key = found[1] if found[1] is not None else found[2].strip()
    value = found[3] if found[3] is not None else (found[4] or b"").strip()
    return (key, value) if key else None
