"""The templates of time annexes that ship: one Word document per language.

``make templates`` writes ``templates/annex/{en,fr,nl,de}.docx``. What it says is in
``templates/annex_words.toml``, and what all documents say in ``templates/invoice_words.toml``.
"""

import tomllib
from pathlib import Path

from addin.words import Language
from templates.figure_tables import facts
from templates.layout import Layout, Say, last_kept, saying
from templates.word_pieces import Cell, line, marked, paragraph, row, table, tag_row
from templates.word_styles import ACCENT, TINT

HERE = Path(__file__).parent
WORDS = {
    key: said
    for name in ("invoice", "annex")
    for key, said in tomllib.loads((HERE / f"{name}_words.toml").read_text("utf-8")).items()
}

TIME = (36, 36, 58, 16, 24)  # millimetres
TOTALS = (96, 38, 36)


def build(language: Language) -> bytes:
    """The template in one language."""
    say = saying(WORDS, language)
    layout = Layout(
        say,
        title=say("title"),
        number="{{ invoice_number }}",
        subject="{{ title }}",
        shows_iban=False,
    )
    gap, kept_gap = line("Gap", ""), line("Gap", "", kept=True)
    to_invoice = f"{say('to_invoice')} {{{{ invoice_number }}}}"
    return layout.build(
        layout.head(line("Document Number", to_invoice))
        + gap
        + gap
        + _facts(say)
        + gap
        + gap
        + line("Subject", "{{ title }}")
        + _time(say)
        + kept_gap
        + kept_gap
        + _totals(say)
        + gap
        + line("Line Note", say("note"))
    )


def _facts(say: Say) -> str:
    return facts(
        say,
        (
            ("issue_date", "{{ issue_date }}"),
            ("service_period", "{{ service_period }}"),
            ("our_reference", "{{ our_reference }}"),
        ),
    )


def _time(say: Say) -> str:
    headings = (
        *(Cell(line("Line Heading", say(key)), bottom=True) for key in ("date", "person", "work")),
        *(Cell(line("Line Heading Right", say(key)), bottom=True) for key in ("hours", "amount")),
    )
    whole = (
        Cell(line("Annex Line", "{{ part.description }}", kept=True), shade=TINT, span=3),
        Cell(line("Annex Figure", "{{ part.hours }}"), shade=TINT),
        Cell(
            paragraph("Annex Figure", marked("annex_line", say("amount"), "{{ part.amount }}")),
            shade=TINT,
        ),
    )
    own = (
        Cell(last_kept("Line Text", "{{ row.date }}", "loop.last and part == parts[-1]")),
        *(Cell(line("Line Text", f"{{{{ row.{field} }}}}")) for field in ("person", "work")),
        Cell(line("Line Figure", "{{ row.hours }}")),
        Cell(paragraph("Line Figure", marked("annex_row", say("amount"), "{{ row.amount }}"))),
    )
    return table(
        TIME,
        row(TIME, headings, heading=True),
        tag_row(TIME, "{%tr for part in parts %}"),
        row(TIME, whole),
        tag_row(TIME, "{%tr for row in part.rows %}"),
        row(TIME, own),
        tag_row(TIME, "{%tr endfor %}"),
        tag_row(TIME, "{%tr endfor %}"),
        style="Figure Table",
    )


def _totals(say: Say) -> str:
    def total(label: str, hours: str, figure: str) -> str:
        cells = (
            Cell(line("Total Label", label, kept=True)),
            Cell(line("Total Figure", hours)),
            Cell(figure),
        )
        return row(TOTALS, cells)

    time = marked("annex_time", say("time_total"), "{{ time_total }}")
    due = (
        Cell(line("Due Label", say("total_lines")), shade=ACCENT, span=2),
        Cell(
            paragraph("Due Figure", marked("annex_total", say("total_lines"), "{{ total_lines }}")),
            shade=ACCENT,
        ),
    )
    return table(
        TOTALS,
        total(say("time_total"), "{{ time_hours }}", paragraph("Total Figure", time)),
        tag_row(TOTALS, "{%tr if other_total %}"),
        total(say("other_total"), "", line("Total Figure", "{{ other_total }}")),
        tag_row(TOTALS, "{%tr endif %}"),
        row(TOTALS, due),
        style="Figure Table",
    )
