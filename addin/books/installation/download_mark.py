"""The mark of a file that came from the internet, for which Office leaves macros off."""

import subprocess
from pathlib import Path

from addin.books.installation.machine import Machine, System

_WINDOWS_STREAM = "Zone.Identifier"
_FIRST_FOREIGN_ZONE = 3  # the internet; 4 is that of restricted sites
_APPLE_ATTRIBUTE = "com.apple.quarantine"
_PATIENCE_SECONDS = 10


def is_from_internet(file: Path, machine: Machine) -> bool:
    """Whether the system has marked a file; False where it marks none or cannot tell."""
    if machine.system is System.WINDOWS:
        return _zone(Path(f"{file}:{_WINDOWS_STREAM}")) >= _FIRST_FOREIGN_ZONE
    if machine.system is System.MACOS:
        return _has_attribute(file)
    return False


def _zone(stream: Path) -> int:
    """The number in the mark of Windows; 0 if there is none."""
    try:
        lines = stream.read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    values = (line.partition("=") for line in lines)
    numbers = [value for key, _, value in values if key.strip().lower() == "zoneid"]
    return int(numbers[0]) if numbers and numbers[0].strip().isdigit() else 0


def _has_attribute(file: Path) -> bool:
    command = ["xattr", "-p", _APPLE_ATTRIBUTE, str(file)]
    try:
        done = subprocess.run(  # noqa: S603 - the system's own command
            command, capture_output=True, timeout=_PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
