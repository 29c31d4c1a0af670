"""The list of commands, as the help shows it on a narrow terminal."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from addin.cli import app

RUNNER = CliRunner(env={"COLUMNS": "80", "TERM": "dumb"})


def groups(command: Any, *words: str) -> Iterator[tuple[str, ...]]:
    """The program, and each command that has commands of its own."""
    for name, one in getattr(command, "commands", {}).items():
        yield from groups(one, *words, name)
    if hasattr(command, "commands"):
        yield words


@pytest.mark.parametrize("words", list(groups(typer.main.get_command(app))), ids=" ".join)
def test_every_command_is_told_in_a_line_that_is_not_cut_off(words: tuple[str, ...]) -> None:
    _, _, listed = RUNNER.invoke(app, [*words, "--help"]).output.partition("Commands:\n")

    lines = listed.splitlines()
    assert len(lines) > 1
    assert [line for line in lines if not line.endswith(".") or line.endswith("...")] == []
