"""How a line came to be: every figure makes the next one, down to the part of each payer."""
# ruff: noqa: RUF001 - the sentences multiply and take off with the signs of print

from decimal import Decimal
from pathlib import Path

import pytest
from explanations import assert_adds_up, figure, figures, steps_of, told
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_office import FEE, SHARED, TIME, UNITS, Office, entry, own_line

from addin.billing.money import line_cents, to_cents
from addin.jobs.explaining import NoSuchLineError
from addin.words import Language

UNITS_LINE = "2026-03/P-1/PAY/unit"


def test_time_is_told_from_its_entries_to_the_part_of_each_payer(shared: Office) -> None:
    shared.type_row("Timesheets", **entry("T-2", "2026-03-20", 35, person="BEN"))
    shared.generate("2026-03")

    assert told(shared, TIME) == [
        "Advice - P-1, Mar 1, 2026 to Mar 31, 2026, billed in 2026-03.",
        "Mar 2, 2026: Ann, 120 min",
        "Mar 20, 2026: Ben, 35 min",
        "In all 155 min / 60 = 2.58 h, converted once, at two decimals.",
        "An hour costs 100.00: Rates, row 5.",
        "2.58 × 100.00 = 258.00",
        "The line comes to 258.00 without VAT.",
        "ALDER: 60 % × 258.00 = 154.80 (Splits, row 5).",
        "BIRCH: 40 % × 258.00 = 103.20 (Splits, row 6).",
        "VAT of ALDER: 21 % (S), the standard rate of BE.",
        "VAT of BIRCH: 21 % (S), the standard rate of BE.",
    ]


def test_what_is_typed_over_is_told_beside_what_was_computed(office: Office) -> None:
    office.generate("2026-03")
    office.put(
        "Prebilling",
        {"line": UNITS_LINE},
        quantity_override="30",
        price_override="14.50",
        discount_percent="0.1",
    )
    office.generate("2026-03")

    found = told(office, UNITS_LINE)

    assert found[1:8] == [
        "Units, row 5: 37",
        "A unit costs 14.75: Services, row 6.",
        "You typed 30 as Quantity override; 37 was computed.",
        "You typed 14.50 as Price override; 14.75 was computed.",
        "30 × 14.50 = 435.00",
        "− 43.50: discount of 10 % on 435.00.",
        "The line comes to 391.50 without VAT.",
    ]
    assert_adds_up(steps_of(office, UNITS_LINE), "391.50")


def test_an_instalment_is_told_by_its_two_cumulative_figures(office: Office) -> None:
    office.generate("2026-02")

    found = told(office, "2026-02/P-1/ACC/fixed/2026-01-01")

    assert found[1:3] == [
        "Agreed: 1,000.00 per year, monthly (Schedules, row 5).",
        "Instalment 2 of 12: 166.67 due so far − 83.33 before it = 83.34.",
    ]


def test_days_served_are_told_of_the_days_of_the_period(tmp_path: Path) -> None:
    fee = FEE | {"amount": "250.00", "amount_per": "period", "start": "2026-02-24"}
    office = Office(tmp_path, Schedules=[fee])
    office.generate("2026-02")
    line = "2026-02/P-1/ACC/fixed/2026-02-24"

    assert "5 days of 28 (Feb 24, 2026 to Feb 28, 2026): 250.00 × 5 / 28 = 44.64." in told(
        office, line
    )
    assert_adds_up(steps_of(office, line), "44.64")


def test_an_index_is_told_with_its_base_and_its_value(tmp_path: Path) -> None:
    """250.00 at 130.47, 133.12 from 2026 on, 135.80 from 2027: always from the base."""
    fee = FEE | {"amount": "250.00", "amount_per": "period", "start": "2025-01-01"}
    indexes = [
        {"index": "CPI", "valid_from": day, "value": value}
        for day, value in (
            ("2025-01-01", "130.47"),
            ("2026-01-01", "133.12"),
            ("2027-01-01", "135.80"),
        )
    ]
    office = Office(tmp_path, Schedules=[fee | {"index": "CPI"}], Indexes=indexes)

    for year, cents in (("2026", "255.08"), ("2027", "260.21")):
        office.generate(f"{year}-03")
        found = steps_of(office, f"{year}-03/P-1/ACC/fixed/2025-01-01")
        assert str(figure(found, "indexed", "cents")) == cents
        assert_adds_up(found, cents)


