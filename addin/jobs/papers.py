"""What goes with invoices, annexes and statements: written once, with a PDF, and listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from addin.documents.manifest import Filed, ManifestNotWrittenError, enlist, listed
from addin.documents.output_folder import free_path
from addin.documents.pdf import NotConvertedError, convert
from addin.errors import BillingError, Finding, Place
from addin.jobs.invoices.filing import name_in
from addin.jobs.invoices.recovering import write_whole
from addin.journal.filed import FiledDocument
from addin.journal.records import DocumentFile


@dataclass(frozen=True, slots=True)
class Paper:
    """What was written.

    Attributes:
        files: The Word document, then its PDF if there is one.
        findings: Why there is no PDF, or why the files are not on the list.
    """

    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


def write_once(path: Path, document: bytes) -> Path:
    """Write a document, unless the same one is there; another one gets a name of its own.

    Raises:
        DocumentNotWrittenError: The file or its folder cannot be written.
    """
    if path.is_file() and path.read_bytes() == document:
        return path
    free = free_path(path)
    write_whole(free, document)
    return free


def with_pdf(document: Path, folder: Path) -> Paper:
    """A written document and its PDF beside it; one that is on the list of the folder is kept."""
    kept = document.with_suffix(".pdf")
    if digest_of_file(kept) in _listed_digests(folder, kept):
        return Paper((document, kept))
    try:
        (made,) = convert([document])
        if isinstance(made.pdf, NotConvertedError):
            raise made.pdf
        pdf = free_path(kept)
        write_whole(pdf, made.pdf)
    except BillingError as error:
        return Paper((document,), (Finding(error.code, Place(), error.values),))
    return Paper((document, pdf))


def enlisted(paper: Paper, folder: Path, number: str, moment: datetime) -> Paper:
    """A paper whose files are on the list of a folder, as far as they lie in it.

    Args:
        paper: What was written.
        folder: The folder of invoices.
        number: What the list calls it: of an invoice, or a quarter.
        moment: When it was made, with its time zone.
    """
    try:
        known = listed(folder)
        files = [
            Filed(number, name, digest_of_file(path), moment)
            for path in paper.files
            if (name := name_in(folder, path))
        ]
        new = [
            one for one in files if one.file not in known or known[one.file].sha256 != one.sha256
        ]
        enlist(folder, new)
    except ManifestNotWrittenError as error:
        finding = Finding(error.code, Place(), error.values)
        return Paper(paper.files, (*paper.findings, finding))
    return paper


def as_filed(number: str, files: Iterable[Path], base: Path) -> list[FiledDocument]:
    """Files of an invoice as the journal is told of them: an annex, then its PDF.

    Args:
        number: Of the invoice.
        files: They have been written.
        base: The workbook's folder.
    """
    found: list[FiledDocument] = []
    for path in files:
        name = name_in(base, path) or path.absolute().as_posix()
        made_from = found[0].file.path if found else ""
        found.append(FiledDocument(number, DocumentFile(name, digest_of_file(path)), made_from))
    return found


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file; empty if it is not there."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _listed_digests(folder: Path, path: Path) -> set[str]:
    """The digest that the list of a folder has of a file, if it has one."""
    try:
        known = listed(folder).get(name_in(folder, path))
    except ManifestNotWrittenError:
        return set()
    return {known.sha256} if known else set()
