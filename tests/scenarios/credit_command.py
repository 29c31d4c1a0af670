"""``credit`` as a page of the scenarios writes it, with the options of the command line."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from addin.cli.crediting import read_amount, read_line
from addin.jobs.content import Content
from addin.jobs.crediting import CreditRequest, credit
from addin.jobs.report import Proposal


def credit_job(words: Sequence[str]) -> Callable[[Content], Proposal]:
    """The job of a command such as ``2026-00001 --reopen all --date 2026-07-31``."""
    options = ArgumentParser()
    options.add_argument("number")
    options.add_argument("--line", type=read_line, action="append", default=[])
    options.add_argument("--amount", type=read_amount)
    options.add_argument("--gross", action="store_true")
    options.add_argument("--reopen", default="")
    options.add_argument("--commercial", action="store_true")
    options.add_argument("--reissue", action="store_true")
    options.add_argument("--reason", default="")
    options.add_argument("--date", type=date.fromisoformat, required=True)
    found = options.parse_args(words)
    rows = () if found.reopen == "all" else tuple(filter(None, found.reopen.split(",")))
    request = CreditRequest(
        number=found.number,
        issue_date=found.date,
        moment=datetime.now(UTC),
        lines=tuple(found.line),
        amount_cents=found.amount,
        gross=found.gross,
        commercial=found.commercial,
        opens_all=found.reopen == "all",
        entries=rows,
        reason=found.reason,
        reissue=found.reissue,
    )
    return lambda content: credit(content, request)
