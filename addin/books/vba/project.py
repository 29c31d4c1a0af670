"""A ``vbaProject.bin`` written from source alone ([MS-OVBA]).

No compiled code is written: the version in ``_VBA_PROJECT`` is one that no Office has (2.3.4.1
wants it so of other producers), and Excel compiles the source when it first needs it. The bytes
depend on the modules alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack

from addin.books.vba.compound_file import compound_file
from addin.books.vba.compression import compress
from addin.books.vba.module import ENCODING, Module, ModuleKind

__all__ = ["Module", "ModuleKind", "Project", "conceal"]

_CODE_PAGE = 1252
_ENGLISH = 0x0409
_PROJECT_NAME = "VBAProject"
_PROJECT_ID = "{452BEFFA-4069-4716-B801-C220408A31AD}"
_NO_COMPILED_CODE = bytes.fromhex("CC61FFFF000100")
# OLE for every project; Office for the types of the ribbon, IRibbonUI and IRibbonControl.
_REFERENCES = {
    "stdole": (
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
        r"#C:\Windows\System32\stdole2.tlb#OLE Automation"
    ),
    "Office": (
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
        r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        r"#Microsoft Office 16.0 Object Library"
    ),
}


@dataclass(frozen=True, slots=True)
class Project:
    """The VBA project of a workbook.

    Attributes:
        modules: In the order in which the editor lists them; one of them is the workbook's.
    """

    modules: Sequence[Module]

    def __post_init__(self) -> None:
        names = [module.name.lower() for module in self.modules]
        assert len(set(names)) == len(names), f"two modules share a name: {sorted(names)}"
        workbooks = sum(module.kind is ModuleKind.WORKBOOK for module in self.modules)
        assert workbooks == 1, f"{workbooks} modules of the workbook instead of 1"

    def to_bytes(self) -> bytes:
        """The content of ``xl/vbaProject.bin``."""
        streams = {module.name: compress(module.stored()) for module in self.modules}
        streams["dir"] = compress(_directory(self.modules))
        streams["_VBA_PROJECT"] = _NO_COMPILED_CODE
        return compound_file(
            {"VBA": streams, "PROJECT": _project(self.modules), "PROJECTwm": _names(self.modules)}
        )


def conceal(content: bytes, project_id: str, seed: int) -> str:
    """A protection field, obscured as 2.4.3.2 prescribes, in hexadecimal.

    Args:
        content: The field in the clear.
        project_id: The identifier of the project, in braces; it is the key.
        seed: Any byte; it is the first byte of the result.
    """
    key = sum(project_id.encode(ENCODING)) & 0xFF
    version = 2
    hidden = bytearray([seed, seed ^ version, seed ^ key])
    before = key
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + pack("<I", len(content)) + content:
        hidden.append(byte ^ (hidden[-2] + before & 0xFF))
        before = byte
    return hidden.hex().upper()


def _record(identifier: int, content: bytes = b"") -> bytes:
    return pack("<HI", identifier, len(content)) + content


def _number(identifier: int, number: int) -> bytes:
    return _record(identifier, pack("<I", number))


def _short(identifier: int, number: int) -> bytes:
    return _record(identifier, pack("<H", number))


def _text(identifier: int, unicode_identifier: int, text: str) -> bytes:
    """A text in the project's code page and once more in UTF-16."""
    return _record(identifier, text.encode(ENCODING)) + _record(
        unicode_identifier, text.encode("utf-16-le")
    )


def _directory(modules: Sequence[Module]) -> bytes:
    """The stream ``dir`` (2.3.4.2): properties, references and modules."""
    properties = (
        _number(0x0001, 3)  # for 64-bit Windows; other systems convert
        + _number(0x0002, _ENGLISH)
        + _number(0x0014, _ENGLISH)
        + _short(0x0003, _CODE_PAGE)
        + _record(0x0004, _PROJECT_NAME.encode(ENCODING))
        + _text(0x0005, 0x0040, "")  # description
        + _text(0x0006, 0x003D, "")  # help file
        + _number(0x0007, 0)  # help context
        + _number(0x0008, 0)  # flags of the type library
        # The size of the version is given as 4, though its numbers take 6 bytes.
        + pack("<HIIH", 0x0009, 4, 1, 1)
        + _text(0x000C, 0x003C, "")  # constants for conditional compilation
    )
    references = (_reference(name, library) for name, library in _REFERENCES.items())
    count = _short(0x000F, len(modules)) + _short(0x0013, 0xFFFF)
    described = (_module_record(module) for module in modules)
    return b"".join([properties, *references, count, *described, _record(0x0010)])


def _reference(name: str, library: str) -> bytes:
    encoded = library.encode(ENCODING)
    registered = pack("<I", len(encoded)) + encoded + bytes(6)
    return _text(0x0016, 0x003E, name) + _record(0x000D, registered)


def _module_record(module: Module) -> bytes:
    standard = module.kind is ModuleKind.STANDARD
    return (
        _text(0x0019, 0x0047, module.name)
        + _text(0x001A, 0x0032, module.name)  # its stream
        + _text(0x001C, 0x0048, "")  # description
        + _number(0x0031, 0)  # the source starts at once: no compiled code comes before it
        + _number(0x001E, 0)  # help context
        + _short(0x002C, 0xFFFF)
        + _record(0x0021 if standard else 0x0022)
        + _record(0x002B)
    )


def _project(modules: Sequence[Module]) -> bytes:
    """The stream ``PROJECT`` (2.3.1), a text of keys and values."""
    lines = [
        f'ID="{_PROJECT_ID}"',
        *(_listed(module) for module in modules),
        f'Name="{_PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{conceal(bytes(4), _PROJECT_ID, 0x1A)}"',  # not protected
        f'DPB="{conceal(bytes(1), _PROJECT_ID, 0x34)}"',  # no password
        f'GC="{conceal(bytes([0xFF]), _PROJECT_ID, 0x4E)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def _listed(module: Module) -> str:
    if module.kind is ModuleKind.STANDARD:
        return f"Module={module.name}"
    if module.kind is ModuleKind.CLASS:
        return f"Class={module.name}"
    return f"Document={module.name}/&H00000000"


def _names(modules: Sequence[Module]) -> bytes:
    """The stream ``PROJECTwm`` (2.3.3): each name in the code page and in UTF-16."""
    pairs = (
        f"{module.name}\0".encode(ENCODING) + f"{module.name}\0".encode("utf-16-le")
        for module in modules
    )
    return b"".join(pairs) + bytes(2)
