"""The commands about the registers: taking the KBO/BCE in, finding an enterprise, asking VIES."""

from pathlib import Path

import pytest
from kbo_zip import BAKERY, CLOSED, full_zip, update_zip
from quotepart_command import quotepart

from addin.cli import kbo
from addin.registers.kbo_index import kbo_file
from addin.registers.vies import Outcome, ViesAnswer

NUMBER = "BE0677482840"


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    """The zip file that was taken in."""
    path = full_zip(tmp_path)
    assert quotepart("kbo", "index", path).status == 0
    return path


def test_the_register_is_taken_in_and_says_its_day(tmp_path: Path) -> None:
    ended = quotepart("kbo", "index", full_zip(tmp_path))

    assert ended.status == 0
    assert "Nov 1, 2026" in ended.said
    assert "6 enterprises" in ended.said


def test_the_report_of_taking_in_has_the_extract(tmp_path: Path) -> None:
    update = update_zip(tmp_path, 151, {"enterprise_delete": [(BAKERY,)], "enterprise_insert": []})

    report = quotepart("kbo", "index", full_zip(tmp_path), update, "--json").report

    assert (report["job"], report["added"]) == ("kbo index", 5)
    assert (report["extract"], report["day"]) == (151, "2026-11-02")


def test_a_dry_run_says_what_would_be_taken_in_and_writes_nothing(tmp_path: Path) -> None:
    files = [update_zip(tmp_path, 151, {}), full_zip(tmp_path)]

    ended = quotepart("kbo", "index", *files, "--dry-run")
    report = quotepart("kbo", "index", *files, "--dry-run", "--json").report

    assert ended.status == 0
    assert [line.split(",")[0] for line in ended.said.splitlines()] == [
        "Would be taken in: KboOpenData_0150_2026_11_Full.zip",
        "Would be taken in: KboOpenData_0151_2026_11_Update.zip",
    ]
    assert (report["dry_run"], [one["extract"] for one in report["files"]]) == (True, [150, 151])
    assert not kbo_file().exists()


def test_an_enterprise_is_found_by_its_number_and_by_its_name(indexed: Path) -> None:
    del indexed
    line = quotepart("kbo", "find", BAKERY).said

    assert line == quotepart("kbo", "find", "be", "0677482840").said
    assert line == quotepart("kbo", "find", "boulangerie", "jans").said
    assert line.split("  ") == [
        BAKERY,
        "Boulangerie Janssens SRL, Rue de la Loi 16/3, 1000 Bruxelles, since Mar 2, 2011\n",
    ]


def test_what_is_found_is_told_to_scripts_in_fields(indexed: Path) -> None:
    del indexed
    report = quotepart("kbo", "find", "0413967492", "--json").report

    assert (report["job"], report["sought"], report["day"]) == (
        "kbo find",
        "0413967492",
        "2026-11-01",
    )
    (found,) = report["enterprises"]
    assert (found["number"], found["status"], found["start"]) == (
        "0413967492",
        "ending",
        "2013-04-04",
    )
    assert found["situation"] == "Ouverture de faillite"


def test_a_person_of_whom_nothing_is_told_is_shown_by_its_number(indexed: Path) -> None:
    del indexed
    assert quotepart("kbo", "find", "0596148043").said.strip() == "0596.148.043"


@pytest.mark.parametrize(
    ("sought", "code"),
    [(CLOSED, "REG-12"), ("nobody at all", "REG-12"), ("0123456748", "ID-06")],
)
def test_what_is_not_found_is_refused_with_a_reason(indexed: Path, sought: str, code: str) -> None:
    del indexed
    ended = quotepart("kbo", "find", sought, "--json")

    assert (ended.status, ended.codes) == (2, [code])


def test_without_the_register_the_command_says_where_to_get_it() -> None:
    ended = quotepart("kbo", "find", BAKERY)

    assert ended.status == 2
    assert "KboOpenData" in ended.warned
    assert quotepart("kbo", "find", BAKERY, "--json").codes == ["REG-11"]


def test_a_damaged_index_is_told_and_taken_in_again(indexed: Path) -> None:
    kbo_file().write_bytes(b"damaged" * 1000)

    assert quotepart("kbo", "find", BAKERY, "--json").codes == ["REG-13"]
    assert quotepart("kbo", "index", indexed).status == 0
    assert quotepart("kbo", "find", BAKERY).status == 0


def test_a_file_that_is_not_the_register_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "clients.zip"
    other.write_bytes(b"PK")

    ended = quotepart("kbo", "index", other, "--json")

    assert (ended.status, ended.codes) == (2, ["REG-09"])


def test_an_update_out_of_turn_is_refused(indexed: Path) -> None:
    ended = quotepart("kbo", "index", update_zip(indexed.parent, 155, {}), "--json")

    assert (ended.status, ended.codes) == (2, ["REG-10"])


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        pytest.param(
            ViesAnswer(NUMBER, Outcome.VALID, "JANSSENS", "RUE X 1", "1000", "BRUXELLES"),
            0,
            f"{NUMBER}: VIES knows it.\nJANSSENS, RUE X 1, 1000 BRUXELLES\n",
            id="known",
        ),
        pytest.param(
            ViesAnswer(NUMBER, Outcome.VALID), 0, f"{NUMBER}: VIES knows it.\n", id="nothing told"
        ),
        pytest.param(ViesAnswer(NUMBER, Outcome.INVALID), 1, "REG-07", id="not known"),
        pytest.param(
            ViesAnswer(NUMBER, Outcome.UNKNOWN, reason="TIMEOUT"), 0, "TIMEOUT", id="no answer"
        ),
    ],
)
def test_vies_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, answer: ViesAnswer, status: int, said: str
) -> None:
    monkeypatch.setattr(kbo, "ask_vies", lambda number: answer if number == NUMBER else None)

    ended = quotepart("kbo", "vies", "be 0677.482.840")

    assert ended.status == status
    assert said in ended.said


def test_the_answer_of_vies_is_told_to_scripts_in_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ViesAnswer(NUMBER, Outcome.VALID, "JANSSENS", "RUE X 1", "1000", "BRUXELLES")
    monkeypatch.setattr(kbo, "ask_vies", lambda _: answer)

    report = quotepart("kbo", "vies", NUMBER, "--json").report

    assert (report["job"], report["findings"]) == ("kbo vies", [])
    assert report["answer"] == {
        "number": NUMBER,
        "outcome": "valid",
        "name": "JANSSENS",
        "address": "RUE X 1",
        "postcode": "1000",
        "city": "BRUXELLES",
        "reason": "",
    }


def test_a_number_with_wrong_check_digits_is_not_asked_for() -> None:
    ended = quotepart("kbo", "vies", "BE0677482841", "--json")

    assert (ended.status, ended.codes) == (2, ["ID-03"])
