"""Every command that the papers print is one that the program takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from addin.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAPERS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
# A line of its own, an example of the help, or within a sentence; never a usage line.
PRINTED = re.compile(r"(?m)^(?: {4}|Example: |)(quotepart [^\[…\n]+)$|`(quotepart [^\[`…\n]+)`")


def printed() -> Iterator[str]:
    """The commands, each once, without the remark behind them."""
    found: dict[str, None] = {}
    for paper in PAPERS:
        for line, inline in PRINTED.findall(paper.read_text("utf-8")):
            found.setdefault((line or inline).partition(" #")[0].strip(), None)
    yield from found


def parse(command: Any, words: list[str], parent: Any = None) -> None:
    """Read the words as the program would, without doing anything.

    Args:
        command: The program, or a command of it.
        words: What is typed behind it; none where it is only named.
        parent: The context of the group.
    """
    groups = getattr(command, "commands", {})
    if words and not groups:
        command.make_context("quotepart", words, parent)
    elif words and not words[0].startswith("-"):
        assert words[0] in groups, words
        parse(groups[words[0]], words[1:], parent)


@pytest.mark.parametrize("line", list(printed()))
def test_a_command_of_the_papers_can_be_typed(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shlex.split(line)[1:]
    monkeypatch.chdir(tmp_path)
    for word in words:
        if re.fullmatch(r"[\w-]+\.\w+", word):
            Path(word).touch()

    parse(typer.main.get_command(app), words)


def test_the_papers_print_commands_and_a_wrong_one_is_noticed() -> None:
    assert len(list(printed())) > 30
    with pytest.raises(Exception, match="no-such-option"):
        parse(typer.main.get_command(app), ["check", "--no-such-option"])
