"""``generate`` a second time, when nothing has changed and so nothing is written."""

import sys
from pathlib import Path

from bench.ways.month_quotepart import main

if __name__ == "__main__":
    main(Path(sys.argv[2]))
