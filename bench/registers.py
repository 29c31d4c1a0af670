"""The register of enterprises: taking it in, and looking enterprises up by number and by name."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

from addin.registers.enterprise import Registered
from addin.registers.kbo_index import KboIndex
from bench.register_file import WORDS, make_register, number_of
from bench.report import seconds, spaced, table
from bench.turns import Way, say, take_turns

LOOK_UPS = 2000
NAMES = 200
CLIENTS = 5000
LIMIT_MILLISECONDS = 5.0
"""What a look-up by number may take at most."""


def measure(enterprises: int, runs: int) -> str:
    """Index a register of this size, look some of it up, and give the tables of figures."""
    way = Way("register_index", "take the zip in", runs)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "kbo.zip", Path(folder) / "kbo.sqlite"
        say(f"writing a register of {enterprises} enterprises")
        make_register(source, enterprises)
        for one in take_turns([way], lambda _: [str(source), str(target)]):
            assert one.facts["enterprises"] == enterprises
        look_ups = _look_ups(target, enterprises)
        title = f"### KBO/BCE: {spaced(enterprises)} enterprises"
        zipped = source.stat().st_size / 1e6
        return "\n\n".join((title, _indexing(way, zipped), look_ups))


def _indexing(way: Way, zipped: float) -> str:
    figures = [
        way.title,
        str(way.runs),
        seconds(way, ["index"]),
        f"{way.peak_megabytes:.0f} MB",
        f"{zipped:.0f} MB",
        f"{way.facts['megabytes']:.0f} MB",
    ]
    return table(["wall (cpu)", "n", "index", "memory", "zip", "index file"], [figures])


def _look_ups(target: Path, enterprises: int) -> str:
    chance = random.Random(2)  # noqa: S311 - a choice, and always the same one
    numbers = [number_of(chance.randrange(enterprises)) for _ in range(LOOK_UPS)]
    names = [" ".join(chance.sample(WORDS, 2)) for _ in range(NAMES)]
    with KboIndex(target) as index:
        whole = [one.names[0].name for one in index.several(numbers[:NAMES]).values()]
        by_number = _timed(index.find, numbers)
        rows = [
            _row("by number", by_number),
            _row("by two words that thousands of names have", _timed(index.named, names)),
            _row("by a whole name", _timed(index.named, whole)),
        ]
        clients = chance.sample(range(enterprises), min(CLIENTS, enterprises))
        began = time.perf_counter()
        found = index.several([number_of(place) for place in clients])
        together = 1000 * (time.perf_counter() - began)
    assert len(found) == len(clients)
    assert median(by_number) < LIMIT_MILLISECONDS, "looking up by number is too slow"
    figures = table(["one look-up", "n", "median", "99 of 100 below", "slowest"], rows)
    return f"{figures}\n\n{spaced(len(clients))} clients looked up together: {together:.0f} ms."


def _timed(
    find: Callable[[str], Registered | Sequence[Registered] | None], sought: Sequence[str]
) -> list[float]:
    """Milliseconds of each look-up; the first one warms the index up and is left out."""
    found = find(sought[0])
    assert found
    took = []
    for one in sought:
        began = time.perf_counter()
        find(one)
        took.append(1000 * (time.perf_counter() - began))
    return took


def _row(title: str, took: Sequence[float]) -> list[str]:
    figures = (median(took), quantiles(took, n=100)[-1], max(took))
    return [title, str(len(took)), *(f"{one:.2f} ms" for one in figures)]
