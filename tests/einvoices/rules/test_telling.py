"""An official rule in the accountant's words: which cell, and how to mend it."""

from collections import Counter
from collections.abc import Mapping
from string import Formatter
from typing import Any

import pytest
from einvoices_corpus import labelled, needs_corpus

from addin.einvoices.rules.judging import Judge
from addin.einvoices.rules.telling import Where, told
from addin.einvoices.rules.verdict import Breach, Flag
from addin.errors import Place
from addin.jobs.telling import tell
from addin.tables.catalogue import BY_NAME
from addin.tables.sheets.settings import Firm
from addin.words import Language, catalogue

ENTRIES: Mapping[str, Mapping[str, Any]] = catalogue("official_rules")
CASES = list(labelled())
WHERE = Where(
    client=7,
    settings={"endpoint": 31, "vat_number": 4, "number_pattern": 18},
    lines=(12, 15, None),
    services=(3,),
)


def breach(rule: str, path: str = "Invoice", found: str = "", line: int = 0) -> Breach:
    return Breach(rule, Flag.FATAL, f"What {rule} says (BT-1).", path, found, line)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_has_rules_a_cell_and_its_sentence_in_every_language(name: str) -> None:
    entry = ENTRIES[name]

    assert entry["rules"]
    assert set(entry) <= {"rules", "seller_rules", "place", "seller", "buyer", *Language}
    assert set(entry.get("seller_rules", ())) <= set(entry["rules"])
    for kind in ("place", "seller", "buyer"):
        if kind in entry:
            table, _, column = entry[kind].partition(".")
            spec = Firm.spec if table == "Settings" else BY_NAME[table]
            assert column in {one.name for one in spec.columns}
    sentences = [entry[language] for language in Language]
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert sentence.strip() == sentence
        assert names_in(sentence) == names_in(entry[Language.EN]) <= {"found"}


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_no_rule_is_told_in_two_ways() -> None:
    rules = Counter(rule for entry in ENTRIES.values() for rule in entry["rules"])

    assert [rule for rule, count in rules.items() if count > 1] == []


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (breach("PEPPOL-EN16931-R003"), Place("Clients", 7, "buyer_reference")),
        (breach("PEPPOL-EN16931-R010"), Place("Clients", 7, "endpoint")),
        (breach("PEPPOL-EN16931-R020"), Place("Settings", 31, "value")),
        (
            breach("PEPPOL-COMMON-R043", "Invoice/AccountingSupplierParty/Party/EndpointID"),
            Place("Settings", 31, "value"),
        ),
        (
            breach("PEPPOL-COMMON-R043", "Invoice/AccountingCustomerParty/Party/EndpointID"),
            Place("Clients", 7, "endpoint"),
        ),
        (breach("BR-CO-09", "a/BuyerTradeParty/ID"), Place("Clients", 7, "vat_number")),
        (breach("BR-27", line=2), Place("Prebilling", 15, "price_override")),
        (breach("BR-27", line=3), Place("Prebilling", None, "price_override")),
        (breach("BR-27", line=9), Place("Prebilling", None, "price_override")),
        (breach("BR-CL-23", line=1), Place("Services", 3, "unit")),
        (breach("BR-50"), Place("Settings")),
        (breach("BR-FR-01_BT-1-1"), Place("Settings", 18, "value")),
        (breach("BR-DEC-16"), Place("Prebilling", None, "amount")),
        (breach("BR-CL-24"), Place()),
    ],
    ids=lambda one: one.rule if isinstance(one, Breach) else "",
)
def test_a_breach_names_the_cell_to_mend(found: Breach, place: Place) -> None:
    finding = told(found, WHERE)

    assert (finding.code, finding.where) == ("EIR-02", place)
    assert finding.values["rule"] == found.rule
    assert finding.values["official"] == found.text
    assert finding.values["terms"][0] == "BT-1"  # type: ignore[index]


def test_what_stands_in_the_file_is_in_the_sentence() -> None:
    finding = told(breach("PEPPOL-COMMON-R043", found="BE04{0}4621642"))

    for language in Language:
        sentence = finding.sentence(language)
        assert "BE04{0}4621642" in sentence
        assert "PEPPOL-COMMON-R043" in sentence
    assert told(breach("BR-FR-12_BT-49")).values["rule"] == "BR-FR-12_BT-49"


def test_another_rule_is_told_in_its_publishers_words() -> None:
    refused = told(breach("BR-XX-99", "Invoice/Note"))
    warned = told(Breach("UBL-CR-244", Flag.WARNING, "Leave it out.", "Invoice"))

    assert (refused.code, warned.code) == ("EIR-01", "EIR-03")
    for language in Language:
        assert "What BR-XX-99 says (BT-1)." in refused.sentence(language)
        assert "UBL-CR-244" in warned.sentence(language)
        assert "Leave it out." in warned.sentence(language)


def test_a_warning_of_a_rule_with_words_stays_a_warning() -> None:
    assert told(Breach("BR-CO-09", Flag.WARNING, "Hm.", "Invoice")).severity == "warning"


def test_the_program_tells_sheet_row_and_column_before_the_sentence() -> None:
    finding = tell(told(breach("PEPPOL-EN16931-R003"), WHERE), {}, Language.NL)

    assert finding.message.startswith("Klanten")
    assert "7" in finding.message
    assert finding.column == "Referentie van de koper"


@needs_corpus
@pytest.mark.parametrize(("file", "form", "rules"), CASES, ids=[case[0].name for case in CASES])
def test_every_rule_that_refuses_a_whole_invoice_has_words_of_ours(
    file: Any, form: Any, rules: list[str], judge: Judge
) -> None:
    verdict = judge.verdict(file.read_bytes(), form)
    findings = [told(one, WHERE) for one in verdict.breaches if one.flag == Flag.FATAL]

    assert {one.code for one in findings} == ({"EIR-02"} if rules else set())
