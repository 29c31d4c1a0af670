"""Builds the invoice templates that ship: one Word document per language, the same bytes each time.

``python templates/build_invoice.py`` writes ``templates/invoice/{en,fr,nl,de}.docx``. The styles
are in ``templates/word_styles.py``, the texts in ``templates/invoice_words.toml``.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path

from docx.document import Document

from addin.words import Language, words
from templates.word_file import fill, new_document, sealed
from templates.word_pieces import (
    Cell,
    field,
    line,
    marked,
    paragraph,
    row,
    table,
    tag_row,
    text,
)
from templates.word_styles import ACCENT, HAIRLINE, TINT

HERE = Path(__file__).parent
WORDS = tomllib.loads((HERE / "invoice_words.toml").read_text("utf-8"))

# Millimetres, mostly widths of columns. The buyer's address stands where the envelopes of Belgium
# and France have their window: 110 mm from the left, 50 mm from the top.
LETTERHEAD = (85, 85)
LETTERHEAD_HEIGHT = 31
ADDRESS = (90, 80)
FACTS = (58, 58, 54)
LINES = (62, 16, 19, 24, 25, 24)
VAT = (36, 32, 22)
TOTALS = (38, 32)
SUMS = (90, 10, 70)  # three columns, as docxtpl wants no fewer than the tables inside have
PAYMENT = (52, 118)
FOOT = (145, 25)

EARLY = {name: f"{{{{ early_{name} }}}}" for name in ("date", "rate", "discount")}
EARLY["amount"] = "{{ early_gross }}"
NBSP = "\u00a0"
Say = Callable[[str], str]


def build(language: Language) -> bytes:
    """The template in one language."""

    def say(key: str) -> str:
        return words(WORDS[key])[language]

    document = new_document(say("spelling"))
    _set_properties(document, say)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    fill(document.element.body, _body(say))
    for story, xml in (
        (section.first_page_header, _letterhead(say)),
        (section.header, _running_head(say)),
        (section.first_page_footer, _footer(say)),
        (section.footer, _footer(say)),
    ):
        fill(story.part.element, xml)
    return sealed(document)


def _body(say: Say) -> str:
    gap = line("Gap", "")
    return (
        _address(say)
        + gap
        + gap
        + _facts(say)
        + gap
        + gap
        + line("Subject", "{{ title }}")
        + _lines(say)
        + gap
        + gap
        + _sums(say)
        + gap
        + gap
        + _payment(say)
        + gap
        + _mentions()
    )


def _letterhead(say: Say) -> str:
    contact = (
        line("Firm Contact", "{{ seller.address }}")
        + line(
            "Firm Contact",
            "{{ seller.postcode }} {{ seller.city }}"
            "{% if seller.country %}, {{ seller.country }}{% endif %}",
        )
        + _optional("seller.phone", line("Firm Contact", "{{ seller.phone }}"))
        + _optional("seller.email", line("Firm Contact", "{{ seller.email }}"))
        + line("Firm Contact", say("vat_number") + " {{ seller.vat_number }}")
    )
    cells = (Cell(line("Firm Name", "{{ logo }}")), Cell(contact))
    return (
        _draft_mark(say)
        + table(LETTERHEAD, row(LETTERHEAD, cells, height=LETTERHEAD_HEIGHT))
        + line("Small Gap", "")
    )


def _running_head(say: Say) -> str:
    cells = (
        Cell(line("Running Head", "{{ seller.name }}")),
        Cell(line("Firm Contact", f"{_title(say)} {{{{ invoice_number }}}}")),
    )
    rule = f'<w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{HAIRLINE}"/></w:tblBorders>'
    return (
        _draft_mark(say)
        + table(LETTERHEAD, row(LETTERHEAD, cells), borders=rule)
        + line("Gap", "")
        + line("Gap", "")
    )


def _draft_mark(say: Say) -> str:
    return _optional("draft", line("Draft Mark", say("draft_mark")))


def _title(say: Say) -> str:
    return f"{{% if draft %}}{say('draft_title')}{{% else %}}{say('title')}{{% endif %}}"


def _address(say: Say) -> str:
    number = marked("invoice_number", say("number"), "{{ invoice_number }}")
    title = line("Document Title", _title(say)) + paragraph(
        "Document Number", text(say("number") + " "), number
    )
    buyer = (
        line("Buyer Name", "{{ buyer.name }}")
        + _optional(
            "buyer.contact", line("Buyer Address", say("attention") + " {{ buyer.contact }}")
        )
        + line("Buyer Address", "{{ buyer.address }}")
        + line("Buyer Address", "{{ buyer.postcode }} {{ buyer.city }}")
        + _optional("buyer.country", line("Buyer Address", "{{ buyer.country }}"))
    )
    return table(ADDRESS, row(ADDRESS, (Cell(title), Cell(buyer)), height=32))


def _facts(say: Say) -> str:
    first = (
        ("issue_date", "{{ issue_date }}"),
        ("due_date", "{{ due_date }}"),
        ("service_period", "{{ service_period }}"),
    )
    second = (
        ("our_reference", "{{ our_reference or '\N{EN DASH}' }}"),
        ("your_reference", "{{ your_reference or '\N{EN DASH}' }}"),
        ("your_vat", "{{ buyer.vat_number or '\N{EN DASH}' }}"),
    )
    rule = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="{HAIRLINE}"/>' for side in ("top", "bottom")
    )
    registered = _optional(
        "buyer.enterprise_number",
        line("Fact", "{{ buyer.register }} {{ buyer.enterprise_number }}"),
    )
    cells = [
        [line("Fact Label", say(key)) + line("Fact", tag) for key, tag in facts]
        for facts in (first, second)
    ]
    cells[1][2] += registered
    return table(
        FACTS,
        *(row(FACTS, [Cell(content) for content in contents]) for contents in cells),
        borders=f"<w:tblBorders>{rule}</w:tblBorders>",
    )


def _lines(say: Say) -> str:
    note = (
        "{{ line.period }}{% if line.period and line.discount %} · {% endif %}"
        f"{{% if line.discount %}}{say('discount')} {{{{ line.discount }}}}{{% endif %}}"
    )
    reduction = f"{say('reduction')} {{{{ line.reduction }}}}"
    description = (
        line("Line Text", "{{ line.description }}")
        + _optional("several_projects", line("Line Note", "{{ line.project }}"))
        + _optional("line.phase", line("Line Note", "{{ line.phase }}"))
        + _optional("line.period or line.discount", line("Line Note", note))
        + _optional("line.reduction", line("Line Note", reduction))
    )
    figures = ("{{ line.unit_price }}", "{{ line.vat }}")
    amount = marked("line_amount", say("amount"), "{{ line.amount }}")
    cells = (
        Cell(description),
        Cell(line("Line Figure", "{{ line.quantity }}")),
        Cell(line("Line Unit", "{{ line.unit }}")),
        *(Cell(line("Line Figure", figure)) for figure in figures),
        Cell(paragraph("Line Figure", amount)),
    )
    return table(
        LINES,
        row(LINES, _line_headings(say), heading=True),
        tag_row(LINES, "{%tr for line in lines %}"),
        row(LINES, cells),
        tag_row(LINES, "{%tr endfor %}"),
        style="Figure Table",
    )


def _line_headings(say: Say) -> list[Cell]:
    figures = ("unit_price", "vat", "amount")
    return [
        Cell(line("Line Heading", say("description")), bottom=True),
        Cell(line("Line Heading Right", say("quantity")), bottom=True),
        Cell(line("Line Unit Heading", say("unit")), bottom=True),
        *(Cell(line("Line Heading Right", say(column)), bottom=True) for column in figures),
    ]


def _sums(say: Say) -> str:
    end = line("Small Gap", "")
    breakdown = _optional("not outside_vat", _vat(say))
    cells = (Cell(breakdown + end), Cell(end), Cell(_totals(say) + end))
    return table(SUMS, row(SUMS, cells))


def _vat(say: Say) -> str:
    headings = (
        Cell(line("Line Heading", say("vat_rate")), bottom=True),
        Cell(line("Line Heading Right", say("vat_base")), bottom=True),
        Cell(line("Line Heading Right", say("vat_amount")), bottom=True),
    )
    cells = (
        Cell(line("Line Text", "{{ row.label }}")),
        Cell(paragraph("Line Figure", marked("vat_base", say("vat_base"), "{{ row.base }}"))),
        Cell(paragraph("Line Figure", marked("vat_amount", say("vat_amount"), "{{ row.vat }}"))),
    )
    return table(
        VAT,
        row(VAT, headings),
        tag_row(VAT, "{%tr for row in vat_rows %}"),
        row(VAT, cells),
        tag_row(VAT, "{%tr endfor %}"),
        style="Figure Table",
    )


def _totals(say: Say) -> str:
    def total(label: str, figure: str) -> str:
        return row(TOTALS, (Cell(line("Total Label", label)), Cell(figure)))

    def proven(key: str, style: str) -> str:
        return paragraph(style, marked(key, say(key), f"{{{{ {key} }}}}"))

    allowance = marked("allowance_amount", say("discount"), "{{ allowance.amount }}")
    due = (
        Cell(line("Due Label", say("total_gross")), shade=ACCENT),
        Cell(proven("total_gross", "Due Figure"), shade=ACCENT),
    )
    return table(
        TOTALS,
        tag_row(TOTALS, "{%tr if discount %}"),
        total(say("total_lines"), line("Total Figure", "{{ total_lines }}")),
        tag_row(TOTALS, "{%tr endif %}"),
        tag_row(TOTALS, "{%tr for allowance in allowances %}"),
        total("{{ allowance.reason }}", paragraph("Total Figure", allowance)),
        tag_row(TOTALS, "{%tr endfor %}"),
        total(say("total_net"), proven("total_net", "Total Figure")),
        total(say("total_vat"), proven("total_vat", "Total Figure")),
        row(TOTALS, due),
        style="Figure Table",
    )


def _payment(say: Say) -> str:
    sentence = say("payment").format(amount="{{ total_gross }}", date="{{ due_date }}")
    reference = (
        f"{{% if structured %}}{say('structured')}{{% else %}}{say('reference')}{{% endif %}}"
    )

    def fact(label: str, tag: str) -> str:
        cells = (
            Cell(line("Payment Label", label), shade=TINT),
            Cell(line("Payment Fact", tag), shade=TINT),
        )
        return row(PAYMENT, cells)

    early = [text(part) for part in say("early").format(**EARLY).split(EARLY["amount"])]
    early.insert(1, marked("early_gross", say("total_gross"), EARLY["amount"]))
    bar = f'<w:tblBorders><w:left w:val="single" w:sz="24" w:color="{ACCENT}"/></w:tblBorders>'
    return table(
        PAYMENT,
        row(PAYMENT, (Cell(line("Payment", sentence), shade=TINT, span=2),)),
        tag_row(PAYMENT, "{%tr if early_gross %}"),
        row(PAYMENT, (Cell(paragraph("Payment", *early), shade=TINT, span=2),)),
        tag_row(PAYMENT, "{%tr endif %}"),
        tag_row(PAYMENT, "{%tr if early_note %}"),
        row(PAYMENT, (Cell(line("Payment Note", "{{ early_note }}"), shade=TINT, span=2),)),
        tag_row(PAYMENT, "{%tr endif %}"),
        fact(say("iban"), "{{ iban }}"),
        tag_row(PAYMENT, "{%tr if bic %}"),
        fact(say("bic"), "{{ bic }}"),
        tag_row(PAYMENT, "{%tr endif %}"),
        tag_row(PAYMENT, "{%tr if reference %}"),
        fact(reference, "{{ reference }}"),
        tag_row(PAYMENT, "{%tr endif %}"),
        row(PAYMENT, (Cell(line("Gap", ""), shade=TINT, span=2),)),
        borders=bar,
    )


def _mentions() -> str:
    return (
        line("Mention", "{%p for mention in mentions %}")
        + line("Mention", "{{ mention }}")
        + line("Mention", "{%p endfor %}")
    )


def _footer(say: Say) -> str:
    identity = (
        "{{ seller.name }} · {{ seller.address }}, {{ seller.postcode }} {{ seller.city }}"
        f" · {say('vat_number')}{NBSP}{{{{ seller.vat_number }}}}"
        "{% if seller.enterprise_number %} · "
        f"{{{{ seller.register }}}}{NBSP}{{{{ seller.enterprise_number }}}}"
        f"{{% endif %}} · {say('iban')}{NBSP}{{{{ iban }}}}"
    )
    before, between = say("page").split("{page}")[0], say("page").split("{page}")[1]
    page = paragraph(
        "Page Number",
        text(before),
        field("PAGE"),
        text(between.replace("{pages}", "")),
        field("NUMPAGES"),
    )
    rule = f'<w:tblBorders><w:top w:val="single" w:sz="4" w:color="{HAIRLINE}"/></w:tblBorders>'
    gap = line("Small Gap", "")
    cells = (Cell(gap + line("Legal Line", identity)), Cell(gap + page))
    return table(FOOT, row(FOOT, cells), borders=rule) + gap


def _optional(condition: str, paragraphs: str) -> str:
    """Paragraphs and tables that are only there if a field is."""
    return (
        line("Line Note", f"{{%p if {condition} %}}")
        + paragraphs
        + line("Line Note", "{%p endif %}")
    )


def _set_properties(document: Document, say: Say) -> None:
    properties = document.core_properties
    properties.author, properties.last_modified_by = "{{ seller.name }}", "Quotepart"
    properties.title = f"{_title(say)} {{{{ invoice_number }}}}"
    properties.subject = "{{ title }}"
    properties.comments = properties.keywords = ""
    properties.language = say("spelling")


if __name__ == "__main__":
    (HERE / "invoice").mkdir(exist_ok=True)
    for each in Language:
        (HERE / "invoice" / f"{each}.docx").write_bytes(build(each))
