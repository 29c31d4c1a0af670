"""The computer: its system, whose it is, and the Python at work on it."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Self

_VARIABLE = re.compile(r"%(\w+)%|\$(\w+)")


class System(StrEnum):
    """The systems, as Python names them."""

    WINDOWS = "win32"
    MACOS = "darwin"
    LINUX = "linux"

    @classmethod
    def named(cls, platform: str) -> "System":
        """The system of this name; whatever has no Excel counts as Linux."""
        return cls(platform) if platform in set(cls) else cls.LINUX

    @property
    def label(self) -> str:
        """As people call it."""
        return {"win32": "Windows", "darwin": "macOS"}.get(self.value, "Linux")


@dataclass(frozen=True, slots=True)
class Machine:
    """The facts about a computer that decide where things go.

    Attributes:
        home: The user's own folder.
        python: The full path of the running Python, links not followed: a virtual environment
            is a link that must stay one.
        base: The folder of the Python that a virtual environment was made from; that of the
            Python itself where there is none.
        environment: Its variables.
    """

    system: System
    home: Path
    python: str
    base: str
    environment: Mapping[str, str]

    @classmethod
    def this(cls) -> Self:
        """The computer that this runs on."""
        system = System.named(sys.platform)
        return cls(system, Path.home(), _console(sys.executable), sys.base_prefix, os.environ)

    def pure(self, path: str) -> PurePath:
        """A path as the system of this computer writes it, which may not be the one at hand."""
        return PureWindowsPath(path) if self.system is System.WINDOWS else PurePosixPath(path)

    def expanded(self, path: str) -> str:
        """A path with its variables filled in; one that is not set stays as it is.

        >>> Machine(System.MACOS, Path("/"), "", "", {"HOME": "/Volumes/anna"}).expanded("$HOME/x")
        '/Volumes/anna/x'
        """
        known = {name.upper(): value for name, value in self.environment.items()}

        def value(found: re.Match[str]) -> str:
            return known.get((found[1] or found[2]).upper(), found[0])

        return _VARIABLE.sub(value, path)


def _console(python: str) -> str:
    """The Python with a console: xlwings hides it, and reads from it what went wrong."""
    path = Path(python)
    if path.name.lower() == "pythonw.exe" and path.with_name("python.exe").exists():
        return str(path.with_name("python.exe"))
    return python
