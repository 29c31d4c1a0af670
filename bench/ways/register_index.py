"""Taking the register of enterprises in, on its own; and the first thing found in it."""

import sys
from pathlib import Path

from addin.registers.kbo_building import take_in
from addin.registers.kbo_index import KboIndex
from bench.measuring import Laps


def main(source: Path, target: Path) -> None:
    """Make the index anew."""
    laps = Laps()
    laps.start()
    take_in([source], target)
    laps.lap("index")
    with KboIndex(target) as index:
        laps.facts = {"enterprises": len(index), "megabytes": target.stat().st_size / 1e6}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
