"""From issued invoices to the verdict of the official rules, on one core."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from addin.einvoices.building import electronic_invoice
from addin.einvoices.checks import exact_findings
from addin.einvoices.profiles import PEPPOL
from addin.einvoices.rules.form import Form
from addin.einvoices.rules.judging import DESK, validate, validate_all
from addin.einvoices.rules.verdict import Outcome
from addin.einvoices.ubl import to_ubl
from addin.jobs.invoices.invoicing import payment_reference
from bench.invoices import invoices
from bench.measuring import Laps

TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Build, check, write and judge the invoices that the command line asks for."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    issued = [
        replace(one, reference=payment_reference(one.number, one.seller.country))
        for one in invoices(int(sys.argv[1]), int(sys.argv[2]))
    ]
    laps = Laps()
    laps.start()
    built = [electronic_invoice(one) for one in issued]
    laps.lap("build")
    assert not any(exact_findings(one) for one in built)
    laps.lap("check")
    documents = [to_ubl(one, PEPPOL) for one in built]
    laps.lap("write")
    first = validate(documents[0], Form.PEPPOL)
    laps.lap("start")
    before = _worker_seconds()
    laps.start()
    verdicts = list(validate_all((one, Form.PEPPOL) for one in documents))
    laps.lap("rules")
    laps.facts = {
        "worker_seconds": _worker_seconds() - before,
        "versions": [_named(one) for one in first.outcomes if one.passed],
        "not_run": [one.title for one in first.outcomes if one.not_run is not None],
    }
    assert not any(one.breaches for one in verdicts)
    DESK.close()
    laps.tell()


def _named(one: Outcome) -> str:
    """A rule set with its version, which the name of a schema has in it already."""
    return one.title if one.title.endswith(one.version) else f"{one.title} {one.version}"


def _worker_seconds() -> float:
    """Processor time of the program that runs the rules, so far."""
    fields = Path(f"/proc/{DESK.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    main()
