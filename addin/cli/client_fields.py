"""An option for every field of a client, made of the columns themselves."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from addin.jobs.clients.entry import TYPED
from addin.tables.sheets.client_form import ACCOUNTS, form_column
from addin.words import Language

FIELDS = (*TYPED, ACCOUNTS)
"""The fields that have an option; bank accounts have one that may be given several times."""

Given = dict[str, str]
"""What was given on the command line, by field."""


def with_fields(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each field, and hand it what was given as ``given``.

    Args:
        command: Takes ``given`` beside parameters of its own.
    """

    @wraps(command)
    def made(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as the command has them
        found = {name: options.pop(name) for name in FIELDS}
        given = {name: _joined(value) for name, value in found.items() if value}
        command(*arguments, given=given, **options)

    described = signature(command, eval_str=True)
    own = [one for name, one in described.parameters.items() if name != "given"]
    parameters = [*own, *map(_parameter, FIELDS)]
    made.__annotations__ = {one.name: one.annotation for one in parameters}
    vars(made)["__signature__"] = described.replace(parameters=parameters)
    return made


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _parameter(name: str) -> Parameter:
    column = form_column(name)
    several = name == ACCOUNTS
    told = column.help[Language.EN] + (" May be given several times." if several else "")
    shown = column.kind.name.upper().replace(" ", "-")
    option = typer.Option(f"--{name.replace('_', '-')}", metavar=shown, help=told)
    kind = list[str] | None if several else str | None
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, option])
