"""The invoice templates that ship: one Word document per language.

``make templates`` writes ``templates/invoice/{en,fr,nl,de}.docx``. The styles are in
``templates/word_styles.py``, the texts in ``templates/invoice_words.toml``.
"""

import tomllib
from pathlib import Path

from addin.words import Language
from templates.invoice_body import invoice_body
from templates.layout import Layout, Say, optional, saying
from templates.word_pieces import (
    Cell,
    line,
    marked,
    paragraph,
    row,
    table,
    tag_row,
    text,
)
from templates.word_styles import ACCENT, TINT

HERE = Path(__file__).parent
WORDS = tomllib.loads((HERE / "invoice_words.toml").read_text("utf-8"))

DATES = tuple((key, f"{{{{ {key} }}}}") for key in ("issue_date", "due_date", "service_period"))
PAYMENT = (52, 80, 38)  # millimetres; the last column is that of the code to scan

EARLY = {name: f"{{{{ early_{name} }}}}" for name in ("date", "rate", "discount")}
EARLY["amount"] = "{{ early_gross }}"


def build(language: Language) -> bytes:
    """The template in one language."""
    say = saying(WORDS, language)
    layout = Layout(
        say,
        title=f"{{% if draft %}}{say('draft_title')}{{% else %}}{say('title')}{{% endif %}}",
        number="{{ invoice_number }}",
        subject="{{ title }}",
        mark=optional("draft", line("Draft Mark", say("draft_mark"))),
    )
    return layout.build(invoice_body(layout, DATES, _payment(say)))


def _payment(say: Say) -> str:
    sentence = say("payment").format(amount="{{ total_gross }}", date="{{ due_date }}")
    reference = (
        f"{{% if structured %}}{say('structured')}{{% else %}}{say('reference')}{{% endif %}}"
    )

    beside = Cell("<w:p/>", shade=TINT, merge="below")

    def said(content: str, last: Cell = beside) -> str:
        return row(PAYMENT, (Cell(content, shade=TINT, span=2), last))

    def fact(label: str, tag: str) -> str:
        cells = (
            Cell(line("Payment Label", label), shade=TINT),
            Cell(line("Payment Fact", tag), shade=TINT),
            beside,
        )
        return row(PAYMENT, cells)

    early = [text(part) for part in say("early").format(**EARLY).split(EARLY["amount"])]
    early.insert(1, marked("early_gross", say("total_gross"), EARLY["amount"]))
    bar = f'<w:tblBorders><w:left w:val="single" w:sz="24" w:color="{ACCENT}"/></w:tblBorders>'
    return table(
        PAYMENT,
        said(line("Payment", sentence), Cell(_code(say), shade=TINT, merge="start")),
        tag_row(PAYMENT, "{%tr if early_gross %}"),
        said(paragraph("Payment", *early)),
        tag_row(PAYMENT, "{%tr endif %}"),
        tag_row(PAYMENT, "{%tr if early_note %}"),
        said(line("Payment Note", "{{ early_note }}")),
        tag_row(PAYMENT, "{%tr endif %}"),
        fact(say("iban"), "{{ iban }}"),
        tag_row(PAYMENT, "{%tr if bic %}"),
        fact(say("bic"), "{{ bic }}"),
        tag_row(PAYMENT, "{%tr endif %}"),
        tag_row(PAYMENT, "{%tr if reference %}"),
        fact(reference, "{{ reference }}"),
        tag_row(PAYMENT, "{%tr endif %}"),
        said(line("Gap", "")),
        borders=bar,
    )


def _code(say: Say) -> str:
    """What the buyer's banking app reads; nothing on an invoice that has none."""
    scan = f"{say('scan')} {{{{ total_gross }}}}"
    return (
        optional(
            "payment_code", line("Payment Code", "{{ payment_code }}") + line("Payment Scan", scan)
        )
        + "<w:p/>"
    )
