"""A command that was typed wrongly, said as every other refusal when JSON is wanted."""

from typing import NoReturn

from typer import Context
from typer.core import TyperGroup
from typer.exceptions import TyperException

from addin.cli import showing
from addin.errors import BillingError
from addin.words import system_language

_WORDS = "quotepart.words"


class WrongUseError(BillingError):
    """An argument is missing, unknown or cannot be read; takes ``what`` and ``command``."""

    code = "JOB-05"


class Commands(TyperGroup):
    """The commands; with ``--json`` a script reads one object, whatever it typed.

    The types of Typer's own are told of a class it keeps to itself, of which `Context` is one.
    """

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Keep the words: ``--json`` belongs to the command, which is not known yet."""
        ctx.meta[_WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> object:  # type: ignore[override]
        """Carry a command out; without ``--json`` what is wrong with it is said by Typer."""
        try:
            return super().invoke(ctx)
        except TyperException as fault:
            if "--json" not in ctx.meta[_WORDS]:
                raise
            _refuse(fault, ctx)


def _refuse(fault: TyperException, commands: Context) -> NoReturn:
    """Say it as a report without a file: none was read."""
    ctx: Context = getattr(fault, "ctx", None) or commands
    said = getattr(fault, "format_message", fault.__str__)()
    what = said if said.endswith(".") else f"{said}."
    error = WrongUseError(what=what, command=ctx.command_path)
    job = ctx.command_path.removeprefix(commands.command_path).strip()
    showing.refuse(error, job, "", system_language(), as_json=True)
