"""What a job did, in a sentence or two, for the terminal and for the message box."""

from addin.errors import Severity
from addin.jobs.report import Report
from addin.words import Language, job_name, text
from addin.words.figures import money

FIGURES = ("net", "vat", "gross", "last_month", "plan", "this_month", "work_in_progress")
"""The totals of a report that are amounts."""

ASKED = "sent_and_asked"
"""The total of a report on e-invoices that were sent and asked about, with words of its own."""


def summary(report: Report, language: Language) -> str:
    """How many rows were added, changed or removed, what they come to, and what to look at."""
    sentences = [_done(report, language)]
    if report.skipped:
        projects = ", ".join(report.skipped)
        sentences.append(text("summary.skipped", language, projects=projects))
    errors = sum(told.severity == Severity.ERROR for told in report.findings)
    warnings = sum(told.severity == Severity.WARNING for told in report.findings)
    if errors or warnings:
        sentences.append(text("summary.findings", language, errors=errors, warnings=warnings))
    elif report.job == "check":
        sentences.append(text("summary.sound", language))
    if report.dry_run:
        sentences.append(text("summary.dry_run", language))
    return " ".join(sentences)


def _done(report: Report, language: Language) -> str:
    values: dict[str, object] = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    for name in FIGURES:
        if name in report.totals:
            values[name] = money(int(report.totals[name].replace(".", "")), language.value)
    for name in (
        "month",
        "year",
        "moment",
        "invoices",
        "lines",
        "documents",
        "client",
        "failed",
        "left",
    ):
        values[name] = report.totals.get(name, "")
    values["undone"] = job_name(report.totals.get("undone", ""))
    said = "undo_dry" if report.dry_run and report.job == "undo" else report.job
    if ASKED in report.totals:
        said = ASKED
    if report.job == "client" and not report.added:
        said = "client_to_mend"
    return text(f"summary.{said}", language, **values)
