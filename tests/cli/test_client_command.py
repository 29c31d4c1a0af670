"""``quotepart client``: what it asks, writes, refuses and lists."""

from pathlib import Path

import pytest
from quotepart_command import Make, column_of, files_of, quotepart
from typer.testing import CliRunner

from addin.cli import app
from addin.cli.client_fields import FIELDS
from addin.words import Language

NEW = ("--name", "Garage Martin", "--vat-number", "BE0123456749")
QUIET = ("--offline", "--no-ask")


@pytest.fixture
def path(workbook: Make) -> Path:
    return workbook(Language.EN)


def typed(path: Path, *lines: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """How the form on a terminal ends, and all that it says; Enter alone to what is left."""
    answers = "\n".join((*lines, *[""] * 40))
    given = ["client", "add", str(path), "--offline", "--ask", *options]
    ended = CliRunner().invoke(app, given, input=answers)
    return ended.exit_code, ended.stdout


def test_a_client_is_added_by_options(path: Path) -> None:
    accounts = ("--iban", "BE53281763170653", "--iban", "BE68 5390 0754 7034")

    ended = quotepart("client", "add", path, *NEW, *accounts, *QUIET, "--json")

    assert ended.status == 0
    assert ended.report["job"] == "client"
    assert (ended.report["added"], ended.report["totals"]) == (1, {"client": "GARAGE"})
    assert column_of(path, "Clients", "vat_number")[-1] == "BE0123456749"
    assert list(column_of(path, "ClientAccounts", "iban"))[-2:] == [
        "BE53281763170653",
        "BE68539007547034",
    ]
    again = quotepart("client", "list", path, "--status", "not invited", "--json").report
    assert again["clients"][-1]["client"] == "GARAGE"
    assert again["clients"][-1]["registered"] == "2026-11-22"


def test_a_wrong_answer_changes_not_one_byte(path: Path) -> None:
    before = files_of(path.parent)

    ended = quotepart("client", "add", path, "--mobile", "12", *QUIET, "--json")

    assert (ended.status, ended.codes) == (2, ["ID-14", "TAB-04"])
    assert files_of(path.parent) == before


def test_a_client_like_another_is_written_only_with_yes(path: Path) -> None:
    like = ("--name", "Mirabelle Boulangerie", *QUIET, "--json")
    before = files_of(path.parent)

    first = quotepart("client", "add", path, *like)
    assert (first.status, first.codes) == (2, ["CLT-03"])
    assert files_of(path.parent) == before
    shown = quotepart("client", "add", path, *like, "--dry-run")
    assert (shown.status, shown.codes) == (1, ["CLT-03"])
    assert files_of(path.parent) == before
    second = quotepart("client", "add", path, *like, "--yes")
    assert (second.status, second.codes) == (1, ["CLT-03"])
    assert column_of(path, "Clients", "client")[-1] == "MIRABELLE2"


def test_the_form_asks_again_until_an_answer_holds(path: Path) -> None:
    status, said = typed(path, "", "BE0123456748", "BE0123456749", "", "", "", "Garage Martin")

    assert status == 0
    assert "check digits" in said
    assert said.count("VAT number:") == 2
    assert said.count("Name:") == 2  # the first was empty
    assert "Client [GARAGE]:" in said
    assert "Client added: GARAGE." in said
    assert column_of(path, "Clients", "enterprise_number")[-1] == "0123456749"


def test_the_form_tells_what_a_field_is_for(path: Path) -> None:
    status, said = typed(path, "?", "BE", "", "?", "skip", "", "Martin")

    assert status == 0
    assert "Two letters: BE, FR" in said
    assert "checked · skip" in said


def test_the_form_leaves_out_what_was_given_and_shows_clients_alike(path: Path) -> None:
    options = ("--name", "Boulangerie Mirabele", "--client", "NEW")
    before = files_of(path.parent)

    status, said = typed(path, options=options)

    assert status == 2
    assert "\nName" not in said
    assert "MIRABELLE, Boulangerie Mirabelle" in said
    assert files_of(path.parent) == before


def test_clients_are_listed_for_people(path: Path) -> None:
    ended = quotepart("client", "list", path, "--status", "inactive")

    assert ended.status == 0
    assert ended.said.splitlines()[0].split()[:2] == ["Client", "Name"]
    assert "Coquelicot" in ended.said
    assert "Mirabelle" not in ended.said
    everyone = quotepart("client", "list", path, "--json").report["clients"]
    assert {one["status"] for one in everyone} == {"not invited", "inactive", "active"}


def test_every_field_has_an_option() -> None:
    said = quotepart("client", "add", "--help").said

    assert all(f"--{name.replace('_', '-')} " in said for name in FIELDS)
