"""What no way of writing can do without: copy the file, with one sheet deflated anew."""

import shutil
import sys
from pathlib import Path
from zipfile import ZipFile

from addin.books.closed.archive import write_archive
from addin.books.closed.members import read_member
from bench.measuring import Laps


def main(path: Path, part: str) -> None:
    """Measure the floors of a workbook, with Quotepart's own deflater."""
    target = path.with_suffix(".copy")
    laps = Laps()
    laps.start()
    shutil.copyfile(path, target)
    laps.lap("copy")
    with ZipFile(path) as source, target.open("wb") as copy:
        sheet = read_member(source, source.getinfo(part))
        write_archive(source, {part: sheet}, copy)
    laps.lap("deflate")
    laps.facts = {"file_bytes": path.stat().st_size, "sheet_bytes": len(sheet)}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
