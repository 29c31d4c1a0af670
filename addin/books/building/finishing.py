"""The last pass over the file: the ribbon goes in, and what would differ between two builds goes.

Every member has the same date, their order is fixed, and no program's or person's name is kept.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from addin.books.vba.ribbon import RIBBON_PART, RIBBON_RELATIONSHIP

_ROOT_RELATIONSHIPS = "_rels/.rels"
_CONTENT_TYPES = "[Content_Types].xml"
_LEVEL = 9

# XlsxWriter gives a formula whose result is an empty text the value of a number that is missing.
_EMPTY_RESULT = b"</f><v></v></c>"
_NO_RESULT = b"</f></c>"


def finished(workbook: bytes, ribbon: bytes) -> bytes:
    """The workbook with its ribbon, the same bytes whenever it is made."""
    with ZipFile(BytesIO(workbook)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    relationship = (
        f'<Relationship Id="rIdRibbon" Type="{RIBBON_RELATIONSHIP}" Target="{RIBBON_PART}"/>'
    ).encode()
    end = b"</Relationships>"
    assert end in members[_ROOT_RELATIONSHIPS]
    members[RIBBON_PART] = ribbon
    members[_ROOT_RELATIONSHIPS] = members[_ROOT_RELATIONSHIPS].replace(end, relationship + end)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        # Readers that stream the file want the types of its members first.
        for name in sorted(members, key=lambda name: (name != _CONTENT_TYPES, name)):
            content = members[name].replace(_EMPTY_RESULT, _NO_RESULT)
            archive.writestr(_undated(name), content)
    return target.getvalue()


def _undated(name: str) -> ZipInfo:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0  # not that of the machine
    return info