def test_a_line_of_the_users_own_is_told_as_such(tmp_path: Path) -> None:
    office = Office(tmp_path, Prebilling=[own_line("P-1", "40.00")])
    office.generate("2026-03")
    (line,) = office.amounts()

    assert told(office, line)[1] == "You added this line yourself."


def test_a_line_is_explained_before_its_month_is_generated(office: Office) -> None:
    before = told(office, TIME)
    office.generate("2026-03")

    assert told(office, TIME) == before
    assert told(office, TIME.upper()) == before


def test_an_issued_line_names_its_invoice_and_the_rate_it_kept(office: Office) -> None:
    office.bill("2026-03")
    office.put("Rates", {"rate": "100.00"}, rate="120.00")

    found = told(office, TIME)

    (number,) = [row["number"] for row in office.rows("Invoices")]
    assert "An hour costs 100.00, as frozen on the line; the sheet says 120.00 today" in found[4]
    assert found[-1] == f"ALDER: invoice {number}."


def test_an_hour_that_comes_late_is_told_as_caught_up(office: Office) -> None:
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-05", 60))
    office.generate("2026-04")

    line = next(row["line"] for row in office.lines("2026-04") if row["axis"] == "time")

    assert told(office, line)[1] == "Work of 2026-03, caught up in 2026-04."


def test_many_entries_are_told_by_the_first_five(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Timesheets=[entry(f"T-{day}", f"2026-03-{day:02}", 10 + day) for day in range(2, 10)],
    )
    office.generate("2026-03")

    found = told(office, TIME)

    assert found[6] == "… and 3 more entries, 54 min"
    assert found[7].startswith("In all 124 min")


def test_minutes_that_are_billed_exactly_are_told_as_clock_time(tmp_path: Path) -> None:
    client = {"client": "ALDER", "hours_mode": "minutes"}
    office = Office(tmp_path, Clients=[client], Timesheets=[entry("T-1", "2026-03-02", 50)])
    office.generate("2026-03")

    found = told(office, TIME)

    assert "In all 50 min = 0:50, billed to the minute." in found
    assert "0:50 × 100.00 = 83.33" in found


def test_a_rounded_share_is_told_with_its_exact_amount(tmp_path: Path) -> None:
    """100.00 over three equal weights: 33.34, 33.33, 33.33."""
    splits = [
        {"project": "P-1", "payer": payer, "basis": "weight", "share": "1"}
        for payer in ("ALDER", "BIRCH", "CEDAR")
    ]
    office = Office(
        tmp_path,
        Projects=[SHARED],
        Splits=splits,
        Timesheets=[entry("T-1", "2026-03-02", 60)],
    )
    office.generate("2026-03")

    found = told(office, TIME)

    assert "ALDER: 33.3333 % × 100.00 = 33.3333, so 33.34 (Splits, row 5)." in found
    assert "BIRCH: 33.3333 % × 100.00 = 33.3333, so 33.33 (Splits, row 6)." in found
    assert_adds_up(steps_of(office, TIME), "100.00")


@pytest.mark.parametrize("line", ["2026-03/P-9/ADV/time/100", "nonsense", ""])
def test_a_line_that_nobody_knows_is_refused(office: Office, line: str) -> None:
    with pytest.raises(NoSuchLineError, match="FORM-01"):
        told(office, line)


@pytest.mark.parametrize("language", Language)
def test_every_sentence_is_told_in_the_language_of_the_workbook(
    shared: Office, language: Language
) -> None:
    shared.type_row("Settings", setting="language", value=language.value)
    shared.generate("2026-03")

    found = told(shared, TIME)

    assert len(found) == 10
    assert not any("{" in sentence or "}" in sentence for sentence in found)


