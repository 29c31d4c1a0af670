"""What was agreed, brought together."""

from memory_book import MemoryBook

from addin.jobs.content import load
from addin.jobs.portfolio import read_portfolio


def test_a_cap_that_nobody_applies_yet_is_a_warning_on_its_cell() -> None:
    book = MemoryBook(
        {
            "Clients": [{"client": "ALDER", "name": "Alder"}],
            "Projects": [
                {"project": "P-1", "name": "Free", "client": "ALDER"},
                {"project": "P-2", "name": "Capped", "client": "ALDER", "cap_amount": "5000.00"},
            ],
        }
    )

    [finding] = read_portfolio(load(book)).findings

    assert (finding.code, finding.where.column, finding.values["project"]) == (
        "PRJ-05",
        "cap_amount",
        "P-2",
    )
