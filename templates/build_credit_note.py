"""Builds the templates of credit notes that ship: one Word document per language.

``python templates/build_credit_note.py`` writes ``templates/credit-note/{en,fr,nl,de}.docx``. What
it says otherwise than an invoice is in ``templates/credit_note_words.toml``.
"""

import tomllib
from pathlib import Path

from addin.words import Language
from templates.figure_tables import facts, lines, mentions, registered, sums
from templates.layout import Layout, Say, saying
from templates.word_pieces import Cell, line, marked, paragraph, row, table, tag_row, text
from templates.word_styles import ACCENT, TINT

HERE = Path(__file__).parent
WORDS = {
    key: said
    for name in ("invoice", "credit_note")
    for key, said in tomllib.loads((HERE / f"{name}_words.toml").read_text("utf-8")).items()
}

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
    return layout.build(_body(layout))


def _body(layout: Layout) -> str:
    say, gap = layout.say, line("Gap", "")
    number = marked("invoice_number", say("number"), "{{ invoice_number }}")
    return (
        layout.head(paragraph("Document Number", text(say("number") + " "), number))
        + gap
        + gap
        + _facts(say)
        + gap
        + gap
        + line("Subject", "{{ title }}")
        + lines(say)
        + gap
        + gap
        + sums(say)
        + gap
        + gap
        + _credited(say)
        + gap
        + mentions()
    )


def _facts(say: Say) -> str:
    first = (
        ("issue_date", "{{ issue_date }}"),
        ("preceding", "{{ preceding_number }} · {{ preceding_date }}"),
        ("service_period", "{{ service_period }}"),
    )
    vat_number, register = registered()
    second = (
        ("our_reference", "{{ our_reference or '\N{EN DASH}' }}"),
        ("your_reference", "{{ your_reference or '\N{EN DASH}' }}"),
        vat_number,
    )
    return facts(say, first, second, below=register)


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


if __name__ == "__main__":
    (HERE / "credit-note").mkdir(exist_ok=True)
    for each in Language:
        (HERE / "credit-note" / f"{each}.docx").write_bytes(build(each))
