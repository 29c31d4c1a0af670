"""PDFs as ``quotepart pdf`` makes them: one LibreOffice, or several side by side, for all."""

import os
import sys
import time
from pathlib import Path

from addin.documents.pdf import convert
from bench.measuring import Lap, Laps


def main(folder: Path, at_once: int) -> None:
    """Convert all documents of a folder."""
    documents = sorted(folder.glob("*.docx"))
    laps = Laps()
    before, start = os.times(), time.perf_counter()
    made = [one for one in convert(documents, at_once=at_once) if isinstance(one.pdf, bytes)]
    wall, after = time.perf_counter() - start, os.times()
    assert len(made) == len(documents)
    # LibreOffice does the work, in processes of its own.
    cpu = sum(after[:4]) - sum(before[:4])
    laps.laps["all"] = Lap(wall, cpu)
    laps.facts["documents"] = len(documents)
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
