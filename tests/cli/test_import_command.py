"""``import`` and the templates on the command line, on a real workbook."""

from pathlib import Path

import openpyxl
import pytest
import typer
from mail_office import MailOffice, mail_office
from memory_keyring import no_keyring, using
from quotepart_command import FIELDS, Make, files_of, quotepart

from addin.books.closed import open_book
from addin.cli.importing import Import
from addin.jobs.imports.headings import Meanings
from addin.jobs.running import run
from addin.words import Language


def clients(folder: Path, count: int, *, bad: int | None = None) -> Path:
    """A list of clients, one of them perhaps with a faulty VAT number."""
    numbers = (1_000_000 + number * 89 for number in range(count))
    lines = [
        f"K{number};Client {number};BE{base:08}{97 - base % 97:02};k{number}@example.be"
        for number, base in enumerate(numbers)
    ]
    if bad is not None:
        lines[bad] = f"K{bad};Client;BE0123456748;x@example.be"
    path = folder / "liste.csv"
    path.write_text("\n".join(["Client;Nom;Numéro de TVA;E-mail", *lines]), "cp1252")
    return path


def test_one_bad_row_among_five_thousand_changes_not_one_byte_but_a_marked_copy(
    workbook: Make, tmp_path: Path
) -> None:
    path = workbook(Language.FR, sample=False)
    source = clients(tmp_path, 5000, bad=4321)
    before, beside = files_of(path.parent), files_of(tmp_path)

    ended = quotepart("import", "clients", path, source, "--json")

    assert (ended.status, list(ended.report)) == (2, FIELDS)
    assert ended.codes == ["ID-03"]
    assert ended.report["findings"][0]["row"] == 4323
    assert files_of(path.parent) == before
    copy = tmp_path / "liste - à corriger.xlsx"
    assert ended.report["totals"] == {"marked_copy": str(copy)}
    assert set(files_of(tmp_path)) == {*beside, copy.name}
    book = openpyxl.load_workbook(copy, read_only=True)
    try:
        assert book.worksheets[0].max_row == 5001
    finally:
        book.close()


def test_a_refusal_says_where_the_marked_copy_lies(workbook: Make, tmp_path: Path) -> None:
    source = clients(tmp_path, 2, bad=1)

    ended = quotepart("import", "clients", workbook(sample=False), source)

    assert (ended.status, ended.said) == (2, "")
    assert "(ID-03)" in ended.warned
    assert f"marked in red in {tmp_path / 'liste - to mend.xlsx'}" in ended.warned


def test_a_dry_run_writes_no_marked_copy(workbook: Make, tmp_path: Path) -> None:
    path, source = workbook(sample=False), clients(tmp_path, 2, bad=1)
    before = files_of(tmp_path)

    ended = quotepart("import", "clients", path, source, "--dry-run")

    assert ended.status == 2
    assert files_of(tmp_path) == before


def test_columns_are_mapped_left_out_and_remembered(workbook: Make, tmp_path: Path) -> None:
    path = workbook(sample=False)
    source = tmp_path / "list.csv"
    source.write_text("Kode;Firm of the client;vip;First day\nK1;One;x;05/03/2026\n")
    codes = ("--map", "Kode=client", "--map", "Firm of the client=Name", "--ignore", "vip")
    days = ("--map", "First day=follow_up_from", "--dates", "day-first")

    first = quotepart("import", "clients", path, source, *codes, *days)
    again = quotepart("import", "clients", path, source, "--json", "--dates", "day-first")

    assert (first.status, again.status, again.report["unchanged"]) == (0, 0, 1)
    clients = quotepart("export", "clients", path, "--format", "json").said
    assert '"follow_up_from": "2026-03-05"' in clients
    assert '"registered": "2026-11-22"' in clients


