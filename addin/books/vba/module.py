"""One module of a VBA project: its text, as the VBA editor exports it, made fit to be stored."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Self

ENCODING = "cp1252"


class ModuleKind(Enum):
    """What a module is to Excel."""

    STANDARD = auto()
    CLASS = auto()
    WORKBOOK = auto()  # the document module of the workbook
    SHEET = auto()  # the document module of one sheet

    @property
    def is_document(self) -> bool:
        """Whether Excel itself owns the object that the module belongs to."""
        return self in {ModuleKind.WORKBOOK, ModuleKind.SHEET}


# The class each kind of module extends.
_BASES = {
    ModuleKind.CLASS: "FCFB3D2A-A0FA-1068-A738-08002B3371B5",
    ModuleKind.WORKBOOK: "00020819-0000-0000-C000-000000000046",
    ModuleKind.SHEET: "00020820-0000-0000-C000-000000000046",
}
_KEPT_ATTRIBUTES = frozenset(
    {"VB_Creatable", "VB_Description", "VB_Exposed", "VB_PredeclaredId"},
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class Module:
    """A module ready to be stored.

    Attributes:
        name: As VBA code names it; at most 31 letters, digits and underscores.
        source: The whole text with its attribute lines; lines end in LF.
    """

    name: str
    kind: ModuleKind
    source: str

    @classmethod
    def from_text(cls, text: str, name: str, kind: ModuleKind) -> Self:
        """A module from the text of a ``.bas`` or ``.cls`` file, or from bare code.

        The preamble of a class file goes, and the attributes that the project needs are written
        in front; those of procedures stay where they are.
        """
        assert _NAME.fullmatch(name), f"not a name of a VBA module: {name!r}"
        given, body = _parted(text.replace("\r\n", "\n").replace("\r", "\n"))
        named = given.get("VB_Name", f'"{name}"')
        assert named.lower() == f'"{name}"'.lower(), f"module {name} calls itself {named}"
        attributes = _attributes(name, kind)
        attributes |= {key: given[key] for key in sorted(_KEPT_ATTRIBUTES & given.keys())}
        head = "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items())
        code = body.strip("\n")
        return cls(name, kind, f"{head}{code}\n" if code else head)

    def stored(self) -> bytes:
        """The text as the project holds it, before compression.

        Raises:
            UnicodeEncodeError: A character that windows-1252 lacks.
        """
        return self.source.replace("\n", "\r\n").encode(ENCODING)


def quoted(text: str) -> str:
    """A text as a VBA string literal.

    >>> print(quoted('the "Splits" sheet'))
    "the ""Splits"" sheet"
    """
    assert "\n" not in text, text
    return '"' + text.replace('"', '""') + '"'


def _parted(text: str) -> tuple[dict[str, str], str]:
    """The attributes at the head of a module, and its code."""
    lines = text.split("\n")
    if lines[0].upper().startswith("VERSION "):
        preamble_end = next(at for at, line in enumerate(lines) if line.strip().upper() == "END")
        lines = lines[preamble_end + 1 :]
    attributes = {}
    while lines and lines[0].startswith("Attribute VB_"):
        key, _, value = lines.pop(0).removeprefix("Attribute ").partition(" = ")
        attributes[key] = value
    return attributes, "\n".join(lines)


def _attributes(name: str, kind: ModuleKind) -> dict[str, str]:
    attributes = {"VB_Name": f'"{name}"'}
    if kind is ModuleKind.STANDARD:
        return attributes
    return attributes | {
        "VB_Base": f'"0{{{_BASES[kind]}}}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": str(kind.is_document),
        "VB_Exposed": str(kind.is_document),
        "VB_TemplateDerived": "False",
        "VB_Customizable": str(kind.is_document),
    }
