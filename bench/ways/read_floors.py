"""What no reader can do without: the bytes of the file, and its largest sheet inflated."""

import sys
from pathlib import Path
from zipfile import ZipFile

from addin.books.closed.package import Package
from bench.measuring import Laps


def main(path: Path) -> None:
    """Measure the floors of a workbook."""
    laps = Laps()
    laps.start()
    content = path.read_bytes()
    laps.lap("file")
    with ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda info: info.file_size)
        archive.read(largest)
    laps.lap("zlib")
    with Package(path) as package:
        size = sum(map(len, package.chunks(largest.filename)))
    laps.lap("isal")
    laps.facts = {"file_bytes": len(content), "sheet_bytes": size}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
