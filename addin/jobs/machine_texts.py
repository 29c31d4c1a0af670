"""What is said about a computer and its Excel, from a catalogue with a line for each language."""

from collections.abc import Mapping
from typing import Any

from addin.words import Language, catalogue


def told(file: str, key: str, language: Language, /, **values: object) -> str:
    """A text of ``install.toml`` or ``doctor.toml``, its values filled in.

    >>> told("install", "set", Language.FR, key="PYTHONPATH", value="C:/Quotepart")
    'PYTHONPATH : C:/Quotepart'
    """
    line: str = _entry(file, key)[language.value]
    return line.format_map(values)


def keys(file: str, group: str) -> tuple[str, ...]:
    """The keys of a group, in the order of the file; none if there is no such group."""
    found: Any = catalogue(file)
    for part in group.split("."):
        found = found.get(part, {})
    return tuple(f"{group}.{key}" for key in found)


def _entry(file: str, key: str) -> Mapping[str, str]:
    found: Any = catalogue(file)
    for part in key.split("."):
        found = found[part]
    entry: Mapping[str, str] = found
    return entry
