"""Minimum spends: what the bill of a month misses of the amount agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from addin.billing.calendar import Month
from addin.billing.choices import Axis, ProjectStatus, RetainerKind
from addin.billing.existing import ExistingLine
from addin.billing.lines import Line
from addin.billing.retainer_lines import FEES, amount_line, retainer_origin, short_of
from addin.billing.retainers import Retainer
from addin.errors import Finding
from addin.jobs.agreed.retainers import read_retainers
from addin.jobs.month.own_rows import rows_with_own
from addin.jobs.month.sources import Sources, Wanted
from addin.words import text

WORKED = frozenset({Axis.TIME, Axis.UNIT})


def lines_of_spends(sources: Sources, wanted: Wanted, lines: Sequence[Line]) -> list[Line]:
    """One line per minimum spend that the other lines of the month do not reach.

    Args:
        sources: What there is.
        wanted: A retainer one of whose projects is left out is told there, and its own project is
            left out too: what the others come to is not known.
        lines: Those of every other axis, of sound projects.
    """
    found: list[Line] = []
    spends = read_retainers(sources.content).of(RetainerKind.SPEND)
    existing = rows_with_own(sources) if spends else []
    for one in spends:
        if one.served(sources.month) is None or not _is_active(sources, one):
            continue
        faulty = [code for code in one.pool if code in wanted.left_out]
        if faulty:
            wanted.left_out.add(one.project)
            if faulty != [one.project]:
                values = {"retainer": one.name, "project": faulty[-1]}
                wanted.findings.append(Finding("RET-08", one.place("projects"), values))
            continue
        nets_cents = [*_wanted(one, lines, sources), *_there(one, existing, sources.month)]
        cents = short_of(one, sources.month, nets_cents)
        if cents or _is_issued(one, sources):
            client = sources.portfolio.projects[one.project].client
            line = amount_line(one, sources.month, client, cents)
            said = line.note or text("line.spend", sources.content.language)
            found.append(replace(line, note=said))
    return found


def _is_issued(retainer: Retainer, sources: Sources) -> bool:
    """Whether the month was topped up: then it is told, when nothing is missing any more."""
    source = (Axis.RETAINER, retainer_origin(retainer), sources.month)
    return any(
        row.invoiced and (row.axis, row.origin, row.month) == source for row in sources.existing
    )


def _is_active(sources: Sources, retainer: Retainer) -> bool:
    project = sources.portfolio.projects.get(retainer.project)
    return project is not None and project.status is ProjectStatus.ACTIVE


def _wanted(retainer: Retainer, lines: Iterable[Line], sources: Sources) -> list[int]:
    """Net cents of the lines that this run bills; a fee that is issued counts as issued."""
    issued = {
        (row.project, row.service, row.axis, row.origin, row.period)
        for row in sources.existing
        if row.invoiced and row.axis not in WORKED
    }
    return [
        line.cents - line.reduction_cents
        for line in lines
        if line.axis in FEES
        and not line.late
        and retainer.concerns(line.project, line.service)
        and (line.project, line.service, line.axis, line.origin, line.period) not in issued
    ]


def _there(retainer: Retainer, existing: Iterable[ExistingLine], month: Month) -> list[int]:
    """Net cents of the rows of the month that this run does not compute again.

    Those are the issued ones, and what the user has added. What a line is overridden to does not
    matter: a discount is not made good by the minimum.
    """
    return [
        row.cents - row.reduction_cents if row.generated else row.net_cents
        for row in existing
        if row.month == month
        and (row.axis in FEES or (row.axis is None and not row.generated))
        and (row.invoiced or not row.generated)
        and not _is_late(row, month)
        and retainer.concerns(row.project, row.service)
    ]


def _is_late(row: ExistingLine, month: Month) -> bool:
    return row.axis in WORKED and row.period is not None and row.period.end < month.first
