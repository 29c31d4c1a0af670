"""What a terminal shows beside what a file or a pipe gets."""

import io
import os
import re
import subprocess
import sys

import pytest
from quotepart_command import Make, type_into
from rich.console import Console

from addin.cli import showing
from addin.jobs.report import Report
from addin.jobs.telling import Told
from addin.words import Language

TOLD = [
    Told(
        "TAB-04",
        severity,
        "Clients [old]",
        5,
        "Name",
        "B5",
        "It is [bold]empty[/bold] :x:.",
        "Clients [old], row 5, Name: It is [bold]empty[/bold] :x:.",
    )
    for severity in ("error", "warning", "note")
]


def shown(encoding: str, *, terminal: bool) -> str:
    """The findings on a screen of this kind."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    showing.show_findings(TOLD, Console(file=file, force_terminal=terminal, soft_wrap=True))
    file.seek(0)
    return file.read()


def test_a_message_is_shown_as_it_is_whatever_brackets_it_holds() -> None:
    for line in shown("utf-8", terminal=False).splitlines():
        assert line.endswith("Clients [old], row 5, Name: It is [bold]empty[/bold] :x:. (TAB-04)")


@pytest.mark.parametrize(("encoding", "signs"), [("utf-8", "✗!·"), ("cp1252", "x!-")])
def test_each_severity_has_a_sign_that_the_screen_can_show(encoding: str, signs: str) -> None:
    lines = shown(encoding, terminal=False).splitlines()

    assert "".join(line[2] for line in lines) == signs


def test_colours_are_for_a_terminal_alone() -> None:
    assert "\x1b[" in shown("utf-8", terminal=True)
    assert "\x1b[" not in shown("utf-8", terminal=False)


@pytest.mark.parametrize(
    ("colour", "quiet", "bars"), [("1", False, 1), ("1", True, 0), ("", False, 0)]
)
def test_progress_is_shown_to_somebody_who_looks(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    colour: str,
    quiet: bool,  # noqa: FBT001
    bars: int,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", colour)

    with showing.progress("issue", quiet=quiet) as on_issued:
        on_issued(1, 2)
        on_issued(2, 2)

    assert ("2/2" in capsys.readouterr().out) == bool(bars)


def test_streams_that_are_no_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", narrow)

    showing.speak_unicode()

    assert (narrow.encoding, narrow.errors) == ("utf-8", "backslashreplace")
    assert isinstance(sys.stdout, io.StringIO)


def test_a_narrow_terminal_gets_what_it_can_show(workbook: Make) -> None:
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    path = workbook()
    type_into(path, "Clients", 0, payment_days="Ω")
    reader, terminal = pty.openpty()
    program = "from addin.cli import main; main()"
    process = subprocess.run(
        [sys.executable, "-c", program, "check", str(path), "--dry-run"],
        env={"HOME": str(path.parent), "PYTHONIOENCODING": "ascii", "TERM": "xterm"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        check=False,
    )
    os.close(terminal)
    said = os.read(reader, 100_000).decode("ascii")
    os.close(reader)

    assert process.returncode == 1
    assert "\\u03a9" in said
    assert "TAB-05" in said
    assert "\x1b[" in said


def test_invoices_are_shown_with_their_totals_and_the_brackets_of_their_payers() -> None:
    figures = {"net": "1234.50", "vat": "259.25", "gross": "1493.75"}
    invoice = {"number": "2026-1", "payer": "[old] C1", "projects": ["P1", "[P2]"], **figures}
    report = Report("issue", "x.xlsm", totals=figures, invoices=[invoice])
    screen = Console(file=io.StringIO(), width=120)

    screen.print(showing.invoice_table(report, Language.FR))

    assert isinstance(screen.file, io.StringIO)
    _, row, totals = (line for line in screen.file.getvalue().splitlines() if line.strip())
    shown_figures = r"1\u202f234,50 +259,25 +1\u202f493,75 *"
    assert re.fullmatch(rf"2026-1 +\[old\] C1 +P1, \[P2\] +{shown_figures}", row)
    assert re.fullmatch(rf"Total +{shown_figures}", totals)
