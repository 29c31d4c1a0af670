"""What all documents have in common: letterhead, title and address, running head and footer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docx.document import Document

from addin.words import Language, words
from templates.word_file import fill, new_document, sealed
from templates.word_pieces import Cell, field, line, paragraph, row, table, text
from templates.word_styles import HAIRLINE

# Millimetres, mostly widths of columns. The buyer's address stands where the envelopes of Belgium
# and France have their window: 110 mm from the left, 50 mm from the top.
LETTERHEAD = (85, 85)
LETTERHEAD_HEIGHT = 31
ADDRESS = (90, 80)
ADDRESS_HEIGHT = 32
FOOT = (145, 25)

NBSP = "\u00a0"
Say = Callable[[str], str]


def saying(texts: Mapping[str, str], language: Language) -> Say:
    """The texts of a kind of document in one language, by their key."""

    def say(key: str) -> str:
        return words(texts[key])[language]

    return say


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of document in one language.

    Attributes:
        say: Its texts.
        title: What it is called; may hold tags.
        number: What stands behind the title at the head of all further pages; may hold tags.
        subject: What the properties of the file say it is about; may hold tags.
        mark: Paragraphs above the letterhead, on every page; or nothing.
        shows_iban: Whether the footer says to which account the firm is paid.
    """

    say: Say
    title: str
    number: str
    subject: str
    mark: str = ""
    shows_iban: bool = True

    def build(self, body: str) -> bytes:
        """The template: these paragraphs and tables, with the header and the footer of the firm."""
        document = new_document(self.say("spelling"))
        self._set_properties(document)
        section = document.sections[0]
        section.different_first_page_header_footer = True
        fill(document.element.body, body)
        for story, xml in (
            (section.first_page_header, self._letterhead()),
            (section.header, self._running_head()),
            (section.first_page_footer, self._footer()),
            (section.footer, self._footer()),
        ):
            fill(story.part.element, xml)
        return sealed(document)

    def head(self, number: str) -> str:
        """The title on the left, the buyer's address in the window of the envelope.

        Args:
            number: The paragraph below the title.
        """
        say = self.say
        buyer = (
            line("Buyer Name", "{{ buyer.name }}")
            + optional(
                "buyer.contact", line("Buyer Address", say("attention") + " {{ buyer.contact }}")
            )
            + line("Buyer Address", "{{ buyer.address }}")
            + line("Buyer Address", "{{ buyer.postcode }} {{ buyer.city }}")
            + optional("buyer.country", line("Buyer Address", "{{ buyer.country }}"))
        )
        cells = (Cell(line("Document Title", self.title) + number), Cell(buyer))
        return table(ADDRESS, row(ADDRESS, cells, height=ADDRESS_HEIGHT))

    def _letterhead(self) -> str:
        say = self.say
        contact = (
            line("Firm Contact", "{{ seller.address }}")
            + line(
                "Firm Contact",
                "{{ seller.postcode }} {{ seller.city }}"
                "{% if seller.country %}, {{ seller.country }}{% endif %}",
            )
            + optional("seller.phone", line("Firm Contact", "{{ seller.phone }}"))
            + optional("seller.email", line("Firm Contact", "{{ seller.email }}"))
            + line("Firm Contact", say("vat_number") + " {{ seller.vat_number }}")
        )
        cells = (Cell(line("Firm Name", "{{ logo }}")), Cell(contact))
        return (
            self.mark
            + table(LETTERHEAD, row(LETTERHEAD, cells, height=LETTERHEAD_HEIGHT))
            + line("Small Gap", "")
        )

    def _running_head(self) -> str:
        cells = (
            Cell(line("Running Head", "{{ seller.name }}")),
            Cell(line("Firm Contact", f"{self.title} {self.number}")),
        )
        rule = (
            f'<w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{HAIRLINE}"/></w:tblBorders>'
        )
        gap = line("Gap", "")
        return self.mark + table(LETTERHEAD, row(LETTERHEAD, cells), borders=rule) + gap + gap

    def _footer(self) -> str:
        say = self.say
        identity = (
            "{{ seller.name }} · {{ seller.address }}, {{ seller.postcode }} {{ seller.city }}"
            f" · {say('vat_number')}{NBSP}{{{{ seller.vat_number }}}}"
            "{% if seller.enterprise_number %} · "
            f"{{{{ seller.register }}}}{NBSP}{{{{ seller.enterprise_number }}}}"
            "{% endif %}"
        )
        if self.shows_iban:
            identity += f" · {say('iban')}{NBSP}{{{{ iban }}}}"
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

    def _set_properties(self, document: Document) -> None:
        properties = document.core_properties
        properties.author, properties.last_modified_by = "{{ seller.name }}", "Quotepart"
        properties.title = f"{self.title} {self.number}"
        properties.subject = self.subject
        properties.comments = properties.keywords = ""
        properties.language = self.say("spelling")


def optional(condition: str, paragraphs: str) -> str:
    """Paragraphs and tables that are only there if a field is."""
    return (
        line("Line Note", f"{{%p if {condition} %}}")
        + paragraphs
        + line("Line Note", "{%p endif %}")
    )


def last_kept(style: str, content: str, last: str = "loop.last") -> str:
    """The first paragraph of a row of which the last one stays on the page of what follows.

    Totals never stand alone on a page.

    Args:
        style: Name of its style.
        content: Its text.
        last: The condition under which the row is the last one.
    """
    return (
        line("Line Note", f"{{%p if {last} %}}")
        + line(style, content, kept=True)
        + line("Line Note", "{%p else %}")
        + line(style, content)
        + line("Line Note", "{%p endif %}")
    )
