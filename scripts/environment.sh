#!/bin/sh
# Find a Python that is recent enough and let it make the environment (scripts/prepare.py).
set -eu
cd "$(dirname "$0")/.."

recent='import sys; sys.exit(sys.version_info < (3, 11))'
for python in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11 python; do
  if "$python" -c "$recent" >/dev/null 2>&1; then
    exec "$python" scripts/prepare.py "$@"
  fi
done

found=$(python3 --version 2>/dev/null) || found='no Python'
cat >&2 <<SENTENCE
Quotepart needs Python 3.11 or newer, and this machine has $found.
Install one (Debian, Ubuntu: apt-get install python3; macOS: brew install python),
or say where it is: make demo PYTHON=/path/to/python3.12
SENTENCE
exit 1
