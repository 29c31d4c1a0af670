"""Taking the zip files of the KBO/BCE into the index: a full one whole, an update on top of it.

The rows are streamed from the zip into SQLite; memory does not grow with the register.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from addin.registers.faults import IndexUnusableError, NoIndexError, UpdateOutOfTurnError
from addin.registers.kbo_files import Extract, KboFile, Progress
from addin.registers.kbo_index import KboIndex
from addin.registers.kbo_tables import CODE, INDEXES, NEEDED, SCHEMA, SOURCES, Source, codes, entity

FAST = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32000;
"""
"""For a new file, which takes the place of the old one only when it is whole."""

NAMED = "SELECT entity, group_concat(name, ' ') FROM denomination"
FORGET = "INSERT INTO names (names, rowid, name) VALUES ('delete', ?, ?)"
REMEMBER = "INSERT INTO names (rowid, name) VALUES (?, ?)"
ASKED_AT_ONCE = 500


def take_in(paths: Sequence[Path], target: Path, progress: Progress | None = None) -> Extract:
    """Bring the index to the last of some zip files.

    Args:
        paths: Full files and updates, in any order; see ``in_turn``.
        target: The index; made by the first full file.
        progress: Told how far the reading of each file has come, in bytes.

    Returns:
        The extract the index is at now.

    Raises:
        NotKboFileError: One of them is something else; the index has the files before it.
        NoIndexError: Updates, and no full file was ever taken in.
        UpdateOutOfTurnError: An update does not follow the one before it; nothing was taken in.
        IndexUnusableError: It cannot be written; it is as it was.
    """
    for path, extract in in_turn(paths, target):
        with KboFile(path, progress) as file:
            if extract.full:
                _build(file, target)
            else:
                _update(file, target)
    return _there(target)


def in_turn(paths: Sequence[Path], target: Path) -> list[tuple[Path, Extract]]:
    """Which of some zip files are to be taken in, in their order; nothing is written.

    The last full file counts, and the updates after it. Updates that the full file, or the index
    where there is none, has already are let be.

    Raises:
        NotKboFileError, NoIndexError, UpdateOutOfTurnError: As ``take_in``.
    """
    extracts = sorted(((path, _extract(path)) for path in paths), key=lambda one: one[1].number)
    chosen = [one for one in extracts if one[1].full][-1:]
    at = chosen[0][1] if chosen else None
    if at is None and target.is_file():
        at = _there(target)
    for path, extract in extracts:
        if extract.full or (at is not None and extract.number <= at.number):
            continue
        if at is None:
            raise NoIndexError
        if extract.number != at.number + 1:
            values = {"extract": extract.number, "there": at.number}
            raise UpdateOutOfTurnError(file=path.name, **values)
        chosen.append((path, extract))
        at = extract
    return chosen


def _extract(path: Path) -> Extract:
    with KboFile(path) as file:
        return file.extract


def _there(target: Path) -> Extract:
    with KboIndex(target) as index:
        return index.extract


@contextmanager
def _written(target: Path) -> Iterator[None]:
    """What the system says of a file that it does not take, as a sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as failure:
        raise IndexUnusableError(path=target, reason=failure) from None


def _build(file: KboFile, target: Path) -> None:
    """Make the index anew beside the one that is there, then put it in its place."""
    new = target.with_name(f"{target.name}.new")
    with _written(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
    try:
        with _written(target):
            with closing(sqlite3.connect(new, isolation_level=None)) as database:
                _fill(file, database)
            new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _fill(file: KboFile, database: sqlite3.Connection) -> None:
    database.executescript(FAST + SCHEMA)
    database.execute("BEGIN")
    for source in SOURCES.values():
        if source.file in NEEDED or file.has(source.file):
            database.executemany(source.insert, source.made(file.rows(source.file, source.columns)))
    database.execute("COMMIT")
    database.executescript(INDEXES)
    database.execute("BEGIN")
    database.execute(f"INSERT INTO names (rowid, name) {NAMED} GROUP BY entity")
    _note(file, database)
    database.execute("COMMIT")


def _update(file: KboFile, target: Path) -> None:
    """Take an update in, whole or not at all; the deletions come before the insertions.

    That is the order of the cookbook: what has changed stands in both.
    """
    with _written(target), closing(sqlite3.connect(target, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            renamed = _renamed(file)
            database.executemany(FORGET, _named(database, renamed))
            for source in SOURCES.values():
                _replace(file, database, source)
            database.executemany(REMEMBER, _named(database, renamed))
            _note(file, database)
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")


def _renamed(file: KboFile) -> list[int]:
    """Every enterprise whose names come or go."""
    if not file.has("denomination_delete"):
        return []
    gone = file.rows("denomination_delete", ("EntityNumber",))
    come = file.rows("denomination_insert", ("EntityNumber",))
    return sorted({entity(number) for rows in (gone, come) for (number,) in rows})


def _named(database: sqlite3.Connection, numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
    """The names of some enterprises, as they are sought by."""
    found: list[tuple[int, str]] = []
    for start in range(0, len(numbers), ASKED_AT_ONCE):
        some = numbers[start : start + ASKED_AT_ONCE]
        marks = ", ".join("?" * len(some))
        sought = f"{NAMED} WHERE entity IN ({marks}) GROUP BY entity"
        found += database.execute(sought, some).fetchall()
    return found


def _replace(file: KboFile, database: sqlite3.Connection, source: Source) -> None:
    if not file.has(f"{source.file}_delete"):
        return
    gone = file.rows(f"{source.file}_delete", source.columns[:1])
    database.executemany(source.delete, ((entity(number),) for (number,) in gone))
    come = file.rows(f"{source.file}_insert", source.columns)
    database.executemany(source.insert, source.made(come))


def _note(file: KboFile, database: sqlite3.Connection) -> None:
    """The words for the codes, and which extract this is; every file has them whole."""
    if file.has("code"):
        database.execute("DELETE FROM code")
        rows = codes(file.rows("code", CODE))
        database.executemany("INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?)", rows)
    facts = {"extract": str(file.extract.number), "day": file.extract.day.isoformat()}
    database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())
