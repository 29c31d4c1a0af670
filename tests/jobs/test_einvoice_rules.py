"""Official rules are taken in only when they are what they claim to be, and proven whole later."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from einvoices_corpus import PEPPOL_SCHEMATRON, PEPPOL_STYLESHEET, needs_corpus
from quotepart_command import quotepart

from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.kept import KeptRules, rules_folder, version_key
from addin.einvoices.rules.rule_files import NotRulesError, look_at, runnable
from addin.einvoices.rules.rule_sets import RULE_SETS, Rules, last_sure_day, named
from addin.errors import BillingError
from addin.jobs.einvoice_rules import (
    OlderRulesError,
    UnknownRulesError,
    UnreadableRulesError,
    UnusableRulesError,
    install,
    listed,
    verified,
)

TODAY = date(2026, 11, 22)
CARRIED = [one.carried for one in RULE_SETS if one.carried is not None]
INVENTED = """<?xml version="1.0"?>
<!-- Last update: {year} {month} release {version}. -->
<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<title>Rules for Peppol BIS 3.0 Billing</title>
<ns prefix="c" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
<pattern><rule context="/*"><assert id="PEPPOL-EN16931-R010" test="{test}">No.</assert></rule>
</pattern></schema>"""


def invented(version: str, test: str = "c:ID", month: str = "May", year: int = 2031) -> bytes:
    return INVENTED.format(version=version, test=test, month=month, year=year).encode()


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture
def kept(tmp_path: Path) -> KeptRules:
    return KeptRules(tmp_path / "rules")


def put(folder: Path, content: bytes, name: str = "rules.sch") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def put_zip(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "release.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def carried(name: str) -> bytes:
    rules = named(name).carried
    assert rules is not None
    return rules.path.read_bytes()


@pytest.mark.parametrize("one", CARRIED, ids=lambda one: one.rule_set)
def test_what_comes_with_quotepart_is_recognised_as_what_we_say_it_is(one: Rules) -> None:
    file = look_at(one.path.read_bytes(), "carried")

    assert file.rule_set is named(one.rule_set)
    assert file.is_published
    assert (file.version, file.day) == (one.version, one.day)


@needs_corpus
@pytest.mark.parametrize("file", [PEPPOL_SCHEMATRON, PEPPOL_STYLESHEET], ids=["sch", "xslt"])
def test_the_official_rules_of_peppol_are_taken_in_with_version_and_date(
    file: Path, kept: KeptRules, desk: Desk
) -> None:
    (taken,) = install(file, kept, desk=desk)

    assert (taken.version, taken.day, taken.is_published) == ("3.0.21", date(2026, 5, 20), True)
    rules = kept.rules(named("peppol"))
    assert rules is not None
    assert rules.path.read_bytes() == file.read_bytes()
    assert rules.path.suffix == file.suffix
    assert rules.warn_after == date(2027, 2, 14)
    assert [one.finding for one in verified(kept, TODAY)] == [None] * len(RULE_SETS)


@needs_corpus
def test_a_release_is_taken_as_the_zip_file_that_was_downloaded(
    tmp_path: Path, kept: KeptRules, desk: Desk
) -> None:
    windows = PEPPOL_SCHEMATRON.read_bytes().replace(b"\n", b"\r\n")
    release = put_zip(
        tmp_path,
        {
            "readme.md": b"# Peppol",
            "guide/page.xslt": b"<html/>",
            "rules/sch/PEPPOL-EN16931-UBL.sch": windows,
            "rules/xslt/PEPPOL-EN16931-UBL.xslt": PEPPOL_STYLESHEET.read_bytes(),
            "rules/sch/CEN-EN16931-UBL.sch": carried("cen-ubl"),
        },
    )

    taken = install(release, kept, desk=desk)

    assert [(one.rule_set.name, one.version) for one in taken] == [
        ("cen-ubl", "1.3.16"),
        ("peppol", "3.0.21"),
    ]
    assert kept.installed()["peppol"].path.suffix == ".sch"


@needs_corpus
def test_a_dry_run_takes_nothing_in(kept: KeptRules, desk: Desk) -> None:
    assert install(PEPPOL_SCHEMATRON, kept, dry_run=True, desk=desk)
    assert not kept.folder.exists()


def test_a_version_that_nobody_knows_wants_to_be_insisted_on(
    tmp_path: Path, kept: KeptRules, desk: Desk
) -> None:
    file = put(tmp_path, invented("3.0.29"))

    with pytest.raises(UnknownRulesError) as refused:
        install(file, kept, desk=desk)
    assert refused.value.code == "RUL-02"
    assert refused.value.values["version"] == "3.0.29"
    assert not kept.folder.exists()

    (taken,) = install(file, kept, force=True, desk=desk)
    assert (taken.version, taken.day, taken.is_published) == ("3.0.29", date(2031, 5, 1), False)


def test_older_rules_replace_newer_ones_only_when_insisted_on(
    tmp_path: Path, kept: KeptRules, desk: Desk
) -> None:
    install(put(tmp_path, invented("3.0.29")), kept, force=True, desk=desk)
    older = put(tmp_path, invented("3.0.28", "c:Name"), "older.sch")

    with pytest.raises(OlderRulesError) as refused:
        install(older, kept, desk=desk)
    assert (refused.value.code, refused.value.values["there"]) == ("RUL-03", "3.0.29")

    install(older, kept, force=True, desk=desk)
    assert kept.installed()["peppol"].version == "3.0.28"


def test_rules_older_than_those_we_carry_are_never_run(
    tmp_path: Path, kept: KeptRules, desk: Desk
) -> None:
    older = carried("cen-ubl").replace(b"version 1.3.16 -", b"version 1.3.12 -", 1)

    with pytest.raises(OlderRulesError):
        install(put(tmp_path, older, "old.xslt"), kept, force=True, desk=desk)

    kept.keep(look_at(older, "old.xslt"))
    rules = kept.rules(named("cen-ubl"))
    assert rules is not None
    assert (rules.version, rules.installed) == ("1.3.16", False)


def test_rules_that_cannot_be_run_are_refused_before_they_are_kept(
    tmp_path: Path, kept: KeptRules, desk: Desk
) -> None:
    file = put(tmp_path, invented("3.0.29", test="c:ID["))

    with pytest.raises(UnusableRulesError) as refused:
        install(file, kept, force=True, desk=desk)

    assert refused.value.code == "RUL-06"
    assert not kept.folder.exists()


@pytest.mark.parametrize(
    ("content", "error", "code"),
    [
        (b"no XML", NotRulesError, "RUL-01"),
        (b"<a/>", NotRulesError, "RUL-01"),
        (b'<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>', NotRulesError, "RUL-01"),
        (b"x" * 20_000_001, NotRulesError, "RUL-01"),
        (b"PK\x03\x04 torn", UnreadableRulesError, "RUL-04"),
    ],
    ids=["text", "xml", "other rules", "too large", "torn zip"],
)
def test_another_file_is_refused(
    content: bytes,
    error: type[BillingError],
    code: str,
    tmp_path: Path,
    kept: KeptRules,
) -> None:
    with pytest.raises(error) as refused:
        install(put(tmp_path, content), kept)

    assert refused.value.code == code
    assert not kept.folder.exists()


def test_a_file_that_is_not_there_and_a_folder_that_takes_none_are_told(
    tmp_path: Path, desk: Desk
) -> None:
    with pytest.raises(UnreadableRulesError):
        install(tmp_path / "gone.zip", KeptRules(tmp_path))

    blocked = KeptRules(put(tmp_path, b"", "in the way"))
    with pytest.raises(UnreadableRulesError):
        install(put(tmp_path, invented("3.0.29")), blocked, force=True, desk=desk)


def test_a_file_that_was_changed_or_is_gone_is_found(
    tmp_path: Path, kept: KeptRules, desk: Desk
) -> None:
    install(put(tmp_path, invented("3.0.29")), kept, force=True, desk=desk)
    path = kept.installed()["peppol"].path

    path.write_bytes(path.read_bytes() + b"<!-- -->")
    assert codes_of(kept)["peppol"] == "RUL-05"
    path.unlink()
    assert codes_of(kept)["peppol"] == "RUL-05"


def codes_of(kept: KeptRules, today: date = TODAY) -> dict[str, str]:
    found = verified(kept, today)
    return {one.rule_set.name: one.finding.code for one in found if one.finding}


def test_an_index_that_cannot_be_read_leaves_what_comes_with_quotepart(kept: KeptRules) -> None:
    kept.folder.mkdir()
    (kept.folder / "rules.json").write_text("{", "utf-8")

    assert kept.installed() == {}
    assert codes_of(kept) == {"peppol": "EIR-04"}


def test_the_rules_that_come_with_quotepart_grow_old(kept: KeptRules) -> None:
    assert codes_of(kept, date(2027, 9, 1)) == {
        "cen-ubl": "EIR-05",
        "peppol": "EIR-04",
        "facturx": "EIR-05",
        "fr-ubl": "EIR-05",
        "fr-cii": "EIR-05",
        "fr-extended-ubl": "EIR-05",
        "fr-extended-cii": "EIR-05",
    }
    assert [one.rules is None for one in listed(kept, TODAY)].count(True) == 2


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2025, 11, 24), date(2026, 8, 14)),
        (date(2026, 5, 20), date(2027, 2, 14)),
        (date(2026, 5, 1), date(2027, 2, 14)),
    ],
)
def test_a_release_of_peppol_lasts_until_the_one_after_the_next_date(day: date, last: date) -> None:
    assert last_sure_day("peppol", day) == last
    assert last_sure_day("peppol", None) is None


def test_versions_are_compared_as_numbers() -> None:
    assert version_key("1.3.9") < version_key("1.3.14.1") < version_key("1.3.15")
    assert version_key("") == ()


def test_a_rule_that_fired_leaves_no_trace_unless_it_is_broken() -> None:
    stylesheet = runnable(invented("3.0.29"), "file:///rules.sch")

    assert "failed-assert" in stylesheet
    assert "fired-rule" not in stylesheet


def test_the_commands_install_list_and_verify_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "of the firm"
    monkeypatch.setenv("QUOTEPART_RULES", str(folder))
    monkeypatch.setenv("QUOTEPART_LANGUAGE", "en")
    file = put(tmp_path, invented("3.0.29"))

    assert rules_folder() == folder
    before = quotepart("rules", "list", "--json")
    assert before.status == 0
    assert {one["name"]: one["source"] for one in json.loads(before.said)["rules"]}["peppol"] == ""
    assert quotepart("rules", "install", file).status == 2
    assert "Would be" in quotepart("rules", "install", file, "--force", "--dry-run").said
    assert not folder.exists()
    taken = json.loads(quotepart("rules", "install", file, "--force", "--json").said)
    assert taken["rules"] == [{"name": "peppol", "version": "3.0.29"}]
    assert "Installed" in quotepart("rules", "install", file, "--force").said
    after = quotepart("rules", "list")
    assert after.status == 0
    assert "Peppol BIS Billing 3.0: version 3.0.29 of May 1, 2031, installed by you" in after.said
    assert "EN 16931 for CII: not installed, so not run" in after.said
    assert quotepart("rules", "verify").status == 0
    next(folder.glob("peppol-*")).write_text("tampered", "utf-8")
    found = quotepart("rules", "verify", "--json")
    assert found.status == 1
    assert [one["code"] for one in json.loads(found.said)["findings"]] == ["RUL-05"]
