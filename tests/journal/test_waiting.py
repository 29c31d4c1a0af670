"""What a turn has issued waits until it ends, and counts as issued all the same."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from journal_samples import (
    CREDITS,
    NOW,
    SERIES,
    TODAY,
    PrinterOnFireError,
    burn,
    documents,
    invoice,
    issue,
)

from addin.billing.invoice import Invoice
from addin.journal.issuing import AlreadyInvoicedError, EarlierDateError, NumberUsedError
from addin.journal.journal import Journal
from addin.journal.numbering import Series
from addin.journal.turn import Turn


def take(turn: Turn, line: str, *, series: Series = SERIES, days: int = 0) -> Invoice:
    """Issue an invoice of one line in a turn."""
    day = TODAY + timedelta(days=days)
    draft = partial(invoice, issue_date=day, line=line)
    return turn.issue(series, day, draft=draft, prove=documents)


def kept(journal: Journal) -> list[str]:
    assert journal.gaps() == journal.verify_chain() == []
    return [one.number for one in journal.invoices()]


def test_all_invoices_of_a_turn_are_kept_when_it_ends(journal: Journal) -> None:
    issue(journal, "before")

    with journal.turn(NOW) as turn:
        issued = [take(turn, f"L{place}") for place in range(45)]

    assert kept(journal) == [f"2026-{ordinal:05}" for ordinal in range(1, 47)]
    assert [journal.invoice(one.number) for one in issued] == issued
    assert len(journal.issued_lines()) == 46


def test_an_invoice_that_fails_inside_a_turn_gives_its_number_to_the_next(
    journal: Journal,
) -> None:
    with journal.turn(NOW) as turn:
        take(turn, "L1")
        with pytest.raises(PrinterOnFireError):
            turn.issue(SERIES, TODAY, draft=partial(invoice, line="burnt"), prove=burn)
        assert take(turn, "L2").number == "2026-00002"

    assert kept(journal) == ["2026-00001", "2026-00002"]
    assert [one.number for one in journal.returned_numbers()] == ["2026-00002"]
    assert ("burnt", "DUPONT") not in journal.issued_lines()


def test_a_line_is_billed_once_within_a_turn(journal: Journal) -> None:
    with journal.turn(NOW) as turn:
        first = take(turn, "L1")
        with pytest.raises(AlreadyInvoicedError) as caught:
            take(turn, "L1")
        take(turn, "L2")

    assert caught.value.values["number"] == first.number
    assert kept(journal) == ["2026-00001", "2026-00002"]


def test_lines_that_were_looked_up_together_are_refused_each(journal: Journal) -> None:
    lines = [f"L{place}" for place in range(3)]
    for line in lines:
        issue(journal, line)

    with journal.turn(NOW) as turn:
        turn.look_up([*lines, "new"])
        for line in lines:
            with pytest.raises(AlreadyInvoicedError):
                take(turn, line)
        take(turn, "new")

    assert len(kept(journal)) == 4


def test_two_series_never_take_one_number_in_a_turn(journal: Journal) -> None:
    same = replace(CREDITS, pattern=SERIES.pattern)

    with journal.turn(NOW) as turn:
        take(turn, "L1")
        with pytest.raises(NumberUsedError) as caught:
            take(turn, "L2", series=same)
        with pytest.raises(NumberUsedError):
            take(turn, "L2", series=same)

    assert caught.value.values["number"] == "2026-00001"
    assert kept(journal) == ["2026-00001"]


def test_a_date_before_that_of_an_invoice_of_the_turn_is_refused(journal: Journal) -> None:
    with journal.turn(NOW) as turn:
        take(turn, "L1", days=1)
        with pytest.raises(EarlierDateError) as caught:
            take(turn, "L2")
        take(turn, "L3", days=1)

    assert caught.value.values["number"] == "2026-00001"
    assert kept(journal) == ["2026-00001", "2026-00002"]


def test_the_date_of_an_invoice_that_failed_binds_nobody(journal: Journal) -> None:
    with journal.turn(NOW) as turn:
        later = TODAY + timedelta(days=9)
        with pytest.raises(PrinterOnFireError):
            turn.issue(SERIES, later, draft=partial(invoice, issue_date=later), prove=burn)
        take(turn, "L1")

    assert [one.issue_date for one in journal.invoices()] == [TODAY]


def test_a_turn_reads_what_it_has_issued_itself(journal: Journal) -> None:
    with journal.turn(NOW) as turn:
        issued = take(turn, "L1")
        assert turn.invoice(issued.number) == issued
        assert turn.left(issued.number).gross_cents == issued.totals.gross_cents
        take(turn, "L2")

    assert kept(journal) == ["2026-00001", "2026-00002"]


def break_off(journal: Journal) -> None:
    """Issue two invoices in a turn, write the first, and fail."""
    with journal.turn(NOW) as turn:
        take(turn, "L1")
        turn.write()
        take(turn, "L2")
        raise PrinterOnFireError


def test_a_turn_that_ends_badly_keeps_nothing_even_of_what_was_written(journal: Journal) -> None:
    with pytest.raises(PrinterOnFireError):
        break_off(journal)

    assert kept(journal) == []
    assert [one.number for one in journal.returned_numbers()] == ["2026-00001", "2026-00002"]
