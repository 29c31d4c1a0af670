"""One thing that was looked at, and how it is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from addin.books.installation.machine import Machine
from addin.jobs.machine_texts import told
from addin.words import Language


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    MISSING = "missing"  # something cannot work
    ABSENT = "absent"  # something may be missed


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        what: Its name, in the reader's language.
        remedy: What to do; empty when nothing is to be done.
        check: Its name for a script, the same in every language.
    """

    what: str
    state: str
    found: str
    remedy: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Examiner:
    """Who looks: at which machine, and in which language it is told."""

    machine: Machine
    language: Language

    def found(
        self, check: str, state: State, found: object, remedy: str = "", **values: object
    ) -> Examined:
        """What came of a look.

        Args:
            check: Its name; ``folder_templates`` is told as ``folder`` with the rest as its name.
            state: How the thing is.
            found: What is there.
            remedy: The key of what to do, in the group ``remedy``; empty for nothing.
            values: Those that the label and the remedy name.
        """
        what = told("doctor", f"what.{check.partition('_')[0]}", self.language, **values)
        said = told("doctor", f"remedy.{remedy}", self.language, **values) if remedy else ""
        return Examined(what, state.value, str(found), said, check)

    def say(self, key: str, **values: object) -> str:
        """A text of the group ``found``."""
        return told("doctor", f"found.{key}", self.language, **values)


Look = Callable[[Examiner], Iterator[Examined]]
