"""The checks of Microsoft's Open XML SDK, as openxml-audit carries them to Python."""

from functools import cache
from pathlib import Path

from openxml_audit import OpenXmlValidator

from excel.package import Fault


def errors(path: Path) -> list[Fault]:
    """What the SDK would call an error: the member and the description."""
    result = _validator().validate(str(path))
    return [(str(error.part_uri), str(error.description)) for error in result.errors]


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()
