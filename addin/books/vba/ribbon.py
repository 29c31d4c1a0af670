"""The tab Quotepart of the ribbon, and the macros behind its buttons, in one language.

Both are texts in ``workbook/`` with keys of ``addin/words/interface.toml`` in braces.
"""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from addin.books.vba.module import Module, ModuleKind, quoted
from addin.config import resource
from addin.words import Language, text

# Where Excel 2010 and later look for the tab, by a relationship of the package as a whole.
RIBBON_PART = "customUI/customUI14.xml"
RIBBON_RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
MODULE_NAME = "QuotepartRibbon"

_KEY = re.compile(r"\{(ribbon\.[a-z_.]+)\}")


def ribbon_xml(language: Language) -> bytes:
    """The content of the part ``RIBBON_PART``."""
    template = resource("workbook", "ribbon", "customUI14.xml").read_text("utf-8")
    return _filled(template, language, _as_attribute).encode("utf-8")


def ribbon_module(language: Language) -> Module:
    """The macros that the buttons call."""
    template = resource("workbook", "vba", f"{MODULE_NAME}.bas").read_text("utf-8")
    code = _filled(template, language, _as_literal)
    return Module.from_text(code, MODULE_NAME, ModuleKind.STANDARD)


def _filled(template: str, language: Language, written: Callable[[str], str]) -> str:
    return _KEY.sub(lambda key: written(text(key[1], language)), template)


def _as_attribute(words: str) -> str:
    # An ampersand marks the letter to press; twice, it is one.
    return escape(words.replace("&", "&&"), {'"': "&quot;"})


def _as_literal(words: str) -> str:
    return quoted(words)[1:-1]
