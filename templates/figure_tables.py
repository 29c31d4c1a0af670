"""The tables of figures that invoices and credit notes have in common."""

from collections.abc import Sequence

from templates.layout import Say, last_kept, optional
from templates.word_pieces import Cell, line, marked, paragraph, row, table, tag_row
from templates.word_styles import ACCENT, HAIRLINE

# Millimetres.
FACTS = (58, 58, 54)
LINES = (62, 16, 19, 24, 25, 24)
VAT = (36, 32, 22)
TOTALS = (38, 32)
SUMS = (90, 10, 70)  # three columns, as docxtpl wants no fewer than the tables inside have


def facts(say: Say, *rows: Sequence[tuple[str, str]], below: str = "") -> str:
    """What identifies the document: rows of three facts, each a label and a tag.

    Args:
        say: The texts.
        rows: Keys of the labels, and what stands under them.
        below: Paragraphs under the last fact.
    """
    rule = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="{HAIRLINE}"/>' for side in ("top", "bottom")
    )
    cells = [[line("Fact Label", say(key)) + line("Fact", tag) for key, tag in one] for one in rows]
    cells[-1][-1] += below
    return table(
        FACTS,
        *(row(FACTS, [Cell(content) for content in contents]) for contents in cells),
        borders=f"<w:tblBorders>{rule}</w:tblBorders>",
    )


def registered() -> tuple[tuple[str, str], str]:
    """The buyer's VAT number as a fact, and its number in the register of companies below it."""
    fact = ("your_vat", "{{ buyer.vat_number or '\N{EN DASH}' }}")
    number = line("Fact", "{{ buyer.register }} {{ buyer.enterprise_number }}")
    return fact, optional("buyer.enterprise_number", number)


def lines(say: Say) -> str:
    """The lines, their headings repeated on every page."""
    note = (
        "{{ line.period }}{% if line.period and line.discount %} · {% endif %}"
        f"{{% if line.discount %}}{say('discount')} {{{{ line.discount }}}}{{% endif %}}"
    )
    reduction = f"{say('reduction')} {{{{ line.reduction }}}}"
    description = (
        last_kept("Line Text", "{{ line.description }}")
        + optional("several_projects", line("Line Note", "{{ line.project }}"))
        + optional("line.phase", line("Line Note", "{{ line.phase }}"))
        + optional("line.period or line.discount", line("Line Note", note))
        + optional("line.reduction", line("Line Note", reduction))
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


def sums(say: Say) -> str:
    """The VAT breakdown on the left, the totals on the right, never cut by the end of a page."""
    end = line("Small Gap", "")
    breakdown = optional("not outside_vat", _vat(say))
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


def mentions() -> str:
    """The sentences the law wants."""
    return (
        line("Mention", "{%p for mention in mentions %}")
        + line("Mention", "{{ mention }}")
        + line("Mention", "{%p endfor %}")
    )
