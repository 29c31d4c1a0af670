"""What a button asks its user: yes or no, a few words, a file.

Excel on Windows has boxes for words and files of its own; on a Mac the system shows them, since
Excel's own are not for other programs; LibreOffice is asked through its engine.
"""

import subprocess
import sys
from pathlib import Path

import xlwings

from addin.errors import StoppedError
from addin.words import Language, text

LONGEST_QUESTION = 255
"""Characters that Excel's box for words takes."""

WORDS_ON_A_MAC = (
    "text returned of (display dialog (item 1 of argv) with title (item 2 of argv)"
    ' default answer "")'
)
FILE_ON_A_MAC = "POSIX path of (choose file with prompt (item 1 of argv))"


class Questions:
    """Asks over the window of a workbook; whoever cancels a box stops the job."""

    def __init__(self, book: xlwings.Book, language: Language) -> None:
        self.app = book.app
        self.title = text("message.title", language)
        self.language = language

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes, and not no."""
        return self._answer(question, "yes_no") == "yes"

    def chooses(self, question: str) -> bool:
        """The same where neither is an answer too.

        Raises:
            StoppedError: The box was cancelled.
        """
        answer = self._answer(question, "yes_no_cancel")
        if answer not in {"yes", "no"}:
            raise StoppedError
        return answer == "yes"

    def words(self, question: str) -> str:
        """What is typed; may be empty.

        Raises:
            StoppedError: The box was cancelled.
        """
        assert len(question) <= LONGEST_QUESTION, question
        if self.app.engine.name == "calc":
            typed = self.app.impl.ask(question, self.title)
        elif sys.platform == "darwin":
            typed = told_by_the_mac(WORDS_ON_A_MAC, question, self.title)
        else:
            typed = self.app.api.InputBox(question, self.title, "")
        return str(_given(typed)).strip()

    def file(self, question: str) -> Path:
        """The file that is chosen.

        Raises:
            StoppedError: None was.
        """
        if self.app.engine.name == "calc":
            chosen = self.app.impl.choose_file(question)
        elif sys.platform == "darwin":
            chosen = told_by_the_mac(FILE_ON_A_MAC, question)
        else:
            kinds = text("ask.exports", self.language)
            patterns = f"{kinds} (*.csv;*.xlsx;*.json),*.csv;*.xlsx;*.json"
            chosen = self.app.api.GetOpenFilename(patterns, 1, question)
        return Path(str(_given(chosen)))

    def _answer(self, question: str, buttons: str) -> str:
        return str(self.app.alert(question, self.title, buttons, mode="info"))


def _given(answer: object) -> object:
    """An answer that is one: Excel says False for a box that was cancelled."""
    if answer is None or answer is False:
        raise StoppedError
    return answer


def told_by_the_mac(script: str, *values: str) -> str | None:
    """What a line of AppleScript comes to; None where its box was cancelled.

    Args:
        script: The line, with ``item 1 of argv`` and so on for the values.
        values: Handed over apart, so that nothing in them is taken for AppleScript.
    """
    lines = ["on run argv", script, "end run"]
    arguments = [part for line in lines for part in ("-e", line)]
    done = subprocess.run(  # noqa: S603
        ["/usr/bin/osascript", *arguments, *values],
        capture_output=True,
        text=True,
        check=False,
    )
    return None if done.returncode else done.stdout.rstrip("\n")
