"""What goes wrong, as a sentence; never a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from addin import config
from addin.cli import showing
from addin.errors import BillingError, StoppedError
from addin.words import Language

STOPPED = 130
"""How a command ends that was stopped by Ctrl+C, as shells have it: 128 and the signal."""


class UnexpectedError(BillingError):
    """A fault of Quotepart's own; takes ``what`` and ``log``."""

    code = "JOB-02"


@contextmanager
def refusals(
    job: str, file: str, language: Language | list[Language], *, as_json: bool
) -> Iterator[None]:
    """Say what went wrong inside, and end the command with 2; with 130 after Ctrl+C.

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
    except KeyboardInterrupt:
        spoken = language if isinstance(language, Language) else language[0]
        showing.refuse(StoppedError(), job, file, spoken, as_json=as_json, status=STOPPED)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        error = failure if isinstance(failure, BillingError) else logged(failure)
        spoken = language if isinstance(language, Language) else language[0]
        showing.refuse(error, job, file, spoken, as_json=as_json)


def logged(failure: Exception) -> UnexpectedError:
    """Put the details of a failure into the log; the sentence says where they are."""
    log = config.logged(failure, f"quotepart {' '.join(sys.argv[1:])}")
    return UnexpectedError(what=repr(failure), log=log)
