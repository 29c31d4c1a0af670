"""What cannot be meant by an option is refused with what is expected, in the user's language."""

from pathlib import Path

import pytest
from quotepart_command import quotepart

NOWHERE = Path("nowhere.xlsm")
CREDIT = ("credit", NOWHERE, "2026-00001", "--commercial")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("issue", NOWHERE, "--month", "2026-10", "--date", "31/10/2026"), "such as 2026-10-31"),
        (("issue", NOWHERE, "--month", "2026-10", "--date", "2026-02-30"), "is not a date"),
        (("plan", NOWHERE, "--year", "26"), "from 1900 to 9000"),
        (("plan", NOWHERE, "--year", "next"), "next is not a year"),
        ((*CREDIT, "--amount", "much"), "such as 100.00"),
        ((*CREDIT, "--amount", "nan"), "“nan” is not an amount"),
        ((*CREDIT, "--amount", "0.005"), "“0.005” is not an amount"),
        ((*CREDIT, "--line", "two"), "such as 2 or 2:3.5"),
        ((*CREDIT, "--line", "2:nan"), "“2:nan” names no line"),
        ((*CREDIT, "--line", "2:inf"), "“2:inf” names no line"),
        (("client", "invite", NOWHERE, "--again"), "name each with --client"),
        (("import", "timesheets", NOWHERE, "hours.csv", "--invite"), "leave --invite out"),
        (("import", "clients", NOWHERE, "list.csv", "--map", "Firm"), "“Firm” does not say"),
    ],
)
def test_an_option_that_cannot_be_meant_says_what_is_expected(
    words: tuple[str | Path, ...], told: str
) -> None:
    ended = quotepart(*words)

    assert ended.status == 2
    assert told in " ".join(ended.warned.split())


def test_it_is_said_in_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEPART_LANGUAGE", "fr")

    ended = quotepart("plan", NOWHERE, "--year", "bientôt")

    assert "n'est pas une année" in " ".join(ended.warned.split())
