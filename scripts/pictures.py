"""Take the pictures of the README: the workbook after a month, and an invoice that came out of it.

    python -m scripts.pictures

LibreOffice computes the workbook and prints both; pdftoppm makes pictures of the first pages.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import xlwings

from addin.books.calc import engine
from addin.cli.demonstration import NAME, demonstrate
from addin.words import Language

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH_PIXELS = 1200


def main() -> None:
    """Write ``docs/pictures/workbook.png`` and ``docs/pictures/invoice.png``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        demonstrate(folder, Language.EN)
        printed = Path(place) / "workbook.pdf"
        _print_computed(folder / NAME, printed)
        _picture(printed, "workbook")
        invoice = next(folder.rglob("2026-00003*.docx"))
        _picture(_print(invoice), "invoice")


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


def _print(document: Path) -> Path:
    office = shutil.which("soffice")
    assert office, "LibreOffice takes the pictures"
    profile = f"-env:UserInstallation=file://{document.parent}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, document.parent, document], check=True, capture_output=True)  # noqa: S603 - our own
    return document.with_suffix(".pdf")


def _picture(printed: Path, name: str) -> None:
    size = ["-scale-to-x", str(WIDTH_PIXELS), "-scale-to-y", "-1"]
    command = ["pdftoppm", "-png", "-singlefile", "-f", "1", *size]
    subprocess.run([*command, printed, FOLDER / name], check=True)  # noqa: S603 - our own


if __name__ == "__main__":
    main()
