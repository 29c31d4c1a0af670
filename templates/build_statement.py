"""The templates of statements of account that ship: one Word document per language.

``make templates`` writes ``templates/statement/{en,fr,nl,de}.docx``. What it
says is in ``templates/statement_words.toml``, and what all say in ``invoice_words.toml``.
"""

import tomllib
from pathlib import Path

from addin.words import Language
from templates.layout import Layout, Say, last_kept, optional, saying
from templates.word_pieces import Cell, line, marked, paragraph, row, table, tag_row
from templates.word_styles import ACCENT, TINT

HERE = Path(__file__).parent
WORDS = {
    key: said
    for name in ("invoice", "statement")
    for key, said in tomllib.loads((HERE / f"{name}_words.toml").read_text("utf-8")).items()
}

MOVEMENTS = (38, 57, 25, 25, 25)  # millimetres
OPEN = (60, 60, 50)


def build(language: Language) -> bytes:
    """The template in one language."""
    say = saying(WORDS, language)
    layout = Layout(say, title=say("title"), number="{{ period }}", subject="{{ period }}")
    gap = line("Gap", "")
    days = say("days").format(first="{{ first_day }}", last="{{ last_day }}")
    return layout.build(
        layout.head(line("Document Number", "{{ period }}"))
        + gap
        + gap
        + line("Subject", days)
        + _movements(say)
        + gap
        + gap
        + optional("open_invoices", line("Subject", say("open")) + _open_invoices(say) + gap)
        + gap
        + line("Mention", say("question"))
    )


def _movements(say: Say) -> str:
    headings = (
        *(Cell(line("Line Heading", say(key)), bottom=True) for key in ("date", "movement")),
        *(
            Cell(line("Line Heading Right", say(key)), bottom=True)
            for key in ("invoiced", "received", "balance")
        ),
    )
    opened = say("opening") + " {{ first_day }}"
    opening = (
        Cell(line("Annex Line", opened, kept=True), shade=TINT, span=4),
        Cell(
            paragraph("Annex Figure", marked("opening_balance", say("opening"), "{{ opening }}")),
            shade=TINT,
        ),
    )
    own = (
        Cell(last_kept("Line Text", "{{ row.date }}")),
        Cell(line("Line Text", "{{ row.text }}")),
        Cell(line("Line Figure", "{{ row.invoiced }}")),
        Cell(line("Line Figure", "{{ row.received }}")),
        Cell(paragraph("Line Figure", marked("row_balance", say("balance"), "{{ row.balance }}"))),
    )
    label = (
        f"{{% if in_favour %}}{say('in_favour')}{{% else %}}{say('closing')}{{% endif %}}"
        " {{ last_day }}"
    )
    closing = (
        Cell(line("Due Label", label), shade=ACCENT, span=3),
        Cell(
            paragraph("Due Figure", marked("closing_balance", say("closing"), "{{ closing }}")),
            shade=ACCENT,
            span=2,
        ),
    )
    return table(
        MOVEMENTS,
        row(MOVEMENTS, headings, heading=True),
        row(MOVEMENTS, opening),
        tag_row(MOVEMENTS, "{%tr for row in movements %}"),
        row(MOVEMENTS, own),
        tag_row(MOVEMENTS, "{%tr endfor %}"),
        row(MOVEMENTS, closing),
        style="Figure Table",
    )


def _open_invoices(say: Say) -> str:
    headings = (
        *(Cell(line("Line Heading", say(key)), bottom=True) for key in ("movement", "due_date")),
        Cell(line("Line Heading Right", say("left")), bottom=True),
    )
    own = (
        Cell(last_kept("Line Text", "{{ item.number }}")),
        Cell(line("Line Text", "{{ item.due_date }}")),
        Cell(line("Line Figure", "{{ item.left }}")),
    )
    total = (
        Cell(line("Annex Line", say("open_total")), shade=TINT, span=2),
        Cell(line("Annex Figure", "{{ open_total }}"), shade=TINT),
    )
    return table(
        OPEN,
        row(OPEN, headings, heading=True),
        tag_row(OPEN, "{%tr for item in open_invoices %}"),
        row(OPEN, own),
        tag_row(OPEN, "{%tr endfor %}"),
        row(OPEN, total),
        style="Figure Table",
    )
