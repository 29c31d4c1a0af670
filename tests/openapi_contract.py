"""Holds requests and answers to a published OpenAPI description: the schemas, not a mock of them.

Of JSON Schema it knows what those descriptions use.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

API = Path(__file__).parent.parent.parent / "shared" / "corpus" / "api"

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


class Contract:
    """One OpenAPI description."""

    def __init__(self, name: str) -> None:
        path = API / name
        if not path.is_file():
            pytest.skip(f"{path} is not here: the published descriptions lie beside the project")
        self.description: dict[str, Any] = json.loads(path.read_text("utf-8"))

    def faults(self, schema: str, value: object) -> list[str]:
        """Where a value is not what the schema of that name says."""
        return list(self._faults({"$ref": f"#/components/schemas/{schema}"}, value, schema))

    def knows(self, path: str, method: str, status: int) -> bool:
        """Whether the description has an operation, with that answer."""
        operation = self.description["paths"].get(path, {}).get(method.lower())
        return operation is not None and str(status) in operation["responses"]

    def _resolved(self, reference: str) -> dict[str, Any]:
        found: Any = self.description
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        return dict(found)

    def _faults(  # noqa: C901 - a word of the language each
        self, schema: Mapping[str, Any], value: object, at: str
    ) -> Iterator[str]:
        if "$ref" in schema:
            schema = self._resolved(schema["$ref"])
        for part in schema.get("allOf", ()):
            yield from self._faults(part, value, at)
        choices = schema.get("oneOf", ())
        if choices and all(list(self._faults(one, value, at)) for one in choices):
            yield f"{at}: none of the kinds"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value!r}"
        kind = schema.get("type")
        if kind and (not isinstance(value, TYPES[kind]) or (kind != "boolean" and value is True)):
            yield f"{at}: not {kind}"
        elif isinstance(value, dict):
            yield from self._object_faults(schema, value, at)
        elif isinstance(value, list):
            if len(value) < schema.get("minItems", 0):
                yield f"{at}: too few"
            for place, one in enumerate(value):
                yield from self._faults(schema.get("items", {}), one, f"{at}[{place}]")
        elif isinstance(value, str):
            yield from _text_faults(schema, value, at)
        elif isinstance(value, int) and value > schema.get("maximum", value):
            yield f"{at}: above {schema['maximum']}"

    def _object_faults(
        self, schema: Mapping[str, Any], value: Mapping[str, object], at: str
    ) -> Iterator[str]:
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{at}.{name}: missing"
        for name, one in schema.get("properties", {}).items():
            if name in value:
                yield from self._faults(one, value[name], f"{at}.{name}")


def _text_faults(schema: Mapping[str, Any], value: str, at: str) -> Iterator[str]:
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{at}: too long"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} is not {schema['pattern']}"
    if schema.get("format") == "date-time":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            yield f"{at}: no moment"
        else:
            if moment.tzinfo is None:
                yield f"{at}: no time zone"
