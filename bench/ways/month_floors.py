"""What no way can do without: inflate the largest sheet, read its cells, deflate it, write it."""

import sys
import zlib
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from bench.measuring import Laps


def main(path: Path) -> None:
    """Measure the floors of a workbook."""
    laps = Laps()
    laps.start()
    with ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda info: info.file_size)
        sheet = archive.read(largest)
    laps.lap("inflate")
    press = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = press.compress(sheet) + press.flush()
    laps.lap("deflate")
    content = path.read_bytes()
    path.with_suffix(".copy").write_bytes(content)
    laps.lap("copy")
    with CalamineWorkbook.from_path(path) as book:
        rows = sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    laps.lap("cells")
    laps.facts = {
        "file_bytes": len(content),
        "sheet_bytes": len(sheet),
        "packed_bytes": len(packed),
        "rows": rows,
    }
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
