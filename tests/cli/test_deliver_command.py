"""The commands deliver and keys, for connections: what they say, and that no secret is shown."""

import json
from pathlib import Path

import pytest
from memory_keyring import MemoryKeyring, using
from sample_office import closed_workbook
from typer.testing import CliRunner

from addin.cli.catalogue import app
from addin.words import Language

SECRET = "secret-that-nobody-may-see"  # noqa: S105 - of nobody
CONNECTIONS = (
    {"connection": "Adsolut Gent", "kind": "sftp", "address": "127.0.0.1:9", "user": "x"},
    {"connection": "Sync", "kind": "folder", "address": "sync"},
)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that no test changes."""
    path = tmp_path_factory.mktemp("deliver") / "Billing.xlsm"
    closed_workbook(path, Language.EN, Connections=CONNECTIONS)
    return path


def test_a_workbook_without_documents_is_delivered_in_a_moment(workbook: Path) -> None:
    before = workbook.read_bytes()

    ended = CliRunner().invoke(app, ["deliver", str(workbook), "--json"])

    told = json.loads(ended.stdout)
    assert ended.exit_code == 0
    assert (told["job"], told["added"], told["unchanged"]) == ("deliver", 0, 0)
    assert [one["code"] for one in told["findings"]] == ["DLV-18"]
    assert workbook.read_bytes() == before


def test_again_wants_a_number(workbook: Path) -> None:
    ended = CliRunner().invoke(app, ["deliver", str(workbook), "--again"])

    assert ended.exit_code == 2
    assert "--number" in ended.stderr


def test_the_secret_of_a_connection_is_kept_listed_and_forgotten_and_never_shown(
    workbook: Path,
) -> None:
    ring, run = MemoryKeyring(), CliRunner()
    firm = ["--firm", "BE0123456749"]
    with using(ring):
        kept = run.invoke(app, ["keys", "set", "Adsolut Gent", *firm], input=f"{SECRET}\n")
        mail = run.invoke(app, ["keys", "set", "mail"], input=f"{SECRET}\n")
        listed = run.invoke(app, ["keys", "list", str(workbook)])
        gone = run.invoke(app, ["keys", "forget", "Adsolut Gent", *firm])

        assert ring.kept == {("Quotepart", "mail"): SECRET}
    assert [one.exit_code for one in (kept, mail, listed, gone)] == [0] * 4
    assert listed.stdout.splitlines()[-1] == "Adsolut Gent: in the keyring"
    assert "Sync" not in listed.stdout
    assert SECRET not in "".join(one.output for one in (kept, mail, listed, gone))
