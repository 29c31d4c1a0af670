"""The steps of the month on the first sheet, and how each one's state follows from the figures.

Only a month that the settings name can be told before Excel has worked the sheet out; see
``figures``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from addin.books.building.formulas import Formula, spoken
from addin.words import Language


class Status(StrEnum):
    """How far a step has come; a key of the interface's words."""

    DONE = "done"
    TODO = "todo"
    READY = "ready"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: Its key in the words of the interface.
        table: Whose sheet it is about.
        figures: The two figures shown beside it.
        rules: The first that holds gives its status: figures that have to be above 0 (or, with a
            minus in front, to be 0) and the status they mean.
    """

    name: str
    table: str
    figures: tuple[str, str]
    rules: tuple[tuple[tuple[str, ...], Status], ...]

    def formula(self, language: Language, cells: Mapping[str, str]) -> str:
        """Its status, from the cells of the figures."""
        *conditional, (none, last) = self.rules
        assert none == (), "the last rule always holds"
        answer: str = _told(last, language)
        for names, status in reversed(conditional):
            parts = ",".join(_test(name, cells) for name in names)
            answer = f"IF(AND({parts}),{_told(status, language)},{answer})"
        return f"={answer}"

    def status(self, values: Mapping[str, Decimal]) -> Status:
        """Its status, from the values of the figures."""
        return next(
            status for names, status in self.rules if all(_holds(name, values) for name in names)
        )


def _told(status: Status, language: Language) -> Formula:
    return spoken(f"home.status.{status}", language)


def _test(name: str, cells: Mapping[str, str]) -> str:
    return f"{cells[name[1:]]}=0" if name.startswith("-") else f"{cells[name]}>0"


def _holds(name: str, values: Mapping[str, Decimal]) -> bool:
    return values[name[1:]] == 0 if name.startswith("-") else values[name] > 0


ALWAYS: tuple[str, ...] = ()

STEPS = (
    Step(
        "fill",
        "Timesheets",
        ("entries", "quantities"),
        (
            (("entries",), Status.DONE),
            (("quantities",), Status.DONE),
            (("lines",), Status.DONE),
            (ALWAYS, Status.TODO),
        ),
    ),
    Step(
        "check",
        "Checks",
        ("faults", "errors"),
        (
            (("-clients",), Status.LATER),
            (("faults",), Status.TODO),
            (("errors",), Status.TODO),
            # An empty list of problems may also mean that nobody has checked yet.
            (("lines",), Status.DONE),
            (ALWAYS, Status.READY),
        ),
    ),
    Step(
        "plan",
        "Plan",
        ("instalments", "planned"),
        (
            (("plan",), Status.DONE),
            (("-schedules",), Status.LATER),
            (ALWAYS, Status.TODO),
        ),
    ),
    Step(
        "generate",
        "Prebilling",
        ("lines", "net"),
        ((("lines",), Status.DONE), (("-clients",), Status.LATER), (ALWAYS, Status.TODO)),
    ),
    Step(
        "approve",
        "Prebilling",
        ("drafts", "held"),
        ((("-lines",), Status.LATER), (("drafts",), Status.TODO), (ALWAYS, Status.DONE)),
    ),
    Step(
        "preview",
        "Prebilling",
        ("ready", "ready_net"),
        ((("ready",), Status.READY), (("invoiced",), Status.DONE), (ALWAYS, Status.LATER)),
    ),
    Step(
        "issue",
        "Invoices",
        ("invoiced", "invoiced_net"),
        (
            (("drafts",), Status.LATER),
            (("ready",), Status.TODO),
            (("invoiced",), Status.DONE),
            (ALWAYS, Status.LATER),
        ),
    ),
)
