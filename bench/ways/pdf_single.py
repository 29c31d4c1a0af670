"""PDFs with a LibreOffice started for each: ``soffice --convert-to pdf``, one after the other."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from addin.documents.pdf import office
from bench.measuring import Lap, Laps


def main(folder: Path, count: int) -> None:
    """Convert the first documents of a folder, after one that makes the profile."""
    documents = sorted(folder.glob("*.docx"))[:count]
    laps = Laps()
    with tempfile.TemporaryDirectory() as name:
        converted(documents[0], Path(name))
        before, start = os.times(), time.perf_counter()
        for document in documents:
            converted(document, Path(name))
        wall, after = time.perf_counter() - start, os.times()
        assert len(list(Path(name).glob("*.pdf"))) == len(documents)
    laps.laps["all"] = Lap(wall, sum(after[:4]) - sum(before[:4]))
    laps.facts["documents"] = len(documents)
    laps.tell()


def converted(document: Path, folder: Path) -> None:
    """Start LibreOffice for one document."""
    filter_ = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}'
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [office(), profile, "--headless", "--convert-to", filter_, "--outdir", folder, document],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
