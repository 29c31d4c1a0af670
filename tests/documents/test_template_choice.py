"""Which template a document is made from."""

from pathlib import Path

import pytest

from addin.config import resource
from addin.documents.template_choice import (
    ANNEX,
    CREDIT_NOTE,
    INVOICE,
    own_template,
    template_path,
)


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize("kind", [INVOICE, CREDIT_NOTE])
def test_a_firm_without_templates_of_its_own_has_those_that_ship(tmp_path: Path, kind: str) -> None:
    assert own_template(tmp_path, "") is None
    assert template_path(kind, "nl") == resource("templates", kind, "nl.docx")


def test_a_client_s_own_template_is_that_of_its_invoices_only(tmp_path: Path) -> None:
    own = made(tmp_path / "dupont.docx")

    assert template_path(INVOICE, "fr", own) == own
    assert template_path(CREDIT_NOTE, "fr", own) == resource("templates", CREDIT_NOTE, "fr.docx")


def test_the_credit_notes_of_a_client_have_their_own_beside_it(tmp_path: Path) -> None:
    own, credit = made(tmp_path / "dupont.docx"), made(tmp_path / "dupont-credit-note.docx")

    assert template_path(CREDIT_NOTE, "fr", own) == credit


def test_a_folder_beside_the_workbook_serves_for_all_clients(tmp_path: Path) -> None:
    ours = made(tmp_path / "templates" / "invoice" / "fr.docx")
    own = own_template(tmp_path, "")

    assert template_path(INVOICE, "fr", own) == ours
    assert template_path(INVOICE, "de", own) == resource("templates", INVOICE, "de.docx")
    assert template_path(ANNEX, "fr", own) == resource("templates", ANNEX, "fr.docx")


def test_what_a_client_names_wins_over_what_serves_for_all(tmp_path: Path) -> None:
    made(tmp_path / "templates" / "invoice" / "fr.docx")
    theirs = made(tmp_path / "own" / "dupont.docx")

    assert template_path(INVOICE, "fr", own_template(tmp_path, "own/dupont.docx")) == theirs


def test_a_client_may_name_a_folder(tmp_path: Path) -> None:
    theirs = made(tmp_path / "dupont" / "credit-note" / "nl.docx")

    assert template_path(CREDIT_NOTE, "nl", own_template(tmp_path, "dupont")) == theirs


def test_an_invoice_template_that_is_not_there_is_not_replaced(tmp_path: Path) -> None:
    gone = tmp_path / "gone.docx"

    assert template_path(INVOICE, "fr", gone) == gone
