"""What of xlwings this engine does not do, said by name.

A class of xlwings' ``base_classes`` that an engine takes as its base raises a bare
``NotImplementedError`` for what the engine leaves out. Here the error tells what was asked for.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any, NoReturn, TypeVar

Engine = TypeVar("Engine")


def left_out(own: type) -> set[str]:
    """The members of a class of xlwings that a class of the engine leaves out."""
    return {
        name
        for base in own.__mro__
        if base.__module__ == "xlwings.base_classes"
        for name, member in vars(base).items()
        if not name.startswith("_") and getattr(own, name) is member and _only_raises(member)
    }


def tell_left_out(own: type[Engine]) -> type[Engine]:
    """A decorator: have each member that is left out say so.

    Raises:
        NotImplementedError: Later, when such a member is used; ``hasattr`` finds it.
    """
    for name in left_out(own):
        inherited = getattr(own, name)
        telling = _telling(f"{own.__name__}.{name}")
        setattr(own, name, property(telling) if isinstance(inherited, property) else telling)
    return own


def _only_raises(member: object) -> bool:
    function = member.fget if isinstance(member, property) else member
    return (
        isinstance(function, FunctionType) and "NotImplementedError" in function.__code__.co_names
    )


def _telling(name: str) -> Callable[..., Any]:
    def tell(*_: object, **__: object) -> NoReturn:
        message = f"{name} is not there over LibreOffice"
        raise NotImplementedError(message)

    return tell
