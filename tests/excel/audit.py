"""The checks of Microsoft's Open XML SDK, as openxml-audit carries them to Python."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from openxml_audit import OpenXmlValidator

from excel.package import Fault

Validate = Callable[[Any, Any], Any]


def errors(path: Path) -> list[Fault]:
    """What the SDK would call an error: the member and the description."""
    result = _validator().validate(str(path))
    return [(str(error.part_uri), str(error.description)) for error in result.errors]


@cache
def _validator() -> OpenXmlValidator:
    validator = OpenXmlValidator()
    schemas = validator._schema_validator  # noqa: SLF001 - there is no other way to it
    schemas.validate_part = _once_each(schemas.validate_part)
    return validator


def _once_each(validate: Validate) -> Validate:
    """Hold each part to its schema once: most parts of the next workbook are those of the last.

    What is known of a part hangs on its bytes and its type alone; a faulty one is looked at again.
    """
    sound: set[tuple[str, bytes]] = set()

    def validate_part(part: Any, context: Any) -> Any:
        known = str(part.content_type), sha256(part.raw_content or b"").digest()
        if known in sound:
            return context.errors
        before = len(context.errors)
        found = validate(part, context)
        if len(found) == before:
            sound.add(known)
        return found

    return validate_part
