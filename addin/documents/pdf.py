"""Word documents as PDF/A-3, by LibreOffice, which is started once for many of them.

Each LibreOffice has a profile and a folder of its own, so that one the user has open is left alone,
and is ended with all that belongs to it. It is given copies under plain names: no lock file appears
beside the user's documents, and no name is too strange for a command line.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

from addin.errors import BillingError

AT_ONCE = 2
"""LibreOffices side by side, where there are as many processors."""
PER_START = 200
"""Documents after which a LibreOffice is started afresh: its memory grows with each."""
START_SECONDS = 60
DOCUMENT_SECONDS = 60
"""How long a LibreOffice may take to start, and for one document."""

# Version 3 is PDF/A-3b, into which an invoice in XML can be embedded.
_FILTER = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}'
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_LOOK_SECONDS = 0.05
_LEAVE_SECONDS = 0.5


class NoOfficeError(BillingError):
    """LibreOffice is not installed."""

    code = "PDF-01"


class NotConvertedError(BillingError):
    """LibreOffice made no PDF of a document; takes ``document`` and ``seconds``."""

    code = "PDF-02"


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a document.

    Attributes:
        document: The Word document.
        pdf: The bytes of its PDF, or why there is none.
    """

    document: Path
    pdf: bytes | NotConvertedError


def office() -> str:
    """The path of LibreOffice.

    Raises:
        NoOfficeError: It is neither on the path nor where its installer puts it.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    found = found or next((place for place in _PLACES if Path(place).is_file()), None)
    if found is None:
        raise NoOfficeError
    return found


def convert(
    documents: Sequence[Path],
    *,
    at_once: int = AT_ONCE,
    per_start: int = PER_START,
    document_seconds: float = DOCUMENT_SECONDS,
) -> Iterator[Converted]:
    """Convert Word documents; each is told as soon as it is ready, in any order.

    A document on which LibreOffice ends, or comes to a stand, is told too; the others go on without
    it. Whoever stops asking stops LibreOffice.

    Args:
        documents: Their paths.
        at_once: How many LibreOffices work side by side, at the most one per processor.
        per_start: How many documents each of them gets before it is started afresh.
        document_seconds: How long it may take for one.

    Raises:
        NoOfficeError: LibreOffice is not installed.
    """
    command = office()
    if not documents:
        return
    workers = min(at_once, os.cpu_count() or 1, len(documents))
    told: SimpleQueue[Converted | BaseException] = SimpleQueue()
    stopped = Event()
    threads = [
        Thread(
            target=_worked,
            args=(documents[place::workers], _Terms(command, per_start, document_seconds, stopped)),
            kwargs={"tell": told.put},
        )
        for place in range(workers)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in documents:
            outcome = told.get()
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


@dataclass(frozen=True, slots=True)
class _Terms:
    """How a worker is to go about its documents."""

    command: str
    per_start: int
    document_seconds: float
    stopped: Event


def _worked(
    documents: Sequence[Path], terms: _Terms, tell: Callable[[Converted | BaseException], None]
) -> None:
    """Start LibreOffice as often as it takes to have something to tell of every document."""
    rest = list(documents)
    try:
        while rest and not terms.stopped.is_set():
            done = 0
            for outcome in _started(rest[: terms.per_start], terms):
                tell(outcome)
                done += 1
            if not done and not terms.stopped.is_set():
                tell(_without_pdf(rest[0], terms))
                done = 1
            rest = rest[done:]
    except BaseException as error:  # noqa: BLE001 - it is raised where somebody waits for it
        tell(error)


def _without_pdf(document: Path, terms: _Terms) -> Converted:
    reason = NotConvertedError(document=document.name, seconds=f"{terms.document_seconds:g}")
    return Converted(document, reason)


def _started(documents: Sequence[Path], terms: _Terms) -> Iterator[Converted]:
    """What one LibreOffice makes of these documents, until it ends or comes to a stand."""
    with tempfile.TemporaryDirectory(prefix="quotepart-pdf-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / "in").mkdir()
        (folder / "out").mkdir()
        names = [f"{place:04}" for place in range(len(documents))]
        for document, plain in zip(documents, names, strict=True):
            shutil.copyfile(document, folder / "in" / f"{plain}.docx")
        process = _launched(terms.command, folder, names)
        try:
            results = [folder / "out" / f"{plain}.pdf" for plain in names]
            found = _as_they_come(process, results, terms)
            for document, pdf in zip(documents, found, strict=False):  # it may end early
                yield _without_pdf(document, terms) if pdf is None else Converted(document, pdf)
        finally:
            _end(process)


def _launched(command: str, folder: Path, names: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [
            command,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            "--convert-to",
            _FILTER,
            "--outdir",
            str(folder / "out"),
            *(f"{plain}.docx" for plain in names),
        ],
        cwd=folder / "in",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # The command starts the program: the group is what can be ended.
        start_new_session=True,
    )


def _as_they_come(
    process: "subprocess.Popen[bytes]", results: Sequence[Path], terms: _Terms
) -> Iterator[bytes | None]:
    """The PDFs in their order, None for one that was passed over.

    It ends with the last, or before when the program has ended or stands still.
    """
    done = 0
    patience = START_SECONDS + terms.document_seconds
    until = time.monotonic() + patience
    while done < len(results):
        ended = process.poll() is not None
        newest = _newest(results, done)
        for place in range(done, newest + 1):
            # It goes from one to the next: what lies before the newest is whole, or never comes.
            if place < newest or ended or _is_whole(results[place]):
                yield results[place].read_bytes() if results[place].exists() else None
                done = place + 1
                until = time.monotonic() + terms.document_seconds
        if ended or terms.stopped.is_set() or time.monotonic() > until:
            return
        time.sleep(_LOOK_SECONDS)


def _newest(results: Sequence[Path], start: int) -> int:
    """The last of the files that is there; one less than ``start`` if there is none."""
    there = (place for place in range(len(results) - 1, start - 1, -1) if results[place].exists())
    return next(there, start - 1)


def _is_whole(pdf: Path) -> bool:
    """Whether a PDF has been written to its end."""
    with pdf.open("rb") as opened:
        opened.seek(max(0, pdf.stat().st_size - 16))
        return opened.read().rstrip().endswith(b"%%EOF")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and all that it has started; one that has ended is left alone."""
    with suppress(subprocess.TimeoutExpired):
        # Its last document done, it needs a moment to leave.
        process.wait(_LEAVE_SECONDS)
    if sys.platform == "win32":
        if process.poll() is None:
            task = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(task, capture_output=True, check=False)  # noqa: S603 - our own arguments
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
