"""What may happen at the desk of a mixed office between two runs."""

from hypothesis import strategies as st
from mixed_office import MONTHS, PROJECTS, costs, counts, days, works

MARKS = {"line": None, "invoice": None}
PLACES = st.integers(0, 50)
MONTH = st.sampled_from(MONTHS)
SOURCES = st.sampled_from(["Timesheets", "Expenses"])
TURNED = st.sampled_from(
    ["Timesheets", "Units", "Expenses", "Projects", "Schedules", "Prebilling", "Allocations"]
)
WORK_EDITS = st.one_of(
    st.sampled_from(["6", "60", "300"]).map(lambda cell: {"minutes": cell}),
    st.sampled_from(["draft", "approved"]).map(lambda cell: {"status": cell}),
    st.sampled_from(PROJECTS).map(lambda cell: {"project": cell}),
    st.sampled_from(["ADV", "TAX"]).map(lambda cell: {"service": cell}),
    days.map(lambda cell: {"date": cell}),
    st.just({"billable": "no"}),
    st.just(MARKS),
)
UNIT_EDITS = st.sampled_from(["0", "3", "20", "40"]).map(lambda cell: {"quantity": cell})
COST_EDITS = st.one_of(
    st.just({"amount": "50.00"}),
    st.sampled_from(["draft", "approved"]).map(lambda cell: {"status": cell}),
)
CALM = st.one_of(
    st.tuples(st.just("generate"), MONTH),
    st.tuples(st.just("bill"), MONTH),
    st.tuples(st.just("issue"), MONTH),
    st.tuples(st.just("Timesheets"), works),
    st.tuples(st.just("Units"), counts),
    st.tuples(st.just("Expenses"), costs),
    st.tuples(st.just("edit"), st.just("Timesheets"), PLACES, WORK_EDITS),
    st.tuples(st.just("edit"), st.just("Units"), PLACES, UNIT_EDITS),
    st.tuples(st.just("edit"), st.just("Expenses"), PLACES, COST_EDITS),
    st.tuples(
        st.just("line"), PLACES, st.sampled_from([{"hold": "yes"}, {"text_override": "As said"}])
    ),
    st.tuples(st.just("delete"), st.just("Prebilling"), PLACES),
    st.tuples(st.just("delete"), SOURCES, PLACES),
    st.tuples(st.just("turn"), TURNED, PLACES),
)
"""After these each thing is still owed as the sheets have it in the end."""

OVERRIDES = st.sampled_from(
    [
        {"quantity_override": "0"},
        {"quantity_override": "1.5"},
        {"quantity_override": "-1"},
        {"price_override": "0"},
        {"price_override": "80"},
        {"price_override": "12.345"},
        {"discount_percent": "0.1"},
        {"discount_percent": "1"},
        {"discount_amount": "5.00"},
        {"payer_override": "CEDAR"},
        {"payer_override": "NOBODY"},
        {"text_override": "As agreed by telephone"},
        {"hold": "yes"},
        {"hold": None},
        {"decision": "approved"},
        {
            "quantity_override": None,
            "price_override": None,
            "discount_percent": None,
            "discount_amount": None,
            "payer_override": None,
        },
    ]
)
TERMS: dict[str, list[dict[str, str | None]]] = {
    "Rates": [
        {"rate": "80.00"},
        {"rate": "123.45"},
        {"valid_to": "2026-02-10"},
        {"valid_to": None},
    ],
    "Schedules": [
        {"amount": "1200.00"},
        {"amount": "0"},
        {"end": "2026-02-10"},
        {"end": None},
        {"start": "2026-02-20"},
        {"share": "0.2"},
        {"index": "CPI"},
        {"timing": "advance"},
    ],
    "Splits": [
        {"share": "0.5"},
        {"share": "0.4"},
        {"share": "0.6"},
        {"share": "400"},
        {"basis": "rest", "share": "0"},
        {"payer": "CEDAR"},
        {"valid_from": "2026-02-15"},
        {"valid_to": "2026-02-14"},
        {"per": "total"},
        {"ceiling": "100"},
    ],
    "Phases": [{"fee": "15000.00"}, {"fee": "0"}],
    "Progress": [{"percent": "0.05"}, {"percent": "0.8"}, {"month": "2026-01"}],
    "Retainers": [
        {"amount": "650.00"},
        {"amount": "0"},
        {"included_hours": "8"},
        {"included_hours": "0"},
        {"overage_rate": "125.50"},
        {"overage_rate": None},
        {"end": "2026-02-10"},
        {"start": "2026-02-10"},
        {"projects": None},
        {"service": "ADV"},
    ],
    "Projects": [
        {"cap_amount": "450"},
        {"cap_amount": None},
        {"cap_mode": "write off"},
        {"status": "on hold"},
        {"status": "active"},
        {"fee": "12345.67"},
        {"client": "CEDAR"},
        {"multi_payer": "no"},
    ],
    "Clients": [
        {"discount_percent": "0.05"},
        {"discount_amount": "10"},
        {"hours_mode": "minutes"},
        {"time_detail": "person"},
        {"time_detail": "entry"},
        {"rounding_minutes": "15"},
        {"rounding_minutes": None},
        {"fiscal_year_start": "4"},
        {"invoice_grouping": "payer"},
        {"country": "FR"},
    ],
    "Services": [{"unit_price": "16.10"}, {"vat_rate": "0.06"}, {"vat_category": "E"}],
    "Tiers": [{"unit_price": "9.99"}, {"from_quantity": "20"}],
    "Indexes": [{"value": "110.01"}, {"value": "0"}],
    "Volumes": [{"planned": "100"}, {"unit_price": "2.50"}],
}
OWN = st.builds(
    lambda month, project, cells: {"month": month, "project": project, **cells},
    MONTH,
    st.sampled_from(PROJECTS),
    st.sampled_from(
        [
            {"description": "Copies", "quantity": "3", "unit_price": "0.333"},
            {"description": "Kindness", "quantity": "-1", "unit_price": "25"},
            {"axis": "discount", "discount_percent": "0.1"},
            {"axis": "discount", "quantity": "-1", "unit_price": "20"},
            {
                "description": "For you",
                "quantity": "1",
                "unit_price": "50",
                "payer_override": "CEDAR",
            },
        ]
    ),
)
UPSETS = st.one_of(
    CALM,
    st.tuples(st.just("line"), PLACES, OVERRIDES),
    st.tuples(st.just("own"), OWN),
    *(
        st.tuples(st.just("edit"), st.just(table), PLACES, st.sampled_from(edits))
        for table, edits in TERMS.items()
    ),
)
"""Terms that are agreed anew, and lines that are typed over, on top."""
