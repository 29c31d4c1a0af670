"""Word documents from templates in the language of docxtpl, each template made ready only once.

docxtpl reads, patches and compiles its template again for each document, about 30 ms. Here that is
done once; a document then costs the filling of its text and the compression of what changed, and
what it holds is, part by part, what docxtpl would have written.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docxtpl import DocxTemplate
from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from lxml import etree

from addin.documents.file_formats import is_protected, real_format
from addin.documents.package import Entry, deflated, entries, package_of
from addin.documents.pictures import (
    BODY,
    Kind,
    Picture,
    PlacedPictures,
    Places,
    by_docxtpl,
    kind_of,
)
from addin.documents.sandbox import UnknownFieldError, environment, nearest
from addin.documents.template_errors import (
    ExcessiveTemplateError,
    ForbiddenTagError,
    MistypedTagError,
    OtherFormatError,
    ProtectedTemplateError,
    UnfillableTemplateError,
    UnknownTagError,
    UnreadableTemplateError,
)
from addin.documents.word_parts import TaggedPart, tagged_parts
from addin.errors import BillingError

_NO_DOCUMENT = (OSError, BadZipFile, KeyError, ValueError, AttributeError, etree.XMLSyntaxError)
"""What python-docx says of a file that is no Word document."""

KINDS = 16
"""How many kinds of documents with pictures a template keeps in mind."""


class WordTemplate:
    """A template, ready to be filled any number of times.

    Attributes:
        name: File name of the template, for messages.
        sources: What Jinja fills, of each part that holds tags.
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
            ProtectedTemplateError: It has a password.
            OtherFormatError: It is a file of another kind.
            MistypedTagError: A tag of it is not closed, or not well written.
        """
        self.name = source.name if isinstance(source, Path) else name
        shown = str(source) if isinstance(source, Path) else name
        try:
            self._content = source.read_bytes() if isinstance(source, Path) else source
        except OSError:
            raise UnreadableTemplateError(template=shown) from None
        try:
            document = DocxTemplate(BytesIO(self._content))
            document.init_docx()
        except _NO_DOCUMENT:
            raise _unreadable(shown, self._content) from None
        tagged = {part.name: part for part in tagged_parts(document)}
        saved = BytesIO()
        document.docx.save(saved)
        self._entries = entries(saved.getvalue())
        self._tagged = {name: (part, self._compiled(part.source)) for name, part in tagged.items()}
        self._placed: dict[Kind, PlacedPictures] = {}
        self.sources = tuple(part.source for part in tagged.values())
        self._last: dict[str, tuple[str, Entry]] = {}
        self.fields = frozenset(
            field
            for source in self.sources
            for field in find_undeclared_variables(environment().parse(source))
        )

    def render(self, context: Mapping[str, object]) -> bytes:
        """The document that a context makes of the template; equal contexts make equal bytes.

        A text keeps its ``&`` and ``<``; a line break in it becomes a line break of Word, a tab a
        tab. A character that no Word document can hold is left out.

        Args:
            context: The fields. Texts, numbers, lists and mappings of such; docxtpl's ``RichText``
                and ``Listing``; a ``Picture``, which must be a field of its own. In a header or a
                footer, or beside a drawing of the template, it takes docxtpl's own time.

        Raises:
            UnknownTagError: The template names a field that the context does not have.
            ForbiddenTagError: It reaches for more than fields.
            UnfillableTemplateError: It adds up words, divides by zero, and the like.
        """
        with self._explained(context):
            if any(isinstance(value, Picture) for value in context.values()):
                return self._with_pictures(context)
            return package_of(self._filled(entry, context) for entry in self._entries)

    def _with_pictures(self, context: Mapping[str, object]) -> bytes:
        # A drawing of the template's own is numbered together with these: that is docxtpl's work.
        if self._tagged[BODY][0].mend:
            return by_docxtpl(self._content, context)
        places = Places()
        fields = places.fields(context)
        filled = {name: self._tagged[name][1].render(fields) for name in self._tagged}
        if not places.printed:
            return package_of(self._with_text(entry, filled) for entry in self._entries)
        kind = kind_of(context, places.printed)
        placed = self._placed.get(kind)
        if placed is None:
            document = by_docxtpl(self._content, context)
            placed = PlacedPictures.learnt(document, context)
            self._placed = {**self._placed, kind: placed} if len(self._placed) < KINDS else {}
        if not placed.holds(places.printed):
            return by_docxtpl(self._content, context)
        return package_of(
            placed.part(entry.name, context) or self._with_text(entry, filled, placed)
            for entry in placed.parts
        )

    def _with_text(
        self, entry: Entry, filled: Mapping[str, str], placed: PlacedPictures | None = None
    ) -> Entry:
        if entry.name not in filled:
            return entry
        part, text = self._tagged[entry.name][0], filled[entry.name]
        if placed and entry.name == BODY:
            return deflated(entry.name, placed.put(part.content(text)))
        return self._made(entry.name, part, text)

    def _filled(self, entry: Entry, context: Mapping[str, object]) -> Entry:
        if entry.name not in self._tagged:
            return entry
        part, template = self._tagged[entry.name]
        return self._made(entry.name, part, template.render(context))

    def _made(self, name: str, part: TaggedPart, text: str) -> Entry:
        """A part; what stands in a header or a footer is often the same on all documents.

        Or it is the same as in another footer, that of the first page.
        """
        last = self._last.get(name)
        if last is not None and text == last[0]:
            return last[1]
        for other, (known, entry) in self._last.items():
            if text == known and part.wraps_like(self._tagged[other][0]):
                made = replace(entry, name=name)
                break
        else:
            made = deflated(name, part.content(text))
        self._last[name] = text, made
        return made

    def _compiled(self, source: str) -> Template:
        try:
            return environment().from_string(source)
        except TemplateSyntaxError as error:
            raise self._mistyped(source, error) from None

    def _mistyped(self, source: str, error: TemplateSyntaxError) -> MistypedTagError:
        """Where in the document a tag is not well written."""
        # With a line for each paragraph, an error tells where it is.
        numbered = re.sub("<w:p([ >])", r"\n<w:p\1", source.replace("\n", " "))
        try:
            environment().compile(numbered)
        except TemplateSyntaxError as placed:
            error = placed
        line = numbered.split("\n")[error.lineno - 1]
        text = re.sub("<[^<>{}]*>", "", line).strip()
        return MistypedTagError(template=self.name, text=text, reason=error.message or "")

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
        except MemoryError as error:
            raise ExcessiveTemplateError(template=self.name) from error
        except (TypeError, ValueError, RecursionError) as error:
            raise UnfillableTemplateError(template=self.name, reason=str(error)) from error


def _unreadable(template: str, content: bytes) -> BillingError:
    """Why a file that is there is no Word document."""
    if is_protected(content):
        return ProtectedTemplateError(template=template)
    found = real_format(content)
    if found:
        return OtherFormatError(template=template, found=found)
    return UnreadableTemplateError(template=template)