@settings(max_examples=max(settings().max_examples * 3 // 8, 1))
@given(
    minutes=st.lists(st.integers(1, 480), min_size=1, max_size=8),
    rate=st.decimals("1", "250", places=2),
    share=st.sampled_from(["0.5", "0.6", "0.75", "0.3333"]),
    discount=st.sampled_from([None, "0.1", "0.333"]),
)
def test_the_figures_of_time_add_up(
    minutes: list[int], rate: Decimal, share: str, discount: str | None
) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "share": share},
        {"project": "P-1", "payer": "BIRCH", "share": str(1 - Decimal(share))},
    ]
    entries = [entry(f"T-{at}", "2026-03-02", one) for at, one in enumerate(minutes)]
    office = Office(
        Path(), Projects=[SHARED], Splits=splits, Timesheets=entries, Rates=[{"rate": str(rate)}]
    )
    office.generate("2026-03")
    (line,) = office.amounts()
    office.put("Prebilling", {"line": line}, discount_percent=discount)
    office.generate("2026-03")

    found = steps_of(office, line)

    assert sum(minutes) == figure(found, "minutes_decimal", "minutes")
    assert figure(found, "product", "quantity") == figure(found, "minutes_decimal", "hours")
    assert_adds_up(found, office.amounts()[line])


