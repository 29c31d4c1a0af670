"""Whatever the fields hold, every part of a document is what docxtpl alone would write."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from docxtpl import DocxTemplate, Listing, RichText
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.config import resource
from addin.documents.invoice_view import invoice_context
from addin.documents.pictures import Picture
from addin.documents.pictures import by_docxtpl as pictured_by_docxtpl
from addin.documents.sandbox import environment
from addin.documents.specimen import early_specimen
from addin.documents.word import WordTemplate
from addin.words import Language
from documents.sample_templates import TEMPLATES, parts, pictured_header, png, same_xml, with_text

SHIPPED = {
    f"{kind}-{language}": resource("templates", kind, f"{language}.docx").read_bytes()
    for kind in ("invoice", "credit-note")
    for language in Language
}
READY = {name: WordTemplate(content, name) for name, content in SHIPPED.items()}
# Half surrogates and control characters are no text of XML, and "{_" is a brace to docxtpl.
SIGNS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff_")
TEXTS = st.text(SIGNS | st.sampled_from("&<>\"'{}%#\n\t\a\f"), max_size=30)
# These stand in the properties of the document too, where docxtpl escapes a text twice.
IN_PROPERTIES = ("title", "invoice_number", "name", "firm", "number")
# These stand in content controls, which no new paragraph can cut in two.
MARKED = ("amount", "base", "vat", "total_net", "total_vat", "total_gross", "early_gross")
PLAIN = st.text("abc 123é€", min_size=1, max_size=10)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


CHANGES = st.lists(st.tuples(st.integers(0, 200), TEXTS), max_size=8)
ROWS = st.tuples(*[st.integers(0, 3)] * 4)


def leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where each text of the fields stands: what holds it, and its place there."""
    places = value.items() if isinstance(value, dict) else enumerate(value)
    for place, one in places:
        if isinstance(one, dict | list):
            yield from leaves(one)
        elif isinstance(one, str) and place not in IN_PROPERTIES:
            yield value, place


def changed(
    language: Language, changes: list[tuple[int, str]], rows: tuple[int, ...], *, draft: bool
) -> dict[str, object]:
    """The fields of an invoice with other texts, with more rows or fewer, a draft or not."""
    context: dict[str, Any] = invoice_context(early_specimen(language)) | {"draft": draft}
    for field, count in zip(("lines", "vat_rows", "allowances"), rows, strict=False):
        context[field] = [dict(context[field][0]) for _ in range(count)]
    context["mentions"] = [f"Mention {number}" for number in range(rows[-1])]
    context["seller"]["name"] = "Marchal"
    texts = list(leaves(context))
    for position, text in changes:
        holder, place = texts[position % len(texts)]
        holder[place] = text.replace("\a", "") if place in MARKED else text
    return context


def by_docxtpl(template: bytes, context: dict[str, object]) -> dict[str, bytes]:
    document = DocxTemplate(BytesIO(template))
    document.render(context, environment(), autoescape=True)
    content = BytesIO()
    document.save(content)
    return parts(content.getvalue())


def assert_same(made: bytes, expected: dict[str, bytes]) -> None:
    own = parts(made)
    assert own.keys() == expected.keys()
    for name, content in expected.items():
        assert own[name] == content or same_xml(own[name], content), name


@pytest.mark.parametrize("name", SHIPPED)
@FEW
@given(changes=CHANGES, rows=ROWS, draft=st.booleans())
def test_the_templates_that_ship_give_what_docxtpl_writes(
    name: str, changes: list[tuple[int, str]], rows: tuple[int, ...], *, draft: bool
) -> None:
    context = changed(Language(name[-2:]), changes, rows, draft=draft)

    assert_same(READY[name].render(context), by_docxtpl(SHIPPED[name], context))


SAMPLES = {name: make() for name, make in TEMPLATES.items()}
FIELDS = {
    "firm": PLAIN,
    "number": PLAIN,
    "draft": st.booleans(),
    "address": TEXTS,
    "listing": TEXTS.map(Listing),
    "rich": TEXTS.map(lambda text: RichText(text, bold=True)),
    "lines": st.lists(st.fixed_dictionaries({"text": TEXTS, "amount": PLAIN}), max_size=4),
}


@pytest.mark.parametrize("name", SAMPLES)
@FEW
@given(st.fixed_dictionaries(FIELDS))
def test_templates_of_all_kinds_give_what_docxtpl_writes(
    name: str, context: dict[str, object]
) -> None:
    assert_same(WordTemplate(SAMPLES[name]).render(context), by_docxtpl(SAMPLES[name], context))


PICTURES = st.builds(
    Picture, st.builds(png, st.integers(1, 3), st.integers(1, 3)), st.integers(10, 30)
)
SCANNED = {
    "body": with_text(
        "{{ firm }}: {{ code }} and {{ code }}",
        "{% if draft %}{{ other }}{% endif %}",
        "{%p for line in lines %}",
        "{{ line.text }}{{ code }}",
        "{%p endfor %}",
    ),
    "header": pictured_header(),
    "beside a drawing": TEMPLATES["pictured"](),
}
SCANNERS = {name: WordTemplate(content) for name, content in SCANNED.items()}


@pytest.mark.parametrize("name", SCANNED)
@settings(max_examples=20, deadline=None)
@given(st.fixed_dictionaries(FIELDS | {"code": PICTURES, "other": PICTURES | TEXTS}))
def test_pictures_stand_where_docxtpl_puts_them(name: str, context: dict[str, object]) -> None:
    made = SCANNERS[name].render(context)

    assert_same(made, parts(pictured_by_docxtpl(SCANNED[name], context)))
    assert made == SCANNERS[name].render(context)
