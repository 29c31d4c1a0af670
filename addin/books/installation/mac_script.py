"""The script through which Excel on a Mac may start a program, in the one folder Apple allows."""

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from addin.books.disk import write_flushed
from addin.books.installation.machine import Machine
from addin.books.refusals import CannotSaveError


def script_path(machine: Machine) -> Path:
    """Where Excel looks for it; the name carries the version of xlwings."""
    folder = machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    return folder / f"xlwings-{version('xlwings')}.applescript"


def script_content() -> bytes:
    """The script that comes with xlwings."""
    return files("xlwings").joinpath(f"xlwings-{version('xlwings')}.applescript").read_bytes()


def script_is_there(machine: Machine) -> bool:
    """Whether Excel finds the very script of this version."""
    path = script_path(machine)
    return path.is_file() and path.read_bytes() == script_content()


def write_script(machine: Machine) -> None:
    """Put the script where Excel looks for it.

    Raises:
        CannotSaveError: The folder takes no files.
    """
    path = script_path(machine)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_flushed(path, script_content())
    except OSError as fault:
        raise CannotSaveError(file=path, reason=fault.strerror or fault) from fault
