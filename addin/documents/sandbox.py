"""The Jinja environment in which templates are filled: nothing but the fields can be reached."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

# What counts without end, or makes a text as wide as one likes; no document needs it.
_GROWING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})
_WITHOUT_GLOBALS = ("range", "lipsum", "namespace", "cycler", "joiner", "dict")
_WITHOUT_FILTERS = ("center", "format", "indent", "batch", "slice", "wordwrap")
_OF_EVERY_RECORD = frozenset(dir(dict))
# What a loop tells of its place, all of it numbers and yes or no.
_OF_A_LOOP = frozenset({"first", "last", "index", "index0", "length", "revindex", "revindex0"})


class UnknownFieldError(UndefinedError):
    """A tag names a field that is not there.

    Attributes:
        field: The name.
        fields: The names that are there, when the field belongs to a record such as a line; empty
            for a field of the document itself.
    """

    def __init__(self, field: str, fields: Iterable[str]) -> None:
        super().__init__(field)
        self.field = field
        self.fields = tuple(fields)


class _Absent(StrictUndefined):
    """Stands for a field that is not there until somebody uses it."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,  # noqa: ANN401  # whatever the tag looked into
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        field, fields = str(name), obj if isinstance(obj, dict) else ()
        if exc is SecurityError:
            self._undefined_exception = lambda _: SecurityError(field)  # type: ignore[assignment]
        else:
            self._undefined_exception = lambda _: UnknownFieldError(field, fields)  # type: ignore[assignment]


class _Sandbox(ImmutableSandboxedEnvironment):
    """Finds a field of a record at once, where Jinja would first look for a method.

    So it finds the place of a row, which the tags of tables ask for in each of them.

    What makes a text of a few letters as long as the memory of the computer is refused.
    """

    intercepted_binops = frozenset({"*", "%", "**"})

    def call_binop(
        self,
        context: Context,
        operator: str,
        left: Any,  # noqa: ANN401  # whatever stands on its two sides
        right: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """What a sum of a tag comes to; only numbers are multiplied."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or not numbers:
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(
        self,
        obj: Any,  # noqa: ANN401
        attr: str,
        value: Any,  # noqa: ANN401
    ) -> bool:
        """Whether a tag may take an attribute of a value."""
        return attr not in _GROWING and super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        """What ``obj.attribute`` gives in a tag."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_EVERY_RECORD:
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _OF_A_LOOP:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment of all templates.

    It escapes ``&`` and ``<`` in values: without that, docxtpl writes a damaged document and
    Word, or docxtpl itself, drops the text.
    """
    made = _Sandbox(autoescape=True, undefined=_Absent)
    for name in _WITHOUT_GLOBALS:
        del made.globals[name]
    for name in _WITHOUT_FILTERS:
        del made.filters[name]
    return made


def nearest(field: str, fields: Iterable[str]) -> str:
    """The names most like ``field``, nearest first, parted by commas; or all where none is like it.

    >>> nearest("total_brut", ["total_gross", "total_net", "iban"])
    'total_net, total_gross'
    >>> nearest("prix", ["iban", "bic"])
    'bic, iban'
    """
    known = sorted(fields)
    return ", ".join(get_close_matches(field, known, n=3) or known)