def test_what_is_to_be_mapped_needs_a_heading(workbook: Make, tmp_path: Path) -> None:
    ended = quotepart(
        "import", "clients", workbook(sample=False), clients(tmp_path, 1), "--map", "name"
    )

    assert ended.status == 2
    assert "--map" in ended.warned


@pytest.mark.parametrize("lang", Language)
def test_a_template_is_made_in_a_language_and_over_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    monkeypatch.chdir(tmp_path)

    made = quotepart("template", "clients", "--lang", lang)
    again = quotepart("template", "clients", "--lang", lang)
    other = quotepart("template", "clients", "--lang", lang, "-o", "x.xlsx", "--json")

    assert (made.status, again.status, other.status) == (0, 2, 0)
    assert len(list(tmp_path.iterdir())) == 2
    assert other.report["files"] == ["x.xlsx"]


def test_a_template_of_what_nobody_fills_in_is_refused(tmp_path: Path) -> None:
    ended = quotepart("template", "invoices", "-o", tmp_path / "x.xlsx", "--json")

    assert (ended.status, ended.codes) == (2, ["IMP-22"])
    assert "timesheets" in ended.report["findings"][0]["message"]
    assert list(tmp_path.iterdir()) == []


def with_mail(workbook: Make, folder: Path, mail: MailOffice) -> Path:
    """A workbook whose firm has a mail server."""
    path = workbook(Language.FR, sample=True)
    settings = folder / "settings.csv"
    server = f"127.0.0.1:{mail.port}"
    settings.write_text(f"setting,value\nmail_server,{server}\nmail_security,none\n")
    assert quotepart("import", "settings", path, settings).status == 0
    return path


def test_new_clients_are_invited_and_those_kept_internally_are_not(
    workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_INVITATIONS_KEY", "the secret of the firm")
    source = tmp_path / "nouveaux.csv"
    source.write_text(
        "Client;Nom;E-mail;Abonnement\nN1;Un;un@example.be;suivi\nN2;Deux;deux@example.be;interne\n"
    )
    with mail_office() as mail, using(no_keyring()):
        path = with_mail(workbook, tmp_path, mail)

        ended = quotepart("import", "clients", path, source, "--invite", "--json")
        again = quotepart("import", "clients", path, source, "--invite")

    assert (ended.status, ended.report["added"], ended.report["invitations"]["added"]) == (0, 2, 1)
    assert mail.taken() == ["un@example.be"]
    assert again.status == 0


def test_clients_stay_imported_when_they_cannot_be_invited(workbook: Make, tmp_path: Path) -> None:
    path, source = workbook(sample=False), clients(tmp_path, 2)

    ended = quotepart("import", "clients", path, source, "--invite", "--json")

    assert (ended.status, ended.report["added"]) == (1, 2)
    assert [one["code"] for one in ended.report["invitations"]["findings"]] == ["INVT-06"]
    assert '"K1"' in quotepart("export", "clients", path, "--format", "json").said


def test_only_clients_are_invited(workbook: Make, tmp_path: Path) -> None:
    source = tmp_path / "staff.csv"
    source.write_text("person,name\nNEW,Nina\n")

    ended = quotepart("import", "staff", workbook(), source, "--invite")

    assert ended.status == 2
    assert "--invite" in ended.warned


def test_on_a_terminal_an_unknown_heading_is_asked_for(
    workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def prompt(heading: str, default: str) -> str:
        asked.append((heading, default))
        return default

    path = workbook(Language.FR, sample=False)
    wanted = Import("clients", tmp_path / "list.csv", None, None)
    (tmp_path / "list.csv").write_text("client;nom;Adresse mail;vip\nK1;One;Rue 1;x\n")
    monkeypatch.setattr(typer, "prompt", prompt)
    wanted.meanings = Meanings(ask=wanted.asker())

    report = run(open_book(path), wanted.job, recover=False)

    assert (report.added, report.findings) == (1, [])
    assert [heading for heading, _ in asked] == ["Adresse mail", "vip"]
    assert asked[1] == ("vip", "-")
