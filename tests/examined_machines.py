"""What the doctor finds on a machine, by the name of each check."""

from collections.abc import Iterable
from pathlib import Path

from addin.books.installation.machine import Machine
from addin.jobs.examining.examined import Examined, Examiner, Look, State
from addin.jobs.examining.workbook import look_at_workbook
from addin.words import Language

MISSING, ABSENT, OK = State.MISSING.value, State.ABSENT.value, State.OK.value


def by_check(results: Iterable[Examined]) -> dict[str, Examined]:
    """What was looked at, by the names of the checks."""
    return {one.check: one for one in results}


def seen(look: Look, machine: Machine) -> dict[str, Examined]:
    """What one look finds on a machine, told in English."""
    return by_check(look(Examiner(machine, Language.EN)))


def seen_of(file: Path, machine: Machine) -> dict[str, Examined]:
    """What a look at a workbook finds, told in English."""
    return by_check(look_at_workbook(Examiner(machine, Language.EN), file))
