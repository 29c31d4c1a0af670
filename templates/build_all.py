"""Builds all templates that ship, a Word document per kind and language: the same bytes each time.

``python -m templates.build_all``, or ``make templates``, writes ``templates/invoice/en.docx`` and
its 15 neighbours.
"""

from pathlib import Path

from addin.words import Language
from templates import build_annex, build_credit_note, build_invoice, build_statement

BUILDERS = {
    "invoice": build_invoice.build,
    "credit-note": build_credit_note.build,
    "annex": build_annex.build,
    "statement": build_statement.build,
}
"""What makes the template of each kind in a language, by the folder it goes into."""


def write_all(folder: Path) -> None:
    """Write the templates into a folder, over those that are there."""
    for kind, build in BUILDERS.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for language in Language:
            (folder / kind / f"{language}.docx").write_bytes(build(language))


if __name__ == "__main__":
    write_all(Path(__file__).parent)
