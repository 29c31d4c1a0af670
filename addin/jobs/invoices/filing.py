"""The list of documents in the folder of invoices, kept level with the journal."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from addin.documents.manifest import NAME, Filed, ManifestNotWrittenError, enlist, listed
from addin.errors import BillingError, Finding, Place
from addin.journal.filed import filed_documents
from addin.journal.journal import Journal
from addin.journal.records import DocumentFile

ENDING = ".xml"


class NumberTakenError(BillingError):
    """A number that is to be given stands on the list of documents already."""

    code = "ISS-14"


def require_unlisted(folder: Path, numbers: Collection[str]) -> None:
    """Refuse to give numbers once more that invoices in the folder have.

    The journal tells of each number before a file of it is listed. When it has not given one that
    is listed, it is an older copy, put back together with a workbook of the same age.

    Args:
        folder: The folder of invoices.
        numbers: Those that the journal would give next.

    Raises:
        NumberTakenError: The first of them that is listed.
    """
    with suppress(ManifestNotWrittenError):  # told when the new documents are to be listed
        for one in listed(folder).values():
            if one.number in numbers:
                raise NumberTakenError(
                    number=one.number, document=one.file, file=str(folder / NAME)
                )


def file_documents(journal: Journal, base: Path, folder: Path, moment: datetime) -> list[Finding]:
    """Put on the list what was issued and is not on it yet, be it by a run that was cut short.

    Annexes and PDFs are listed too, once the journal was told of them.

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
    for number, made in _documents(journal):
        path = base / made.path
        file = name_in(folder, path)
        if not file or (file in known and known[file].sha256 == made.digest):
            continue
        if path.is_file():
            yield Filed(number, file, made.digest, moment)


def _documents(journal: Journal) -> Iterator[tuple[str, DocumentFile]]:
    """What was proven, then what was made of it, each with the number of its invoice."""
    yield from ((one.number, one.file) for one in journal.documents())
    yield from ((one.number, one.file) for one in filed_documents(journal))


def files_with_pdf(journal: Journal) -> dict[str, DocumentFile]:
    """The electronic files that were given the PDF of their invoice, by its number."""
    return {
        one.number: one.file
        for one in filed_documents(journal)
        if one.made_from.endswith(ENDING) and one.file.path.endswith(ENDING)
    }


def name_in(folder: Path, path: Path) -> str:
    """A file as the list of a folder names it; empty if it lies elsewhere."""
    try:
        return path.absolute().relative_to(folder.absolute()).as_posix()
    except ValueError:
        return ""
