"""What invoices and credit notes have in common: all that stands between header and footer."""

from collections.abc import Sequence

from templates.figure_tables import facts, lines, mentions, registered, sums
from templates.layout import Layout
from templates.word_pieces import line, marked, paragraph, text


def invoice_body(layout: Layout, dates: Sequence[tuple[str, str]], closing: str) -> str:
    """The number and the buyer, facts, lines and totals, and the sentences of the law.

    Args:
        layout: Its texts and its title.
        dates: The first row of facts, each the key of a label and a tag.
        closing: What becomes of the amount: how it is to be paid, or what is credited.
    """
    say, gap = layout.say, line("Gap", "")
    kept_gap = line("Gap", "", kept=True)
    number = marked("invoice_number", say("number"), "{{ invoice_number }}")
    vat_number, register = registered()
    references = (
        ("our_reference", "{{ our_reference or '\N{EN DASH}' }}"),
        ("your_reference", "{{ your_reference or '\N{EN DASH}' }}"),
        vat_number,
    )
    return (
        layout.head(paragraph("Document Number", text(say("number") + " "), number))
        + gap
        + gap
        + facts(say, dates, references, below=register)
        + gap
        + gap
        + line("Subject", "{{ title }}")
        + lines(say)
        + kept_gap
        + kept_gap
        + sums(say)
        + gap
        + gap
        + closing
        + gap
        + mentions()
    )
