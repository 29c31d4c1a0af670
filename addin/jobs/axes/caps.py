"""What comes last, once every other line of the month is known: caps, and minimum spends."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from addin.billing.caps import CARRIED, Cap, Capped, capped
from addin.billing.choices import Axis, CapMode, ProjectStatus
from addin.billing.lines import Line
from addin.billing.money import from_cents, to_cents
from addin.errors import Finding, Place
from addin.jobs.month.own_rows import rows_with_own
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.month.spends import lines_of_spends
from addin.tables.sheets.engagements import Project
from addin.words import text


def adjusted(sources: Sources, wanted: Wanted, lines: Sequence[Line]) -> list[Line]:
    """The lines of the month under the caps of their projects, topped up to minimum spends.

    Args:
        sources: What there is.
        wanted: What goes beyond a cap is told there.
        lines: Of sound, active projects, before any override.
    """
    under_caps = _under_caps(sources, wanted, lines, None)
    topped_up = [*under_caps, *lines_of_spends(sources, wanted, under_caps)]
    return [line for line in topped_up if line.project not in wanted.left_out]


def corrections_under_caps(
    sources: Sources, wanted: Wanted, corrections: Sequence[Line], lines: Sequence[Line]
) -> list[Line]:
    """The corrections of issued lines, as far as the caps leave room beside the other lines."""
    return _under_caps(sources, wanted, corrections, lines)


def _under_caps(
    sources: Sources, wanted: Wanted, lines: Sequence[Line], others: Sequence[Line] | None
) -> list[Line]:
    """``others`` are the lines that are billed before these; None when these come first."""
    caps = _caps(sources, wanted)
    if not caps:
        return list(lines)
    kept = [line for line in lines if not _is_capped(line, caps)]
    by_project: dict[str, list[Line]] = {code: [] for code in caps}
    for line in lines:
        if _is_capped(line, caps):
            by_project[line.project].append(line)
    existing = rows_with_own(sources)
    for code, cap in caps.items():
        before = None if others is None else [one for one in others if _is_capped(one, {code})]
        found = capped(cap, by_project[code], existing, sources.month, before)
        kept += [_told(line, sources) for line in found.lines]
        place = Place("Projects", sources.portfolio.projects[code].sheet_row, "cap_amount")
        wanted.findings += _findings(cap, found, place)
    return kept


def _told(line: Line, sources: Sources) -> Line:
    """A line that bills what a cap had held back says so."""
    if line.origin != CARRIED:
        return line
    return replace(line, detail=text("line.carried", sources.content.language))


def _caps(sources: Sources, wanted: Wanted) -> dict[str, Cap]:
    """The caps of the projects that this month bills."""
    return {
        code: Cap(code, project.client, to_cents(project.cap_amount), _mode(project))
        for code, project in sources.portfolio.projects.items()
        if project.cap_amount is not None
        and project.status is ProjectStatus.ACTIVE
        and project.client in sources.portfolio.clients
        and code not in wanted.left_out
    }


def _mode(project: Project) -> CapMode:
    return project.cap_mode or CapMode.CARRY


def _is_capped(line: Line, caps: Collection[str]) -> bool:
    return line.axis is Axis.TIME and line.project in caps


def _findings(cap: Cap, found: Capped, place: Place) -> Iterator[Finding]:
    """What goes beyond: of lines that are billed in part, and of lines without any room."""
    values = {
        "project": cap.project,
        "cap": from_cents(cap.cents),
        "billed": from_cents(found.billed_cents),
    }
    if found.reduced_cents:
        code = "PRJ-05" if cap.mode is CapMode.CARRY else "CAP-01"
        yield Finding(code, place, values | {"over": from_cents(found.reduced_cents)})
    if found.waiting:
        over = from_cents(found.waiting_cents)
        yield Finding("CAP-02", place, values | {"over": over, "count": len(found.waiting)})
