"""What is wrong with a template is all told at once, each with its tag and its remedy."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from addin.config import resource
from addin.documents.file_formats import PROTECTED
from addin.documents.invoice_view import invoice_context
from addin.documents.package import deflated, entries, package_of
from addin.documents.sandbox import environment
from addin.documents.specimen import specimen
from addin.documents.template_check import MANDATORY, faults
from addin.documents.template_choice import KINDS
from addin.documents.template_tags import TypedTag, record_fields, typed_tags
from addin.words import Language
from documents.sample_templates import TEMPLATES, parts, saved, with_text


def told(
    tmp_path: Path, template: bytes, language: Language = Language.EN
) -> list[tuple[str, object]]:
    path = tmp_path / "ours.docx"
    path.write_bytes(template)
    return [
        (one.code, one.values.get("tag", one.values.get("field", one.values.get("text"))))
        for one in faults(path, language)
    ]


def shipped(replaced: bytes = b"", by: bytes = b"") -> bytes:
    """The template in English, one thing in its body replaced by another."""
    content = resource("templates", "invoice", "en.docx").read_bytes()
    body = parts(content)["word/document.xml"]
    assert replaced in body
    changed = deflated("word/document.xml", body.replace(replaced, by))
    return package_of(changed if one.name == changed.name else one for one in entries(content))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", Language)
def test_nothing_is_wrong_with_a_template_that_ships(language: Language, kind: str) -> None:
    assert faults(resource("templates", kind, f"{language}.docx"), language) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_tried_as_what_its_name_says(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"dupont-{kind}.docx"
    path.write_bytes(resource("templates", kind, "fr.docx").read_bytes())
    assert faults(path, Language.FR) == []

    path.write_bytes(with_text("{{ closng }} {{ time_totl }} {{ early_dat }}"))
    found = [one.values["tag"] for one in faults(path, Language.FR)]

    assert found == ["closng", "early_dat", "time_totl"]


def test_a_credit_note_that_does_not_name_its_invoice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "our-credit-note.docx"
    path.write_bytes(resource("templates", "invoice", "en.docx").read_bytes())

    fields = [one.values.get("field") for one in faults(path)]

    assert fields == ["preceding_number"]


@pytest.mark.parametrize(
    ("tag", "nearest"),
    [("totl_net", "total_net"), ("seller.nam", "seller.name"), ("lines.amont", "lines.amount")],
)
def test_an_unknown_tag_is_named_with_the_nearest_wherever_it_stands(
    tmp_path: Path, tag: str, nearest: str
) -> None:
    path = tmp_path / "ours.docx"
    record, _, field = tag.rpartition(".")
    name = {"lines": "{% for line in lines %}{{ line.amont }}{% endfor %}"}.get(
        record, f"{{{{ {tag} }}}}"
    )
    path.write_bytes(with_text(f"{{% if draft and not draft %}}{name}{{% endif %}}", field))

    [error] = faults(path)

    assert (error.code, error.values["tag"]) == ("DOC-03", tag)
    assert str(error.values["known"]).startswith(nearest)


def test_all_unknown_tags_are_told_at_once(tmp_path: Path) -> None:
    template = with_text("{{ totl_net }} {{ seller.nam }}", "{{ byuer.name }}")

    assert told(tmp_path, template) == [
        ("DOC-03", "byuer"),
        ("DOC-03", "totl_net"),
        ("DOC-03", "seller.nam"),
    ]


@pytest.mark.parametrize("field", MANDATORY)
def test_a_template_that_never_shows_what_the_law_wants_is_told(tmp_path: Path, field: str) -> None:
    content = resource("templates", "invoice", "en.docx").read_bytes()
    record, _, own = field.partition(".")
    names = {"lines": "line", "vat_rows": "row", "mentions": "mention"}
    tag = ".".join(filter(None, (names.get(record, record), own)))
    changed = [
        deflated(
            name,
            body.replace(f"{{{{ {tag} ".encode(), b"{{ '' and currency ").replace(
                f"{{{{ {tag}|".encode(), b"{{ ''|"
            ),
        )
        for name, body in parts(content).items()
    ]

    assert ("DOC-14", field) in told(tmp_path, package_of(changed))


def test_curly_quotation_marks_in_a_tag_are_told(tmp_path: Path) -> None:
    template = with_text("“{{ title }}” is fine", "{% if bic == “X” %}a{% endif %}")

    assert told(tmp_path, template)[0] == ("DOC-12", "{% if bic == “X” %}")
    assert [code for code, _ in told(tmp_path, template)].count("DOC-12") == 1


def test_a_tag_that_looks_different_in_its_parts_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ issue_")
    paragraph.add_run("date }}").font.size = Pt(20)

    assert ("DOC-13", "{{ issue_date }}") in told(tmp_path, saved(document))


def test_a_tag_that_word_has_cut_without_a_look_of_its_own_is_none(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{")
    for piece in ("{ issue", "_date }", "}"):
        paragraph.add_run(piece)

    assert "DOC-13" not in [code for code, _ in told(tmp_path, saved(document))]


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        (("a {{ issue_", "date }}"), "{{ issue_"),
        (("{{ title }} and {% if bic", "%}"), "{% if bic"),
        (("{{ title }} date }} b",), "}} b"),
    ],
)
def test_a_tag_that_does_not_end_in_its_paragraph_is_told(
    tmp_path: Path, paragraphs: tuple[str, ...], text: str
) -> None:
    assert told(tmp_path, with_text(*paragraphs))[0] == ("DOC-15", text)


def test_a_loop_without_its_end_is_told_beside_the_rest(tmp_path: Path) -> None:
    template = with_text("{%p for line in lines %}", "{{ line.amount or “-” }}")

    assert told(tmp_path, template) == [
        ("DOC-12", "{{ line.amount or “-” }}"),
        ("DOC-19", "{%p for line in lines %}"),
    ]


@pytest.mark.parametrize(
    ("paragraphs", "tag", "wanted"),
    [
        (("{% if bic %}{{ bic }}",), "{% if bic %}", "{% endif %}"),
        (("{%tr for line in lines %}",), "{%tr for line in lines %}", "{%tr endfor %}"),
        (("{%p endif %}",), "{%p endif %}", "{%p if … %}"),
        (("{%p if bic %}", "{%p endfor %}"), "{%p endfor %}", "{%p for … %}"),
        (("{%- if bic -%}{%- endif -%}{% if iban %}",), "{% if iban %}", "{% endif %}"),
    ],
)
def test_the_tag_that_misses_its_partner_is_named(
    tmp_path: Path, paragraphs: tuple[str, ...], tag: str, wanted: str
) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(with_text(*paragraphs))

    [error] = faults(path)

    assert (error.code, error.values["tag"], error.values["wanted"]) == ("DOC-19", tag, wanted)


def test_a_tag_of_the_header_does_not_end_in_the_body(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{% if bic %}"
    document.add_paragraph("{% endif %}")

    assert [code for code, _ in told(tmp_path, saved(document))] == ["DOC-19", "DOC-19"]


def test_a_template_without_marks_is_told_with_what_else_is_missing(tmp_path: Path) -> None:
    codes = [code for code, _ in told(tmp_path, with_text("{{ invoice_number }}"))]

    assert codes == ["DOC-14"] * (len(MANDATORY) - 1) + ["DOC-08"]


def packed(*names: str, kinds: bytes = b"<Types/>") -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for name in names:
            opened.writestr(name, kinds)
    return content.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (COMPOUND, ".doc"),
        (b"%PDF-1.7", ".pdf"),
        (b"{\\rtf1 text}", ".rtf"),
        (b"\n<!DOCTYPE html><html>", ".html"),
        (b'<?xml version="1.0"?>', ".xml"),
        (packed("mimetype", "content.xml"), ".odt"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
        (packed("[Content_Types].xml", kinds=b"<Types>.template.main</Types>"), ".dotx"),
        (packed("[Content_Types].xml", kinds=b"<Types>.macroEnabled.main</Types>"), ".docm"),
        (packed("photo.jpg"), ".zip"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(
    tmp_path: Path, content: bytes, found: str
) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(content)

    [error] = faults(path)

    assert (error.code, error.values["found"]) == ("DOC-21", found)


def test_a_template_with_a_password_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, COMPOUND + PROTECTED + bytes(500)) == [("DOC-20", None)]


def test_a_template_that_was_cut_off_is_told(tmp_path: Path) -> None:
    content = with_text("{{ title }}")

    assert told(tmp_path, content[: len(content) // 2]) == [("DOC-01", None)]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__ }}",
        "{{ title.__class__.__mro__ }}",
        "{{ title|attr('__class__') }}",
        "{{ '{0.__class__}'.format(title) }}",
        "{{ 9**9**9 }}",
        "{{ 'x' * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ title.ljust(999999999) }}",
    ],
)
def test_a_tag_that_reaches_for_more_than_the_fields_is_told(tmp_path: Path, tag: str) -> None:
    assert [code for code, _ in told(tmp_path, with_text(tag))] == ["DOC-04"]


@pytest.mark.parametrize("name", ["range", "namespace", "lipsum", "cycler", "config"])
def test_what_jinja_brings_along_is_no_field(tmp_path: Path, name: str) -> None:
    assert "DOC-03" in [code for code, _ in told(tmp_path, with_text(f"{{{{ {name}(3) }}}}"))]


def test_numbers_can_still_be_multiplied(tmp_path: Path) -> None:
    codes = {code for code, _ in told(tmp_path, with_text("{{ 2 * 3 }} {{ 7 % 2 }}"))}

    assert codes == {"DOC-14", "DOC-08"}


def test_loops_in_loops_without_end_are_told(tmp_path: Path) -> None:
    loops = 12  # of three lines each: half a million times twenty letters
    begin = "".join(f"{{% for x{place} in lines %}}" for place in range(loops))
    template = with_text(f"{begin}{'x' * 20}{'{% endfor %}' * loops}")

    assert [code for code, _ in told(tmp_path, template)] == ["DOC-22"]


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_word_document_is_told_once(tmp_path: Path, content: bytes) -> None:
    assert [code for code, _ in told(tmp_path, content)] == ["DOC-01"]


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [one.code for one in faults(tmp_path / "gone.docx")] == ["DOC-01"]


def test_the_tags_are_found_in_headers_and_footers_too() -> None:
    tags = {tag.text for tag in typed_tags(TEMPLATES["letter"]())}

    assert {"{{ firm }}", "{{ firm|upper }}", "{{ address }}", "{%p if draft %}"} <= tags


def test_braces_that_shall_be_printed_are_no_tag() -> None:
    assert list(typed_tags(with_text("a {_{ brace }_} and { } {a}"))) == []
    assert list(typed_tags(with_text("{# said #}"))) == [
        TypedTag("{# said #}", closed=True, formats=1)
    ]


def test_a_field_in_a_loop_is_one_of_what_it_goes_through() -> None:
    tree = environment().parse("{% for line in lines %}{{ line.a }}{{ seller.b }}{% endfor %}")

    assert set(record_fields(tree)) == {("lines", "a"), ("seller", "b")}


def test_every_mandatory_field_is_one_that_an_invoice_has() -> None:
    context = invoice_context(specimen(Language.EN))
    for field in MANDATORY:
        record, _, own = field.partition(".")
        value = context[record]
        one = value[0] if own and isinstance(value, list) else value
        assert not own or (isinstance(one, dict) and own in one)
