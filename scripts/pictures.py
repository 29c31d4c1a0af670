"""Take the pictures of the papers: the workbook after a month, and the documents it sends.

    python -m scripts.pictures

LibreOffice computes the workbook and prints everything; pdftoppm makes pictures of the first pages.
"""

import struct
import subprocess
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import xlwings

from addin.books.calc import engine
from addin.cli.demonstration import NAME, demonstrate
from addin.config import resource
from addin.documents.pdf import convert
from addin.documents.template_choice import ANNEX, CREDIT_NOTE, INVOICE, STATEMENT
from addin.documents.trials import trial
from addin.words import Language

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH_PIXELS = 1200
PAIRS = {"templates": (INVOICE, CREDIT_NOTE), "annex-statement": (ANNEX, STATEMENT)}
"""Two documents from the templates that ship side by side, by the name of the picture."""
PAIR_PIXELS, BETWEEN_PIXELS = 620, 16


def main() -> None:
    """Write every picture of ``docs/pictures``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        demonstrate(folder, Language.EN)
        printed = Path(place) / "workbook.pdf"
        _print_computed(folder / NAME, printed)
        _picture(printed, FOLDER / "workbook")
        (invoice,) = _print([next(folder.rglob("2026-00003*.docx"))])
        _picture(invoice, FOLDER / "invoice")
        for name, kinds in PAIRS.items():
            (FOLDER / f"{name}.png").write_bytes(_side_by_side(kinds, Path(place)))


def _side_by_side(kinds: Sequence[str], place: Path) -> bytes:
    """Invented documents of some kinds, in English, as one PNG."""
    documents = []
    for kind in kinds:
        document = place / f"{kind}.docx"
        document.write_bytes(trial(kind, resource("templates", kind, "en.docx"), Language.EN))
        documents.append(document)
    pages = [_pixels(_picture(pdf, pdf.with_suffix(""), "ppm")) for pdf in _print(documents)]
    between = np.full((pages[0].shape[0], BETWEEN_PIXELS, 3), 0xD5, dtype=np.uint8)
    return _png(np.hstack([pages[0], between, pages[1]]))


def _print_computed(workbook: Path, printed: Path) -> None:
    engine.activate()
    app = xlwings.App(add_book=False, visible=False)
    try:
        book = app.books.open(workbook)
        book.api.calculateAll()
        book.to_pdf(printed)
        book.close()
    finally:
        app.quit()


def _print(documents: Sequence[Path]) -> list[Path]:
    """The PDFs of Word documents, beside them."""
    for made in convert(documents):
        assert isinstance(made.pdf, bytes), made
        made.document.with_suffix(".pdf").write_bytes(made.pdf)
    return [document.with_suffix(".pdf") for document in documents]


def _picture(printed: Path, place: Path, form: str = "png") -> Path:
    """The first page of a PDF; the place has no suffix yet."""
    width = WIDTH_PIXELS if form == "png" else PAIR_PIXELS
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    as_png = ["-png"] if form == "png" else []
    command = ["pdftoppm", *as_png, "-singlefile", "-f", "1", *size]
    subprocess.run([*command, printed, place], check=True)  # noqa: S603 - our own
    return place.with_suffix(f".{form}")


def _pixels(ppm: Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """A picture as pdftoppm writes it: height, width, colours."""
    _, size, _, content = ppm.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(content, dtype=np.uint8).reshape(height, width, 3)


def _png(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> bytes:
    height, width, _ = pixels.shape

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # each row begins with its filter
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


if __name__ == "__main__":
    main()
