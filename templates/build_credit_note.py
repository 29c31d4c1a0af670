"""The templates of credit notes that ship: one Word document per language.

``make templates`` writes ``templates/credit-note/{en,fr,nl,de}.docx``. What it says otherwise than
an invoice is in ``templates/credit_note_words.toml``.
"""

import tomllib
from pathlib import Path

from addin.words import Language
from templates.invoice_body import invoice_body
from templates.layout import Layout, Say, saying
from templates.word_pieces import Cell, line, row, table, tag_row
from templates.word_styles import ACCENT, TINT

HERE = Path(__file__).parent
WORDS = {
    key: said
    for name in ("invoice", "credit_note")
    for key, said in tomllib.loads((HERE / f"{name}_words.toml").read_text("utf-8")).items()
}

DATES = (
    ("issue_date", "{{ issue_date }}"),
    ("preceding", "{{ preceding_number }} · {{ preceding_date }}"),
    ("service_period", "{{ service_period }}"),
)
CREDITED = (170,)  # millimetres


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
    return layout.build(invoice_body(layout, DATES, _credited(say)))


def _credited(say: Say) -> str:
    """What becomes of the amount, where an invoice asks for its payment."""
    sentence = say("credited").format(
        amount="{{ total_gross }}", number="{{ preceding_number }}", date="{{ preceding_date }}"
    )
    bar = f'<w:tblBorders><w:left w:val="single" w:sz="24" w:color="{ACCENT}"/></w:tblBorders>'

    def said(style: str, content: str) -> str:
        return row(CREDITED, (Cell(line(style, content), shade=TINT),))

    return table(
        CREDITED,
        said("Payment", sentence),
        said("Payment Note", say("settled")),
        tag_row(CREDITED, "{%tr if vat_note %}"),
        said("Payment Note", "{{ vat_note }}"),
        tag_row(CREDITED, "{%tr endif %}"),
        said("Gap", ""),
        borders=bar,
    )
