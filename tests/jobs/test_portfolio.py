"""What was agreed, brought together."""

from memory_book import MemoryBook

from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load


def test_a_negative_cap_is_an_error_on_its_cell() -> None:
    book = MemoryBook(
        {
            "Clients": [{"client": "ALDER", "name": "Alder"}],
            "Projects": [
                {"project": "P-1", "name": "Free", "client": "ALDER", "cap_amount": "0.00"},
                {"project": "P-2", "name": "Capped", "client": "ALDER", "cap_amount": "-1.00"},
            ],
        }
    )

    [finding] = read_portfolio(load(book)).findings

    assert (finding.code, finding.where.row, finding.where.column) == ("CAP-03", 6, "cap_amount")
