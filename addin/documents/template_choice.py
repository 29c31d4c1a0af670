"""Which template a document is made from: the most specific that there is."""

from functools import cache
from pathlib import Path

from addin.config import resource

INVOICE, CREDIT_NOTE, ANNEX, STATEMENT = KINDS = ("invoice", "credit-note", "annex", "statement")
"""The kinds of documents, as the folders of the templates that ship are called."""
FOLDER = "templates"
"""Beside the workbook: where a firm puts templates that serve for all its clients."""


def own_template(base: Path, named: str) -> Path | None:
    """The firm's own template of a client or a project, or all of its own; None without either.

    Args:
        base: The folder of the workbook.
        named: The column *template* of the project or of the client: a Word document, or a folder
            laid out as the templates that ship are; empty for what serves for all.
    """
    if named:
        return base / named
    common = base / FOLDER
    return common if common.is_dir() else None


def template_path(kind: str, language: str, own: Path | None = None) -> Path:
    """The template of a document; the one that ships where the firm has none of its own.

    A firm's own file, such as ``dupont.docx``, is that of its invoices; the file beside it that
    has the kind behind its name, ``dupont-credit-note.docx``, is that of its credit notes. In a
    folder of its own, the templates are called ``invoice/fr.docx``, ``credit-note/fr.docx``.

    Args:
        kind: One of ``KINDS``.
        language: en, fr, nl or de.
        own: The firm's own file or folder, as ``own_template`` gives it.
    """
    if own is not None:
        found = _own(kind, language, own)
        if found.is_file() or (kind == INVOICE and not own.is_dir()):
            return found  # an invoice template that is not there is told, not replaced
    return _shipped(kind, language)


@cache
def _shipped(kind: str, language: str) -> Path:
    return resource("templates", kind, f"{language}.docx")


def kind_of_template(path: Path) -> str:
    """What a template is for, by its name or that of its folder; an invoice if they do not say.

    >>> kind_of_template(Path("dupont-annex.docx")), kind_of_template(Path("statement/fr.docx"))
    ('annex', 'statement')
    """
    said = (kind for kind in KINDS if path.parent.name == kind or path.stem.endswith(f"-{kind}"))
    return next(said, INVOICE)


def _own(kind: str, language: str, own: Path) -> Path:
    if own.is_dir():
        return own / kind / f"{language}.docx"
    return own if kind == INVOICE else own.with_name(f"{own.stem}-{kind}{own.suffix}")
