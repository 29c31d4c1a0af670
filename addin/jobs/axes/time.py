"""Time: the approved, billable entries that no line holds, at their rates."""

from addin.billing.lines import Line
from addin.billing.prebilling import lines_holding_time
from addin.billing.time import TimeTerms, time_lines
from addin.jobs.portfolio import Portfolio
from addin.jobs.sources import Sources, Wanted
from addin.jobs.timesheets import read_timesheets
from addin.tables.sheets.work import TimesheetEntry


def lines_of_time(sources: Sources, wanted: Wanted) -> list[Line]:
    """One line per project, service, rate, payer, detail and month of work."""
    portfolio, month = sources.portfolio, sources.month
    held = lines_holding_time(sources.existing, month)
    table = sources.content.table(TimesheetEntry)
    timesheets = read_timesheets(table, portfolio, month, held)
    wanted.findings += timesheets.findings
    wanted.left_out |= timesheets.left_out
    wanted.entries = [
        entry if entry.entry else entry._replace(entry=sources.entry_keys.get(entry.row, ""))
        for entry in timesheets.entries
        if _has_client(portfolio, entry.project)
    ]
    return time_lines(wanted.entries, _terms(portfolio), month)


def _has_client(portfolio: Portfolio, project: str) -> bool:
    return portfolio.projects[project].client in portfolio.clients


def _terms(portfolio: Portfolio) -> dict[str, TimeTerms]:
    terms = {}
    for code, project in portfolio.projects.items():
        client = portfolio.clients.get(project.client)
        if client is not None:
            terms[code] = TimeTerms(project.client, client.hours_mode, client.time_detail)
    return terms
