"""The folder that a job has written to, shown to its user."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path


def open_folder(folder: Path) -> None:
    """Show a folder that Quotepart has just written to, on Windows and on a Mac."""
    # The documents are there and the message has said where, should it not open.
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.startfile(folder)  # noqa: S606
        elif sys.platform == "darwin":
            subprocess.run(["open", str(folder)], check=False)  # noqa: S603, S607
