"""The sentences of invoices: where they come from, and which of them an invoice has."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_office import Office, own_line

from addin.billing.choices import MentionReason, VatCategory
from addin.billing.invoice import Exemption, Invoice
from addin.jobs.invoices.mentions import Mentions, Sentence, exemptions
from addin.jobs.texts import Texts
from addin.tables.sheets.settings import ListValue, Mention
from addin.words import Language, catalogue, words

EN, FR = Language.EN, Language.FR
DAY = date(2026, 3, 31)
ABROAD, LATE = MentionReason.REVERSE_CHARGE_ABROAD, MentionReason.LATE_PAYMENT


def own(text: str, **cells: Any) -> Mention:
    return Mention(reason=LATE, language=EN, text=text, **cells)


def late(*rows: Mention, on: date = DAY, country: str = "BE") -> str:
    return Mentions(rows, Texts(()), country).of(LATE, on, EN).text


def issued(folder: Path, payer: dict[str, Any], **tables: Any) -> Invoice:
    tables.setdefault("Prebilling", [own_line("P-1", "100.00")])
    office = Office(folder, Clients=[{"client": "ALDER", "language": "en", **payer}], **tables)
    office.bill("2026-03")
    (kept,) = office.journal.invoices()
    return office.journal.invoice(kept.number)


@pytest.mark.parametrize("language", Language)
def test_every_sentence_of_the_law_is_there_in_every_language(language: Language) -> None:
    reasons = catalogue("mentions")

    assert set(reasons) <= {reason.value for reason in MentionReason}
    for rows in reasons.values():
        for row in rows:
            assert words(row["text"])[language].endswith((".", "!"))
            assert row["source"]
            assert row.get("country", "BE") in {"BE", "FR"}
        assert len({(row.get("country"), row.get("since")) for row in rows}) == len(rows)


@pytest.mark.parametrize("country", ["BE", "FR", "LU"])
@pytest.mark.parametrize("category", [ABROAD, *MentionReason], ids=str)
def test_a_reason_of_vat_has_its_sentence_in_any_country(
    category: MentionReason, country: str
) -> None:
    french_only = {MentionReason.ON_DEBITS, MentionReason.SERVICES, LATE}
    found = Mentions((), Texts(()), country).of(category, date(2026, 9, 1), FR)

    assert bool(found.text) == (category not in french_only or country == "FR")


def test_a_sentence_of_the_firms_own_holds_from_its_day() -> None:
    rows = (own("Old."), own("New.", valid_from=DAY))

    assert [late(*rows, on=day) for day in (date(2026, 3, 30), DAY)] == ["Old.", "New."]


def test_a_sentence_for_the_country_goes_before_one_for_any_and_others_do_not_count() -> None:
    rows = (own("Any.", valid_from=DAY), own("Belgian.", country="be"), own("X", country="FR"))

    assert late(*rows) == "Belgian."
    assert late(*rows, country="LU") == "Any."
    assert late(own("French.", country="FR")) == ""


def test_a_sentence_in_another_language_does_not_count() -> None:
    row = Mention(reason=LATE, language=FR, text="En retard.")

    assert late(row) == ""
    assert Mentions([row], Texts(()), "BE").of(LATE, DAY, FR) == Sentence("En retard.")


def test_a_sentence_changed_on_lists_goes_before_the_usual_one_and_keeps_the_code() -> None:
    usual = words(catalogue("lists")["mention"]["AE"])
    untouched = ListValue(list="mention", value="AE", en=usual.en, fr="À vous la TVA.")
    mentions = Mentions((), Texts([untouched]), "BE")

    assert mentions.of(ABROAD, DAY, FR) == Sentence("À vous la TVA.", "VATEX-EU-AE")
    assert "Belgian VAT Code" in mentions.of(ABROAD, DAY, EN).text


def test_a_mention_goes_before_a_sentence_of_lists() -> None:
    listed = Texts([ListValue(list="mention", value="AE", en="Of Lists.")])
    row = Mention(reason=ABROAD, language=EN, text="Of Mentions.")

    assert Mentions([row], listed, "BE").of(ABROAD, DAY, EN).text == "Of Mentions."


def test_two_reasons_of_a_category_are_said_together_without_a_code() -> None:
    category = VatCategory.E
    one, other = Sentence("Exempt.", "VATEX-EU-132"), Sentence("Small.")

    assert exemptions([(category, one), (category, other), (category, one)]) == (
        Exemption(category, "Exempt. Small."),
    )
    assert exemptions([(category, one), (category, one)]) == (
        Exemption(category, "Exempt.", "VATEX-EU-132"),
    )
    assert exemptions([(category, Sentence(""))]) == ()


def test_a_category_decided_for_a_client_is_said_with_its_reason(tmp_path: Path) -> None:
    reason = "Exempt, article 42 of the Belgian VAT Code."
    invoice = issued(tmp_path, {"vat_category": "E", "vat_reason": reason})

    assert invoice.exemptions == (Exemption(VatCategory.E, reason),)
    assert invoice.mentions == (reason,)


def test_a_reason_keeps_the_code_that_its_category_has_of_its_own(tmp_path: Path) -> None:
    payer = {
        "country": "FR",
        "vat_number": "FR83404833048",
        "vat_category": "AE",
        "vat_reason": "Reverse charge, as agreed.",
    }

    assert issued(tmp_path, payer).exemptions == (
        Exemption(VatCategory.AE, "Reverse charge, as agreed.", "VATEX-EU-AE"),
    )


def test_why_vat_is_charged_is_said_where_the_firm_decided_it(tmp_path: Path) -> None:
    payer = {"country": "CH", "vat_category": "S", "vat_reason": "Building in Brussels."}
    invoice = issued(tmp_path, payer)

    assert (invoice.mentions, invoice.exemptions) == (("Building in Brussels.",), ())


def test_a_reason_without_a_category_is_not_printed(tmp_path: Path) -> None:
    assert issued(tmp_path, {"vat_reason": "No category."}).mentions == ()


def test_a_sentence_of_the_sheet_mentions_is_printed(tmp_path: Path) -> None:
    rows = [{"reason": "late payment", "language": "en", "text": "Interest of 10 %."}]
    invoice = issued(tmp_path, {"enterprise_number": "0403170701"}, Mentions=rows)

    assert invoice.mentions == ("Interest of 10 %.",)


def test_a_consumer_is_not_told_what_is_for_businesses(tmp_path: Path) -> None:
    rows = [{"reason": "late payment", "language": "en", "text": "Interest of 10 %."}]

    assert issued(tmp_path, {}, Mentions=rows).mentions == ()


def test_the_register_of_a_belgian_company_is_printed(tmp_path: Path) -> None:
    settings = [{"setting": "trade_register", "value": "RPM Bruxelles"}]

    assert issued(tmp_path, {}, Settings=settings).mentions == ("RPM Bruxelles",)


def test_the_siren_of_a_french_payer_is_that_of_its_vat_number(tmp_path: Path) -> None:
    payer = {"country": "FR", "vat_number": "FR 83 404 833 048"}

    assert issued(tmp_path, payer).buyer.enterprise_number == "404833048"


def test_a_belgian_payer_has_no_siren(tmp_path: Path) -> None:
    assert issued(tmp_path, {"vat_number": "BE0403170701"}).buyer.enterprise_number == ""
