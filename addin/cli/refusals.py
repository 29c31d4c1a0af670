"""What goes wrong, as a sentence; never a traceback."""

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from addin.cli import showing
from addin.config import log_file
from addin.errors import BillingError
from addin.words import Language


class UnexpectedError(BillingError):
    """A fault of Quotepart's own; takes ``what`` and ``log``."""

    code = "JOB-02"


@contextmanager
def refusals(
    job: str, file: str, language: Language | list[Language], *, as_json: bool
) -> Iterator[None]:
    """Say what went wrong inside, and end the command with 2.

    Args:
        job: Name of the command.
        file: The workbook, for the report.
        language: To say it in; a list holds the one that is known by then.
        as_json: Whether the report is wanted as JSON.
    """
    try:
        yield
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        error = failure if isinstance(failure, BillingError) else logged(failure)
        spoken = language if isinstance(language, Language) else language[0]
        showing.refuse(error, job, file, spoken, as_json=as_json)


def logged(failure: Exception) -> UnexpectedError:
    """Put the details of a failure into the log; the sentence says where they are."""
    log = _log()
    logger = logging.getLogger("quotepart")
    handler = logging.FileHandler(log, encoding="utf-8")
    logger.addHandler(handler)
    logger.error("quotepart %s", " ".join(sys.argv[1:]), exc_info=failure)
    logger.removeHandler(handler)
    handler.close()
    return UnexpectedError(what=repr(failure), log=log)


def _log() -> Path:
    """The log of the user; one for the time being where the home folder takes none."""
    try:
        return log_file()
    except OSError:
        return Path(tempfile.gettempdir()) / "quotepart.log"
