"""Whether a template of the firm can be used for its invoices, tried before the month's end."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError

from addin.documents.invoice_view import invoice_context
from addin.documents.sandbox import environment, nearest
from addin.documents.specimen import credit_specimen, specimen
from addin.documents.template_choice import CREDIT_NOTE, INVOICE, kind_of_template
from addin.documents.template_errors import (
    CurlyQuoteError,
    ExcessiveTemplateError,
    HalfTagError,
    MissingFieldError,
    SplitTagError,
    UnknownTagError,
    UnpairedTagError,
)
from addin.documents.template_tags import record_fields, shown_text, typed_tags, unpaired_tags
from addin.documents.trials import known_fields, trial
from addin.documents.word import WordTemplate
from addin.errors import BillingError
from addin.words import Language

# What every invoice must show. Directive 2006/112/EC, article 226, by its points; Belgium: royal
# decree no. 1, article 5; France: Code général des impôts, annexe II, article 242 nonies A, and
# Code de commerce, article L441-9, for the day to pay.
MANDATORY = (
    "issue_date",  # (1)
    "invoice_number",  # (2)
    "seller.vat_number",  # (3)
    "buyer.vat_number",  # (4)
    "seller.name",  # (5)
    "seller.address",
    "seller.postcode",
    "seller.city",
    "buyer.name",
    "buyer.address",
    "buyer.postcode",
    "buyer.city",
    "lines.description",  # (6)
    "lines.quantity",
    "service_period",  # (7)
    "vat_rows.base",  # (8)
    "lines.unit_price",
    "vat_rows.label",  # (9)
    "vat_rows.vat",  # (10)
    "mentions",  # (11) to (15)
    "total_net",
    "total_vat",
    "total_gross",
    "due_date",
)
"""The fields, those of the rows of a table by the name of the table."""

_STOPPING = frozenset({HalfTagError.code, UnpairedTagError.code})
"""What keeps a template from being read at all."""


def check_template(template: Path, language: Language = Language.EN) -> None:
    """Try a template with an invoice that has everything and with one that has the least.

    Raises:
        BillingError: What is wrong with it first: it cannot be read, a tag is mistyped or unknown
            (even in a branch that few invoices take), or the figures that prove the document
            are not where they are marked.
    """
    kind = kind_of_template(template)
    known = known_fields(kind, language)
    for field in sorted(WordTemplate(template).fields - known.keys()):
        raise _unknown(template, field, known)
    trial(kind, template, language)


def faults(template: Path, language: Language = Language.EN) -> list[BillingError]:
    """Everything that is wrong with a template, or deserves a look, in the order to mend it.

    Args:
        template: A ``.docx`` file; its name or that of its folder says what it is for.
        language: Of the invented documents it is tried with.
    """
    kind = kind_of_template(template)
    found: list[BillingError] = []
    try:
        compiled = WordTemplate(template)
    except BillingError as error:
        typed = list(_typed(template)) if template.is_file() else []
        # Why Jinja stopped says less than the tag that made it stop.
        return typed if any(one.code in _STOPPING for one in typed) else [*typed, error]
    found += _typed(template)
    unknown = list(_unknown_tags(template, compiled, known_fields(kind, language)))
    if unknown:
        return [*found, *unknown]
    try:
        if kind in {INVOICE, CREDIT_NOTE}:
            found += _missing(template, compiled, language)
        trial(kind, template, language)
    except BillingError as error:
        found.append(error)
    except XMLSyntaxError:  # longer than Word, or we, can read
        found.append(ExcessiveTemplateError(template=template.name))
    return found


def _typed(template: Path) -> Iterator[BillingError]:
    """What is to be said of the tags as they were typed."""
    try:
        tags = list(dict.fromkeys(typed_tags(template.read_bytes())))
    except (OSError, BadZipFile, XMLSyntaxError):  # why is said when it is opened
        return
    for tag in tags:
        if not tag.closed:
            yield HalfTagError(template=template.name, text=tag.text)
        if tag.curly:
            yield CurlyQuoteError(template=template.name, tag=tag.text, found=tag.curly)
        if tag.formats > 1:
            yield SplitTagError(template=template.name, tag=tag.text)
    for text, wanted in unpaired_tags(template.read_bytes()):
        yield UnpairedTagError(template=template.name, tag=text, wanted=wanted)


def _unknown_tags(
    template: Path, compiled: WordTemplate, known: Mapping[str, object]
) -> Iterator[UnknownTagError]:
    """The tags that name what the document does not have, in whatever branch they stand."""
    for field in sorted(compiled.fields - known.keys()):
        yield _unknown(template, field, known)
    asked = {
        pair for source in compiled.sources for pair in record_fields(environment().parse(source))
    }
    for record, field in sorted(asked):
        fields = _fields_of(known.get(record))
        if fields and field not in fields:
            yield _unknown(template, f"{record}.{field}", {f"{record}.{one}": 0 for one in fields})


def _fields_of(value: object) -> Mapping[str, object]:
    """The fields of a record, or of the records of a list; none of anything else."""
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {}


def _unknown(template: Path, field: str, known: Mapping[str, object]) -> UnknownTagError:
    return UnknownTagError(template=template.name, tag=field, known=nearest(field, known))


def _missing(
    template: Path, compiled: WordTemplate, language: Language
) -> Iterator[MissingFieldError]:
    """What the law wants on an invoice and the template does not show."""
    kind = kind_of_template(template)
    shown = shown_text(compiled.render(_labelled(kind, language)))
    for field in _mandatory(kind):
        if _label(field) not in shown:
            yield MissingFieldError(template=template.name, field=field)


def _mandatory(kind: str) -> tuple[str, ...]:
    """What must be shown: a credit note names its invoice, and is due on no day."""
    if kind == CREDIT_NOTE:
        return (*(field for field in MANDATORY if field != "due_date"), "preceding_number")
    return MANDATORY


def _labelled(kind: str, language: Language) -> dict[str, object]:
    """The fields of a document, each of the mandatory ones with its own name as its text."""
    shown = credit_specimen(language) if kind == CREDIT_NOTE else specimen(language)
    context = invoice_context(shown) | {"mentions": [_label("mentions")]}
    for field in _mandatory(kind):
        record, _, own = field.partition(".")
        value = context[record]
        if not own:
            context[record] = [_label(field)] if isinstance(value, list) else _label(field)
        elif isinstance(value, dict):
            value[own] = _label(field)
        elif isinstance(value, list):
            for row in value:
                row[own] = _label(field)
    return context


def _label(field: str) -> str:
    return f"[{field}]"
