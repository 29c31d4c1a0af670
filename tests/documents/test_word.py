"""Filling a Word template: as docxtpl would, faster, and nothing of a text is lost."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docxtpl import DocxTemplate, Listing, RichText
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.config import resource
from addin.documents.invoice_view import invoice_context
from addin.documents.pictures import Picture
from addin.documents.sandbox import environment
from addin.documents.specimen import bare_specimen, specimen
from addin.documents.template_errors import (
    DamagedDocumentError,
    ForbiddenTagError,
    MistypedTagError,
    UnfillableTemplateError,
    UnknownTagError,
    UnreadableTemplateError,
)
from addin.documents.word import WordTemplate
from addin.errors import BillingError
from addin.words import Language
from documents.sample_templates import TEMPLATES, parts, png, same_xml, saved, texts, with_text

LINES = [{"text": f"Ligne {number} & Cie", "amount": "1 234,50 €"} for number in range(5)]
CONTEXTS = {
    "plain": {
        "firm": "Marchal",
        "number": "2026-00042",
        "draft": False,
        "address": "Rue de la Loi 16",
        "listing": "one",
        "rich": "two",
        "lines": LINES,
    },
    "awkward": {
        "firm": "Dupont & Fils <SA>",
        "number": "2026 00042",
        "draft": True,
        "address": "Rue de la Loi 16\nBoîte 3\tB\ad\fe",
        "listing": Listing("first & <last>\nsecond\tthird\afourth"),
        "rich": RichText("red & <bold>\nbroken", color="FF0000", bold=True),
        "lines": LINES[:1],
    },
}
# Half surrogates and control characters are no text of XML: docxtpl fails on them or keeps them.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff_"))


def by_docxtpl(template: bytes, context: dict[str, object]) -> dict[str, bytes]:
    document = DocxTemplate(BytesIO(template))
    document.render(context, environment(), autoescape=True)
    content = BytesIO()
    document.save(content)
    return parts(content.getvalue())


def assert_same(made: dict[str, bytes], expected: dict[str, bytes]) -> None:
    assert made.keys() == expected.keys()
    for name in expected.keys() - {name for name in made if made[name] == expected[name]}:
        assert name.endswith((".xml", ".rels")), name
        assert same_xml(made[name], expected[name]), name


@pytest.mark.parametrize("context", CONTEXTS.values(), ids=CONTEXTS)
@pytest.mark.parametrize("make", TEMPLATES.values(), ids=TEMPLATES)
def test_every_part_is_what_docxtpl_writes(
    make: Callable[[], bytes], context: dict[str, object]
) -> None:
    template = make()

    made = parts(WordTemplate(template).render(context))

    assert_same(made, by_docxtpl(template, context))


@pytest.mark.parametrize("language", Language)
def test_the_shipped_templates_give_what_docxtpl_writes(language: Language) -> None:
    template = resource("templates", "invoice", f"{language}.docx")
    for invoice in (specimen(language), bare_specimen(language)):
        context = invoice_context(invoice)
        # docxtpl escapes a property twice, so that "&" comes out as "&amp;" there.
        context["seller"] = {**context["seller"], "name": "Marchal"}  # type: ignore[dict-item]

        made = parts(WordTemplate(template).render(context))

        assert_same(made, by_docxtpl(template.read_bytes(), context))


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_any_text_comes_out_as_docxtpl_writes_it(text: str) -> None:
    context: dict[str, object] = {"text": text}

    assert_same(parts(TEXT.render(context)), by_docxtpl(TEXT_FILE, context))


@given(st.text(st.characters(exclude_characters="\a\f_")))
def test_no_text_breaks_a_document_or_loses_a_character_of_word(text: str) -> None:
    lost = {"\r", "\ufffe", "\uffff"} | {chr(code) for code in range(32) if chr(code) not in "\n\t"}
    kept = "".join(sign for sign in text if sign not in lost and not "\ud800" <= sign <= "\udfff")

    assert texts(TEXT.render({"text": text})) == [f"[{kept}]"]


TEXT_FILE = with_text("[{{ text }}]")
TEXT = WordTemplate(TEXT_FILE)


def test_an_address_of_two_lines_has_a_line_break() -> None:
    assert texts(TEXT.render({"text": "Dupont & Fils <SA>\nRue Haute 1"})) == [
        "[Dupont & Fils <SA>\nRue Haute 1]"
    ]


def test_a_property_keeps_its_ampersand() -> None:
    core = parts(WordTemplate(TEMPLATES["letter"]()).render({**CONTEXTS["plain"], "number": "A&B"}))

    assert b">A&amp;B</dc:title>" in core["docProps/core.xml"]


def test_the_same_context_makes_the_same_bytes_with_every_entry_dated_alike() -> None:
    template = TEMPLATES["letter"]()
    context = CONTEXTS["awkward"]

    made = WordTemplate(template).render(context)

    assert made == WordTemplate(template).render(context)
    with zipfile.ZipFile(BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_part_without_tags_is_copied_as_it_is_packed() -> None:
    template = WordTemplate(TEMPLATES["pictured"]())

    with zipfile.ZipFile(BytesIO(template.render(CONTEXTS["plain"]))) as package:
        assert package.read("word/media/image1.png") == png(40, 20)


def test_a_picture_is_shown_where_its_field_stands() -> None:
    template = WordTemplate(with_text("{{ code }}", "{{ firm }}"))
    context = {"code": Picture(png(50, 50), width_mm=25), "firm": "Dupont & Fils"}

    made = template.render(context)

    assert b'cx="900000"' in parts(made)["word/document.xml"]
    assert png(50, 50) in parts(made).values()
    assert "Dupont & Fils" in texts(made)
    assert made == template.render(context)


def test_a_template_without_properties_gets_none() -> None:
    document = docx.Document()
    document.add_paragraph("{{ firm }}")
    document.part.package.rels.pop("rId3")

    made = WordTemplate(saved(document)).render(CONTEXTS["plain"])

    assert texts(made) == ["Marchal"]
    assert "docProps/core.xml" not in parts(made)


def test_the_fields_of_a_template_are_known_before_it_is_filled() -> None:
    template = WordTemplate(TEMPLATES["letter"]())

    assert template.fields == {"firm", "draft", "number", "rich", "listing", "address", "lines"}


def test_a_field_named_like_a_method_of_a_record_is_what_docxtpl_makes_of_it() -> None:
    template = with_text("{{ line.text }} {{ line['items'] }} {{ line.get('text') }}")
    context: dict[str, object] = {"line": {"text": "a", "items": "b"}}

    made = WordTemplate(template).render(context)

    assert texts(made) == ["a b a"]
    assert_same(parts(made), by_docxtpl(template, context))


def test_what_stays_the_same_on_all_documents_is_still_that_of_each() -> None:
    template = WordTemplate(TEMPLATES["letter"]())
    first, second = ({**CONTEXTS["plain"], "firm": firm} for firm in ("One", "Two"))

    made = [template.render(context) for context in (first, second, first)]

    assert [texts(one, "word/header1.xml") for one in made] == [["One"], ["Two"], ["One"]]
    assert made[0] == made[2]


def refusal(template: bytes, context: dict[str, object]) -> BillingError:
    with pytest.raises(BillingError) as caught:
        WordTemplate(template, "ours.docx").render(context)
    return caught.value


@pytest.mark.parametrize(
    ("tag", "context", "unknown", "known"),
    [
        ("{{ totl }}", {"total": "1", "iban": "2"}, "totl", "total"),
        ("{% if totl %}x{% endif %}", {"total": "1"}, "totl", "total"),
        ("{{ buyer.namex }}", {"buyer": {"name": "A", "city": "B"}}, "namex", "name"),
        ("{% for x in lnes %}{{ x }}{% endfor %}", {"lines": []}, "lnes", "lines"),
    ],
)
def test_an_unknown_tag_is_named_with_the_nearest_known_one(
    tag: str, context: dict[str, object], unknown: str, known: str
) -> None:
    error = refusal(with_text(tag), context)

    assert type(error) is UnknownTagError
    assert error.code == "DOC-03"
    assert error.values == {"template": "ours.docx", "tag": unknown, "known": known}


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ("{{ ''.__class__ }}", "__class__"),
        ("{% for sign in 'ab' %}{{ loop.__class__ }}{% endfor %}", "__class__"),
        ("{% for sign in 'ab' %}{{ loop.last.__class__ }}{% endfor %}", "__class__"),
        ("{% for sign in 'ab' %}{{ loop._iterator }}{% endfor %}", "_iterator"),
        ("{% for sign in 'ab' %}{{ loop.cycle.__globals__ }}{% endfor %}", "__globals__"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "__class__"),
        ("{{ lines.append(1) }}", "append"),
        ("{{ '{0.__class__}'.format(1) }}", "__class__"),
    ],
)
def test_a_template_cannot_reach_for_more_than_its_fields(tag: str, named: str) -> None:
    error = refusal(with_text(tag), {"lines": []})

    assert type(error) is ForbiddenTagError
    assert error.code == "DOC-04"
    assert named in str(error.values["tag"])


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        (("Hello", "{%p for line in lines %}", "{{ line }}"), "{{ line }}"),
        (("Hello", "{{ one two }}", "Bye"), "{{ one two }}"),
        (("{% endfor %}",), "{% endfor %}"),
        (("Hello", "{{ firm|shout }}"), "{{ firm|shout }}"),
    ],
)
def test_a_mistyped_tag_is_shown(paragraphs: tuple[str, ...], text: str) -> None:
    error = refusal(with_text(*paragraphs), {})

    assert type(error) is MistypedTagError
    assert error.code == "DOC-02"
    assert text in str(error.values["text"])


@pytest.mark.parametrize("tag", ["{{ 1 // 0 }}", "{{ 'a' + 1 }}", "{{ lines | map('x') | list }}"])
def test_what_cannot_be_worked_out_is_refused(tag: str) -> None:
    error = refusal(with_text(tag), {"lines": [1]})

    assert type(error) is UnfillableTemplateError
    assert error.code == "DOC-05"


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\5\6" + bytes(18)])
def test_what_is_no_word_document_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(content)

    with pytest.raises(UnreadableTemplateError) as caught:
        WordTemplate(path)

    assert caught.value.code == "DOC-01"
    assert caught.value.values == {"template": str(path)}


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTemplateError) as caught:
        WordTemplate(tmp_path / "gone.docx")

    assert caught.value.values == {"template": str(tmp_path / "gone.docx")}


def test_a_tag_across_cells_is_found_out_where_tables_are_mended() -> None:
    document = TEMPLATES["cells"]()
    broken = WordTemplate(document)
    part, _ = broken._tagged["word/document.xml"]  # noqa: SLF001
    assert part.mend is not None

    with pytest.raises(DamagedDocumentError) as caught:
        part.content("<w:body><w:p></w:body>")

    assert caught.value.code == "DOC-07"
