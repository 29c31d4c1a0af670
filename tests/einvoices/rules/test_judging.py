"""What the official rules say: the official examples, the labelled ones, the official tests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from einvoices_corpus import (
    INVOICES,
    PEPPOL_STYLESHEET,
    VALID_FORMS,
    labelled,
    needs_corpus,
    twelve_lines,
    valid,
)
from lxml import etree

from addin.einvoices.rules import judging
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.documents import read_document
from addin.einvoices.rules.form import Form, form_of
from addin.einvoices.rules.judging import Judge, validate, validate_all
from addin.einvoices.rules.kept import KeptRules
from addin.einvoices.rules.rule_files import digest_of, look_at
from addin.einvoices.rules.verdict import Breach, Flag, Outcome, Verdict

CASES = list(labelled())
TODAY = date(2026, 11, 22)
SMALLEST = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'


@needs_corpus
@pytest.mark.parametrize("file", valid(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_an_official_example_passes(file: Path, judge: Judge) -> None:
    content = file.read_bytes()
    form = VALID_FORMS.get(file.parent.name) or form_of(read_document(content))
    assert form is not None

    verdict = judge.verdict(content, form)

    assert verdict.fatal_rules() == ()
    assert verdict.not_run == ()
    assert verdict.passed


@needs_corpus
@pytest.mark.parametrize(("file", "form", "rules"), CASES, ids=[case[0].name for case in CASES])
def test_a_whole_invoice_is_refused_by_the_rules_it_breaks(
    file: Path, form: Form, rules: list[str], judge: Judge
) -> None:
    verdict = judge.verdict(file.read_bytes(), form)

    assert list(verdict.fatal_rules()) == sorted(rules)
    assert verdict.passed == (not rules)


@dataclass(frozen=True, slots=True)
class Declared:
    """An official test: a piece of a document, and whether a rule lets it through."""

    document: etree._Element
    rule: str
    breaks: bool


def official_tests(folder: str) -> Iterator[Declared]:
    space = "{http://difi.no/xsd/vefa/validator/1.0}"
    for file in sorted((INVOICES / "unit" / folder).glob("*.xml")):
        for test in etree.parse(file).iter(f"{space}test"):
            *_, document = test
            # A document of its own, whose paths start at its root.
            root = read_document(etree.tostring(document))
            for declared in test.iterfind(f"{space}assert/*"):
                kind = etree.QName(declared).localname
                if kind in {"success", "error", "fatal", "warning"} and declared.text:
                    yield Declared(root, declared.text.strip(), kind != "success")


@needs_corpus
@pytest.mark.parametrize(
    ("folder", "form", "at_least"),
    [
        ("en16931-invoice", Form.UBL, 300),
        ("en16931-creditnote", Form.UBL, 90),
        ("peppol", Form.PEPPOL, 100),
    ],
)
def test_no_official_test_has_another_outcome(
    folder: str, form: Form, at_least: int, judge: Judge
) -> None:
    declared = list(official_tests(folder))
    assert len(declared) >= at_least

    wrong = [
        (one.rule, one.breaks)
        for one in declared
        if one.breaks
        != any(breach.rule == one.rule for breach in judge.ruled(one.document, form).breaches)
    ]

    assert wrong == []


@needs_corpus
def test_our_compiled_schematron_says_what_the_publishers_stylesheet_says(
    judge: Judge, desk: Desk, tmp_path: Path
) -> None:
    theirs = KeptRules(tmp_path)
    theirs.keep(look_at(PEPPOL_STYLESHEET.read_bytes(), "their.xslt"))
    other = Judge(theirs, desk)

    for file, form, _ in CASES:
        content = file.read_bytes()
        assert told_by(judge.verdict(content, form)) == told_by(other.verdict(content, form))


def told_by(verdict: Verdict) -> set[tuple[str, Flag, str]]:
    return {(one.rule, one.flag, one.path) for one in verdict.breaches}


@needs_corpus
def test_the_rules_of_peppol_are_not_run_and_never_passed_where_they_are_not_installed(
    desk: Desk, tmp_path: Path
) -> None:
    content = (INVOICES / "full" / "be-peppol" / "ok_invoice.xml").read_bytes()

    verdict = Judge(KeptRules(tmp_path), desk).verdict(content, Form.PEPPOL)

    schema, european, peppol = verdict.outcomes
    assert schema.passed
    assert european.passed
    assert not peppol.passed
    assert not verdict.passed
    assert [(one.code, one.values["rule_set"]) for one in verdict.not_run] == [
        ("EIR-04", "Peppol BIS Billing 3.0")
    ]


@needs_corpus
def test_rules_that_were_tampered_with_are_not_run(desk: Desk, tmp_path: Path) -> None:
    kept = KeptRules(tmp_path)
    rules = kept.keep(look_at(PEPPOL_STYLESHEET.read_bytes(), "peppol"))
    rules.path.write_bytes(rules.path.read_bytes().replace(b"R003", b"R999"))

    verdict = Judge(kept, desk).verdict(twelve_lines(), Form.PEPPOL)

    assert [one.code for one in verdict.not_run] == ["RUL-05"]
    assert not verdict.passed


@needs_corpus
def test_rules_out_of_date_are_run_and_that_is_told(kept: KeptRules, desk: Desk) -> None:
    in_time, late = (
        Judge(kept, desk, today=day).verdict(twelve_lines(), Form.PEPPOL)
        for day in (date(2027, 2, 14), date(2027, 2, 15))
    )

    assert in_time.remarks == ()
    (remark,) = late.remarks
    assert remark.code == "EIR-05"
    assert remark.values["last_day"] == date(2027, 2, 14)
    assert late.outcomes == in_time.outcomes


def test_what_is_no_document_of_its_form_is_not_judged(desk: Desk, tmp_path: Path) -> None:
    judge = Judge(KeptRules(tmp_path), desk)

    other = judge.verdict(SMALLEST, Form.FACTURX)
    hostile = judge.verdict(b"<!DOCTYPE a><a/>", Form.PEPPOL)

    assert [one.code for one in other.not_run] == ["EIR-10"]
    assert [one.code for one in hostile.not_run] == ["EIR-07"]
    assert not any(one.passed for one in (*other.outcomes, *hostile.outcomes))
    assert len(hostile.outcomes) == 3


def test_a_document_that_breaks_its_schema_is_judged_no_further(desk: Desk, tmp_path: Path) -> None:
    verdict = Judge(KeptRules(tmp_path), desk).verdict(SMALLEST, Form.UBL)

    schema, european = verdict.outcomes
    assert [one.rule for one in schema.breaches] == ["XSD"]
    assert european.not_run is not None
    assert european.not_run.code == "EIR-11"
    assert not verdict.passed


@pytest.mark.parametrize(
    ("program", "seconds", "code"),
    [("raise SystemExit(3)", 20, "EIR-12"), ("import time; time.sleep(60)", 0.2, "EIR-13")],
)
@needs_corpus
def test_a_program_that_gives_no_answer_passes_nothing(
    program: str, seconds: float, code: str, kept: KeptRules
) -> None:
    verdict = Judge(kept, Desk(seconds, ("-c", program))).verdict(twelve_lines(), Form.PEPPOL)

    assert [one.passed for one in verdict.outcomes] == [True, False, False]
    assert {one.code for one in verdict.not_run} == {code}


@needs_corpus
def test_a_program_started_again_is_told_and_nothing_is_missing(
    kept: KeptRules, tmp_path: Path
) -> None:
    mark = tmp_path / "was here"
    program = (
        "import os, pathlib; from addin.einvoices.rules.worker import main;"
        f"mark = pathlib.Path({str(mark)!r});"
        "mark.exists() or (mark.touch(), os._exit(99)); main()"
    )
    desk = Desk(program=("-c", program))
    try:
        verdict = Judge(kept, desk).verdict(twelve_lines(), Form.PEPPOL)
    finally:
        desk.close()

    assert [one.code for one in verdict.remarks] == ["EIR-15"]
    assert verdict.not_run == ()


@needs_corpus
def test_rules_that_fail_on_a_document_are_not_passed(desk: Desk, tmp_path: Path) -> None:
    kept = KeptRules(tmp_path)
    file = look_at(PEPPOL_STYLESHEET.read_bytes(), "peppol")
    kept.keep(replace(file, content=b"<stylesheet/>", digest=digest_of(b"<stylesheet/>")))

    verdict = Judge(kept, desk).verdict(twelve_lines(), Form.PEPPOL)

    assert [one.code for one in verdict.not_run] == ["EIR-14"]


@needs_corpus
def test_many_documents_have_their_verdicts_in_order(
    kept: KeptRules, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_RULES", str(kept.folder))
    monkeypatch.setattr(judging, "DESK", desk)
    documents = [(file.read_bytes(), form) for file, form, _ in CASES[:8]]

    verdicts = list(validate_all(documents, TODAY))

    assert [list(one.fatal_rules()) for one in verdicts] == [
        sorted(rules) for *_, rules in CASES[:8]
    ]
    assert validate(*documents[3]).outcomes == verdicts[3].outcomes


def test_a_warning_refuses_nothing_and_what_was_not_run_passes_nothing() -> None:
    warned = Outcome("a", "A", "1", breaches=(Breach("W", Flag.WARNING, "", ""),))
    refused = Outcome("b", "B", "1", breaches=(Breach("F", Flag.FATAL, "", ""),))

    assert Verdict((warned,)).passed
    assert not Verdict((warned, refused)).passed
    assert Verdict((warned, refused)).fatal_rules() == ("F",)
