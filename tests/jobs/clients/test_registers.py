"""What the registers say of the clients: warnings, and what a form leaves empty."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from kbo_zip import ABROAD, BAKERY, BROKE, CLOSED, GARAGE, PERSON, full_zip
from memory_book import MemoryBook

from addin.errors import Finding, Place, Severity
from addin.jobs.checking import check
from addin.jobs.clients.registers import (
    AskVies,
    belgian_number,
    client_warnings,
    look_up,
    register_warnings,
)
from addin.jobs.content import load
from addin.jobs.running import run
from addin.jobs.telling import tell
from addin.registers.kbo_building import take_in
from addin.registers.kbo_index import KboIndex, kbo_file
from addin.registers.vies import Outcome, ViesAnswer
from addin.tables.sheets.clients import Client
from addin.words import Language

TODAY = date(2026, 11, 22)
FRENCH = "FR11123456782"
BAKERY_PLACE = {"address": "Rue de la Loi 16 bte 3", "postcode": "1000", "city": "Bruxelles"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KboIndex]:
    folder = tmp_path_factory.mktemp("kbo")
    take_in([full_zip(folder)], folder / "kbo.sqlite")
    with KboIndex(folder / "kbo.sqlite") as kept:
        yield kept


def warned(index: KboIndex, *rows: dict[str, Any], today: date = TODAY) -> list[Finding]:
    """What is said of these clients, said in every language to see that it can be."""
    typed = [{"client": f"C{place}", **row} for place, row in enumerate(rows)]
    content = load(MemoryBook({"Clients": typed}))
    assert not content.findings
    findings = client_warnings(content.records(Client), index, today, Language.FR)
    for finding in findings:
        for language in Language:
            assert tell(finding, content.tables, language).message
    return findings


def brief(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(one.code, one.where.column) for one in findings]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"name": "Janssens", "vat_number": "BE0677482840"}, id="number and name"),
        pytest.param({"name": "SPRL Boulangerie Janssens", "enterprise_number": BAKERY}, id="form"),
        pytest.param({"name": "Janssens EBVBA", "enterprise_number": BAKERY}, id="an old form"),
        pytest.param({"name": "bakkerij JANSSENS", "enterprise_number": BAKERY}, id="Dutch name"),
        pytest.param({"name": "Au bon pain", "enterprise_number": BAKERY}, id="name of trade"),
        pytest.param(
            {"name": "JANS", "legal_name": "Boulangerie Janssens SRL", "enterprise_number": BAKERY},
            id="a nickname beside the legal name",
        ),
        pytest.param(
            {"name": "Janssens", "enterprise_number": BAKERY, **BAKERY_PLACE}, id="address"
        ),
        pytest.param(
            {
                "name": "Janssens",
                "enterprise_number": BAKERY,
                "address": "Wetstr. 16/3",
                "postcode": "B-1000",
                "city": "Brussel",
            },
            id="address in Dutch, abbreviated",
        ),
        pytest.param(
            {
                "name": "Janssens",
                "enterprise_number": BAKERY,
                "address": "rue neuve, 5",
                "postcode": "4000",
            },
            id="an establishment",
        ),
        pytest.param({"name": "Other", "vat_number": FRENCH, "country": "FR"}, id="no Belgian"),
        pytest.param({"name": "Nobody"}, id="no number"),
        pytest.param({"name": "Wrong", "vat_number": "BE0123456748"}, id="wrong check digits"),
        pytest.param(
            {"name": "X", "enterprise_number": CLOSED, "vat_check": "skip"},
            id="not to be looked up",
        ),
    ],
)
def test_a_client_that_is_as_the_register_has_it_is_not_warned_of(
    index: KboIndex, row: dict[str, Any]
) -> None:
    assert warned(index, row) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            {"name": "Gone", "enterprise_number": CLOSED},
            ("REG-01", "enterprise_number"),
            id="closed",
        ),
        pytest.param(
            {"name": "Gone", "vat_number": f"BE{CLOSED}"}, ("REG-01", "vat_number"), id="by VAT"
        ),
        pytest.param(
            {"name": "Garage Dupuis", "enterprise_number": BAKERY}, ("REG-02", "name"), id="renamed"
        ),
        pytest.param(
            {"name": "Janssens", "enterprise_number": BAKERY, "postcode": "9000"},
            ("REG-03", "address"),
            id="another town",
        ),
        pytest.param(
            {"name": "Janssens", "enterprise_number": BAKERY, **BAKERY_PLACE}
            | {"address": "Rue du Midi 16"},
            ("REG-03", "address"),
            id="another street",
        ),
        pytest.param(
            {"name": "Janssens", "enterprise_number": BAKERY, **BAKERY_PLACE}
            | {"address": "Rue de la Loi 18"},
            ("REG-03", "address"),
            id="another house",
        ),
        pytest.param(
            {"name": "Immobilière du Nord", "enterprise_number": BROKE},
            ("REG-04", "enterprise_number"),
            id="bankrupt",
        ),
        pytest.param(
            {"name": "Martin", "enterprise_number": GARAGE},
            ("REG-05", "enterprise_number"),
            id="struck off its address",
        ),
    ],
)
def test_a_client_that_differs_from_the_register_is_warned_of_once(
    index: KboIndex, row: dict[str, Any], expected: tuple[str, str]
) -> None:
    findings = warned(index, row)

    assert brief(findings) == [expected]
    assert findings[0].severity is Severity.WARNING
    assert findings[0].where.row is not None


def test_the_warnings_name_what_the_register_has(index: KboIndex) -> None:
    renamed, moved = warned(
        index,
        {"name": "Dupuis", "enterprise_number": BAKERY, "postcode": "9000", "city": "Gent"},
    )

    assert renamed.values == {"found": "Dupuis", "registered": "Boulangerie Janssens"}
    assert moved.values == {
        "found": "9000 Gent",
        "registered": "Rue de la Loi 16/3, 1000 Bruxelles",
    }


def test_an_index_of_long_ago_is_told_once_and_only_where_it_is_used(index: KboIndex) -> None:
    bakery = {"name": "Janssens", "enterprise_number": BAKERY}
    later = date(2027, 6, 1)

    assert brief(warned(index, bakery, bakery, today=later)) == [("REG-06", None)]
    assert warned(index, {"name": "Nobody"}, today=later) == []


def test_five_thousand_clients_take_the_register_a_moment(index: KboIndex) -> None:
    """One query for hundreds of clients, not one for each."""
    queries: list[str] = []
    index._database.set_trace_callback(queries.append)  # noqa: SLF001 - to count what is asked
    rows = [{"name": "Janssens", "enterprise_number": BAKERY}] * 5000

    assert warned(index, *rows) == []
    index._database.set_trace_callback(None)  # noqa: SLF001
    assert len(queries) <= 10


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ({"country": "BE", "enterprise_number": "677482840"}, "0677482840"),
        ({"country": "BE", "vat_number": "677.482.840"}, "0677482840"),
        ({"country": "be", "vat_number": "BE 0677.482.840"}, "0677482840"),
        ({"country": "FR", "vat_number": "BE0677482840"}, "0677482840"),
        ({"country": "FR", "enterprise_number": "732829320"}, ""),
        ({"country": "FR", "vat_number": FRENCH}, ""),
        ({"country": "BE", "enterprise_number": "0677482841"}, ""),
        ({"country": "BE"}, ""),
        ({}, ""),
    ],
)
def test_a_belgian_number_is_known_however_it_is_typed(row: dict[str, str], number: str) -> None:
    assert belgian_number(row) == number


def vies(answer: ViesAnswer) -> AskVies:
    """VIES that says this."""

    def ask(number: str) -> ViesAnswer:
        assert number == answer.number
        return answer

    return ask


def nobody(number: str) -> ViesAnswer:
    raise AssertionError(number)


def test_a_form_is_filled_in_from_the_register(index: KboIndex) -> None:
    found = look_up({"vat_number": "BE0677482840", "country": "BE"}, Language.NL, index)

    assert found.filled == {
        "name": "Bakkerij Janssens",
        "legal_name": "Bakkerij Janssens BV",
        "enterprise_number": BAKERY,
        "address": "Wetstraat 16/3",
        "postcode": "1000",
        "city": "Brussel",
    }
    assert found.findings == []


def test_what_was_typed_stays_and_an_address_is_never_mixed(index: KboIndex) -> None:
    row = {"name": "Janssens", "enterprise_number": BAKERY, "country": "BE", "city": "Bruxelles"}

    assert look_up(row, Language.FR, index).filled == {"legal_name": "Boulangerie Janssens SRL"}


def test_the_address_of_a_seat_abroad_is_not_filled_in(index: KboIndex) -> None:
    filled = look_up({"enterprise_number": ABROAD, "country": "BE"}, Language.FR, index).filled

    assert filled == {"name": "Lumière de Lille", "legal_name": "Lumière de Lille"}


def test_a_person_in_business_has_no_legal_form(index: KboIndex) -> None:
    filled = look_up({"enterprise_number": PERSON, "country": "BE"}, Language.FR, index).filled

    assert (filled["legal_name"], filled["city"]) == ("Peeters, Anne", "Diest")


def test_a_number_that_is_not_to_be_checked_is_not_looked_up(index: KboIndex) -> None:
    row = {"vat_number": "BE0677482840", "country": "BE", "vat_check": "skip"}

    found = look_up(row, Language.FR, index, nobody)

    assert (found.filled, found.findings) == ({}, ())


def test_a_client_without_a_belgian_number_is_not_sought_in_the_register(index: KboIndex) -> None:
    found = look_up({"name": "Dupont", "country": "FR"}, Language.FR, index, nobody)

    assert (found.filled, found.findings) == ({}, [])


def test_a_closed_enterprise_is_warned_of_before_it_is_written(index: KboIndex) -> None:
    found = look_up({"enterprise_number": CLOSED, "country": "BE"}, Language.FR, index)

    assert found.filled == {}
    assert found.findings == [
        Finding(
            "REG-01",
            Place("Clients", None, "enterprise_number"),
            {"number": "0123.456.749", "day": date(2026, 11, 1)},
        )
    ]


def test_vies_fills_in_what_the_register_does_not_have() -> None:
    answer = ViesAnswer(FRENCH, Outcome.VALID, "DUPONT SAS", "1 RUE X", "75001", "PARIS")
    row = {"vat_number": FRENCH, "country": "FR", "name": "Dupont"}

    found = look_up(row, Language.FR, None, vies(answer))

    assert found.filled == {
        "legal_name": "DUPONT SAS",
        "address": "1 RUE X",
        "postcode": "75001",
        "city": "PARIS",
    }
    assert found.findings == []


def test_the_register_comes_before_vies_and_vies_may_still_warn(index: KboIndex) -> None:
    row = {"vat_number": "BE0677482840", "country": "BE"}
    answer = ViesAnswer("BE0677482840", Outcome.INVALID, "ANOTHER NAME", "1 RUE X", "4000", "LIEGE")

    found = look_up(row, Language.FR, index, vies(answer))

    assert (found.filled["name"], found.filled["city"]) == ("Boulangerie Janssens", "Bruxelles")
    assert brief(list(found.findings)) == [("REG-07", "vat_number")]
    assert found.findings[0].severity is Severity.WARNING


def test_no_answer_of_vies_is_a_note() -> None:
    answer = ViesAnswer(FRENCH, Outcome.UNKNOWN, reason="MS_UNAVAILABLE")

    found = look_up({"vat_number": FRENCH, "country": "FR"}, Language.FR, None, vies(answer))

    assert brief(list(found.findings)) == [("REG-08", "vat_number")]
    assert found.findings[0].severity is Severity.NOTE


@pytest.mark.parametrize("number", ["", "US123456789", "CHE123456707TVA", "BE0123456748"])
def test_vies_is_asked_only_for_sound_numbers_of_the_union(number: str) -> None:
    found = look_up({"vat_number": number, "country": "US"}, Language.FR, None, nobody)

    assert (found.filled, found.findings) == ({}, [])


def test_check_warns_where_the_register_is_installed_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_REGISTERS", str(tmp_path / "registers"))
    book = MemoryBook({"Clients": [{"client": "C1", "name": "X", "enterprise_number": CLOSED}]})

    def codes() -> set[str]:
        report = run(book, lambda content: check(content, TODAY), dry_run=True, recover=False)
        return {told.code for told in report.findings if told.code.startswith("REG")}

    assert codes() == set()
    take_in([full_zip(tmp_path)], kbo_file())
    assert codes() == {"REG-01"}
    kbo_file().write_bytes(b"damaged" * 1000)
    (note,) = register_warnings(load(book), TODAY)
    assert (note.code, note.severity) == ("REG-14", Severity.NOTE)


def test_an_index_that_breaks_while_it_is_asked_stops_nobody(tmp_path: Path) -> None:
    take_in([full_zip(tmp_path)], tmp_path / "kbo.sqlite")
    database = sqlite3.connect(tmp_path / "kbo.sqlite")
    database.execute("DROP TABLE denomination")
    database.close()

    with KboIndex(tmp_path / "kbo.sqlite") as broken:
        found = look_up({"enterprise_number": BAKERY, "country": "BE"}, Language.FR, broken)

    assert (found.filled, brief(list(found.findings))) == ({}, [("REG-14", None)])
