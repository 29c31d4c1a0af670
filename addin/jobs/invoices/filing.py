"""The list of documents in the folder of invoices, kept level with the journal."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from addin.documents.manifest import Filed, ManifestNotWrittenError, enlist, listed
from addin.errors import Finding, Place
from addin.journal.journal import Journal


def file_documents(journal: Journal, base: Path, folder: Path, moment: datetime) -> list[Finding]:
    """Put on the list what was issued and is not on it yet, be it by a run that was cut short.

    Args:
        journal: It knows each document, and the digest that was proven.
        base: The workbook's folder, from which the journal names its files.
        folder: The folder of invoices; documents that lie elsewhere are not listed.
        moment: When they are listed.

    Returns:
        A warning when the list cannot be written; it is completed the next time.
    """
    try:
        known = listed(folder)
        enlist(folder, list(_unlisted(journal, base, folder, moment, known)))
    except ManifestNotWrittenError as error:
        return [Finding(error.code, Place("Invoices"), error.values)]
    return []


def _unlisted(
    journal: Journal, base: Path, folder: Path, moment: datetime, known: Mapping[str, Filed]
) -> Iterator[Filed]:
    for proven in journal.documents():
        path = base / proven.file.path
        file = name_in(folder, path)
        if not file or (file in known and known[file].sha256 == proven.file.digest):
            continue
        if path.is_file():
            yield Filed(proven.number, file, proven.file.digest, moment)


def name_in(folder: Path, path: Path) -> str:
    """A file as the list of a folder names it; empty if it lies elsewhere."""
    try:
        return path.absolute().relative_to(folder.absolute()).as_posix()
    except ValueError:
        return ""