@settings(max_examples=max(settings().max_examples * 3 // 8, 1))
@given(
    amount=st.decimals("0.01", "99999", places=2),
    periodicity=st.sampled_from(["monthly", "quarterly", "half-yearly", "yearly"]),
    per=st.sampled_from(["year", "period"]),
    day=st.integers(1, 28),
    proration=st.sampled_from(["days", "30-day"]),
)
def test_the_figures_of_a_fee_add_up(
    amount: Decimal, periodicity: str, per: str, day: int, proration: str
) -> None:
    fee = FEE | {"amount": str(amount), "periodicity": periodicity, "amount_per": per}
    terms = {"start": f"2026-02-{day:02}", "timing": "advance", "proration": proration}
    office = Office(Path(), Schedules=[fee | terms])
    office.generate("2026-02")

    for line, cents in office.amounts().items():
        found = steps_of(office, line)
        told_last = figures(found, "cents", "instalment", "prorated", "prorated_30")
        whole = [] if per == "period" or periodicity == "yearly" else told_last[:1]
        assert_adds_up(found, cents)
        assert [str(one) for one in told_last[-1:]] in ([], [cents])
        assert all(
            to_cents(step.values["due"]) - to_cents(step.values["before"])  # type: ignore[arg-type]
            == to_cents(step.values["cents"])  # type: ignore[arg-type]
            for step in found
            if step.key == "instalment"
        )
        assert len(whole) <= 1


@settings(max_examples=max(settings().max_examples // 4, 1))
@given(quantity=st.decimals("0.01", "60", places=2))
def test_the_figures_of_tiers_add_up(quantity: Decimal) -> None:
    tiers = [
        {"tiers": "PAY", "from_quantity": first, "unit_price": price}
        for first, price in (("1", "18.00"), ("11", "15.50"), ("26", "13.25"))
    ]
    service = {"service": "PAY", "name": "Payslips", "unit": "payslip", "tiers": "PAY"}
    units = UNITS | {"quantity": str(quantity)}
    office = Office(Path(), Services=[service], Tiers=tiers, Units=[units])
    office.generate("2026-03")

    for line, amount in office.amounts().items():
        found = steps_of(office, line)
        price = figure(found, "tier", "price")
        assert line_cents(figure(found, "product", "quantity"), price) == to_cents(Decimal(amount))
        assert_adds_up(found, amount)


@pytest.mark.parametrize(
    ("client", "service", "told_vat"),
    [
        (
            {"country": "FR", "vat_number": "FR40303265045"},
            {},
            "VAT of ALDER: reverse charge (AE), a business with a VAT number in FR.",
        ),
        (
            {"vat_category": "E"},
            {},
            "VAT of ALDER: 0 % (E), as you laid down for this client (Clients, row 5).",
        ),
        (
            {},
            {"vat_rate": "0.06"},
            "VAT of ALDER: 6 % (S), as the service says (Services, row 5).",
        ),
        (
            {},
            {"vat_category": "E"},
            "VAT of ALDER: 0 % (E), as the service says (Services, row 5).",
        ),
    ],
)
def test_the_vat_of_a_payer_is_told_with_what_decides_it(
    tmp_path: Path, client: dict[str, str], service: dict[str, str], told_vat: str
) -> None:
    office = Office(
        tmp_path,
        Clients=[{"client": "ALDER"} | client],
        Services=[{"service": "ADV", "name": "Advice"} | service],
        Timesheets=[entry("T-1", "2026-03-02", 60)],
    )
    office.generate("2026-03")

    assert told(office, TIME)[-1] == told_vat


def test_a_payer_a_discount_and_a_hold_that_were_typed_are_told(shared: Office) -> None:
    shared.generate("2026-03")
    shared.put(
        "Prebilling", {"line": TIME}, payer_override="CEDAR", discount_amount="15.00", hold="yes"
    )
    shared.generate("2026-03")

    found = told(shared, TIME)

    assert "You put it on hold: it is not billed until you empty that cell." in found
    assert "− 15.00: discount you typed." in found
    assert "You named CEDAR as the one who pays it." in found
    assert "CEDAR pays all of it: 185.00." in found
    assert_adds_up(steps_of(shared, TIME), "185.00")


def test_amounts_agreed_with_payers_are_told_by_their_basis(tmp_path: Path) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "basis": "fixed", "share": "80.00"},
        {"project": "P-1", "payer": "BIRCH", "basis": "rest", "share": "0"},
    ]
    office = Office(
        tmp_path, Projects=[SHARED], Splits=splits, Timesheets=[entry("T-1", "2026-03-02", 120)]
    )
    office.generate("2026-03")

    found = told(office, TIME)

    assert "ALDER: 80.00 (fixed; Splits, row 5)." in found
    assert "BIRCH: 120.00 (rest; Splits, row 6)." in found
    assert_adds_up(steps_of(office, TIME), "200.00")


def test_what_has_changed_since_the_month_was_generated_is_told(office: Office) -> None:
    office.generate("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="60")
    office.put("Prebilling", {"line": UNITS_LINE}, quantity_override="1")
    office.put("Schedules", {"project": "P-1"}, amount="2400.00")

    assert (
        "The entries make 1.5 h today; the line bills 2 h. "
        "Generate the month again to bring a draft up to date."
    ) in told(office, TIME)
    assert "The sheet shows 545.75: generate the month again." in told(office, UNITS_LINE)
    assert "Computed again today it comes to 200.00." in told(
        office, "2026-03/P-1/ACC/fixed/2026-01-01"
    )


def test_entries_that_name_a_line_no_more_are_told(office: Office) -> None:
    office.generate("2026-03")
    for key in ("T-1", "T-2"):
        office.put("Timesheets", {"entry": key}, line=None)
    office.put("Rates", {"rate": "100.00"}, valid_to="2026-01-31")

    assert told(office, TIME)[1] == (
        "No time entry names this line any more; its rate of an hour is 100.00."
    )


def test_a_line_whose_rate_is_gone_keeps_the_one_it_was_made_with(office: Office) -> None:
    office.generate("2026-03")
    office.put("Rates", {"rate": "100.00"}, valid_to="2026-01-31")

    assert "An hour costs 100.00, as frozen on the line; the sheet gives no rate today." in told(
        office, TIME
    )


def test_units_of_several_rows_and_what_another_line_bills_of_them_are_told(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, Units=[UNITS | {"quantity": "30"}])
    office.bill("2026-03")
    office.put("Units", {"quantity": "30"}, quantity="25")
    office.type_row("Units", **UNITS | {"quantity": "12", "source": "late"})
    office.generate("2026-03")
    (draft,) = office.drafts()

    found = told(office, draft["line"])

    assert found[1:5] == [
        "Units, row 5: 25",
        "Units, row 6: 12",
        "2 rows, 37 in all.",
        "30 of them are billed by other lines.",
    ]
    assert_adds_up(steps_of(office, draft["line"]), "103.25")


def test_a_unit_price_that_follows_an_index_is_told_with_the_one_agreed(tmp_path: Path) -> None:
    unit = {"project": "P-1", "service": "PAY", "axis": "unit", "amount": "14.75"}
    schedule = unit | {"start": "2026-01-01", "index": "CPI", "index_base": "130.47"}
    office = Office(
        tmp_path,
        Schedules=[schedule],
        Units=[UNITS],
        Indexes=[{"index": "CPI", "valid_from": "2026-01-01", "value": "133.12"}],
    )
    office.generate("2026-03")

    found = told(office, UNITS_LINE)

    assert found[2:4] == [
        "A unit costs 15.05: Schedules, row 5.",
        "That is 14.75 as agreed, following the index CPI.",
    ]
