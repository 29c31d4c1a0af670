"""Word documents from templates in the language of docxtpl, each template made ready only once.

docxtpl reads, patches and compiles its template again for each document, about 30 ms. Here that is
done once; a document then costs the filling of its text and the compression of what changed, and
what it holds is, part by part, what docxtpl would have written.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from lxml import etree

from addin.documents.package import Entry, deflated, entries, package_of
from addin.documents.sandbox import UnknownFieldError, environment, nearest
from addin.documents.template_errors import (
    ForbiddenTagError,
    MistypedTagError,
    UnfillableTemplateError,
    UnknownTagError,
    UnreadableTemplateError,
)
from addin.documents.word_parts import tagged_parts


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the value of a field: ``{{ field }}`` shows it.

    Attributes:
        content: A PNG or JPEG file.
        width_mm: How wide it is printed; its height follows.
    """

    content: bytes
    width_mm: int


class WordTemplate:
    """A template, ready to be filled any number of times.

    Attributes:
        name: File name of the template, for messages.
        fields: The fields of the document that its tags name, whether or not a document takes
            the branch they stand in; the fields of a record, such as a line, are not among them.
    """

    def __init__(self, source: Path | bytes, name: str = "") -> None:
        """Make a template ready.

        Args:
            source: The file, or its content.
            name: What messages call it when it comes as content.

        Raises:
            UnreadableTemplateError: There is no such file, or it is no ``.docx``.
            MistypedTagError: A tag of it is not closed, or not well written.
        """
        self.name = source.name if isinstance(source, Path) else name
        try:
            self._content = source.read_bytes() if isinstance(source, Path) else source
            document = DocxTemplate(BytesIO(self._content))
            document.init_docx()
        except (OSError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
            raise UnreadableTemplateError(
                template=str(source) if isinstance(source, Path) else name
            ) from None
        tagged = {part.name: part for part in tagged_parts(document)}
        saved = BytesIO()
        document.docx.save(saved)
        self._entries = entries(saved.getvalue())
        self._tagged = {name: (part, self._compiled(part.source)) for name, part in tagged.items()}
        self.fields = frozenset(
            field
            for part in tagged.values()
            for field in find_undeclared_variables(environment().parse(part.source))
        )

    def render(self, context: Mapping[str, object]) -> bytes:
        """The document that a context makes of the template; equal contexts make equal bytes.

        A text keeps its ``&`` and ``<``; a line break in it becomes a line break of Word, a tab a
        tab. A character that no Word document can hold is left out.

        Args:
            context: The fields. Texts, numbers, lists and mappings of such; docxtpl's ``RichText``
                and ``Listing``; a ``Picture``, which must be a field of its own, and makes the
                document as slow as with docxtpl.

        Raises:
            UnknownTagError: The template names a field that the context does not have.
            ForbiddenTagError: It reaches for more than fields.
            UnfillableTemplateError: It adds up words, divides by zero, and the like.
        """
        with self._explained(context):
            if any(isinstance(value, Picture) for value in context.values()):
                return self._rendered_by_docxtpl(context)
            return package_of(self._filled(entry, context) for entry in self._entries)

    def _filled(self, entry: Entry, context: Mapping[str, object]) -> Entry:
        if entry.name not in self._tagged:
            return entry
        part, template = self._tagged[entry.name]
        return deflated(entry.name, part.content(template.render(context)))

    def _compiled(self, source: str) -> Template:
        # With a line for each paragraph, an error tells where it is.
        numbered = re.sub("<w:p([ >])", r"\n<w:p\1", source.replace("\n", " "))
        try:
            environment().compile(numbered)
        except TemplateSyntaxError as error:
            line = numbered.split("\n")[error.lineno - 1]
            text = re.sub("<[^<>{}]*>", "", line).strip()
            raise MistypedTagError(
                template=self.name, text=text, reason=error.message or ""
            ) from None
        return environment().from_string(source)

    @contextmanager
    def _explained(self, context: Mapping[str, object]) -> Iterator[None]:
        try:
            yield
        except UnknownFieldError as error:
            known = nearest(error.field, error.fields or context)
            raise UnknownTagError(template=self.name, tag=error.field, known=known) from None
        except SecurityError as error:
            raise ForbiddenTagError(template=self.name, tag=error.message or "") from None
        except (TemplateError, ArithmeticError, AttributeError, LookupError) as error:
            raise UnfillableTemplateError(template=self.name, reason=str(error)) from error
        except (TypeError, ValueError, RecursionError) as error:
            raise UnfillableTemplateError(template=self.name, reason=str(error)) from error

    def _rendered_by_docxtpl(self, context: Mapping[str, object]) -> bytes:
        document = DocxTemplate(BytesIO(self._content))
        fields = {
            name: InlineImage(document, BytesIO(value.content), width=Mm(value.width_mm))
            if isinstance(value, Picture)
            else value
            for name, value in context.items()
        }
        document.render(fields, environment(), autoescape=True)
        saved = BytesIO()
        document.save(saved)
        return package_of(entries(saved.getvalue()))
