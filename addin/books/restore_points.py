"""Restore points: copies of a workbook from before each write, in a folder beside it.

``Billing.xlsm`` has them in ``Billing.quotepart/restore``, with an index that tells what each is.
The index is also the record of what is under way: it says what a job is about to do before it does
it, so that the run after an interrupted one can tell which of the two files is there.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from errno import ENOENT
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError

from addin.books.disk import (
    copy_flushed,
    digest_of,
    flush_file,
    flush_folder,
    make_folder,
    share_like,
    unfinished,
    write_flushed,
)
from addin.books.run_lock import own_folder
from addin.errors import BillingError, Finding, Place
from addin.words import Words, job_name

_STEM_BYTES = 160  # so that a long name stays short enough for every disk with what is added


class CannotKeepError(BillingError):
    """No restore point can be made; takes ``file``, ``folder``, ``reason``."""

    code = "SAFE-05"


class CopyGoneError(BillingError):
    """The copy of a restore point is missing or altered; takes ``copy``, ``moment``."""

    code = "UNDO-03"


class DamagedListError(BillingError):
    """The index of the restore points cannot be read; takes ``file``, ``index``, ``folder``."""

    code = "UNDO-06"


class Stage(StrEnum):
    """How far the job of a restore point has come."""

    COPYING = "copying"
    KEPT = "kept"
    WRITING = "writing"
    WRITTEN = "written"


def _plain_name(name: str) -> str:
    """A name without a folder: an index from elsewhere must not lead out of its own."""
    if name != Path(name).name or "\\" in name or "/" in name or not name.strip("."):
        message = "not the name of a file"
        raise ValueError(message)
    return name


class RestorePoint(BaseModel):
    """A copy of the workbook and the job that came after it.

    Attributes:
        job: By its name on the command line.
        moment: When the copy was made, in UTC.
        name: Of the copy, in the folder of the restore points.
        size: Of the copy, in bytes.
        before: SHA-256 of the copy, in hex; empty while it is being made.
        after: SHA-256 of the file that the job leaves; None when it writes into an open workbook.
        stage: How far the job has come.
        tables: Digest of each table as the job left it, by ``table_digest``; in an open workbook.
    """

    model_config = ConfigDict(frozen=True)

    job: str
    moment: AwareDatetime
    name: Annotated[str, AfterValidator(_plain_name)]
    size: int = 0
    before: str = ""
    after: str | None = None
    stage: Stage = Stage.COPYING
    tables: Mapping[str, str] = {}

    @property
    def told_job(self) -> Words:
        """What the user calls the job."""
        return job_name(self.job)

    @property
    def told_moment(self) -> str:
        """Day and time of the clock on the wall.

        Returns:
            Such as ``2026-10-31 10:31``.
        """
        return f"{self.moment.astimezone():%Y-%m-%d %H:%M}"


class _Index(BaseModel):
    """The file that tells what the copies are, oldest first."""

    version: int = 1
    workbook: str
    points: list[RestorePoint] = []


class RestorePoints:
    """The restore points of one workbook.

    What changes them is called by one run at a time only: see ``addin.books.run_lock``.

    Attributes:
        workbook: Its path, links resolved.
        folder: Where the copies and the index lie; it need not be there yet.
    """

    def __init__(self, workbook: Path) -> None:
        self.workbook = workbook
        self.folder = own_folder(workbook) / "restore"
        self._index = self.folder / f"{workbook.name}.json"

    def all(self) -> list[RestorePoint]:
        """Every point, oldest first; none if there is no index or it is damaged."""
        index = self._read_index()
        return index.points if index else []

    def listed(self) -> list[RestorePoint]:
        """Every point, oldest first.

        Raises:
            DamagedListError: There is an index, but what it says cannot be made out.
        """
        index = self._read_index()
        if index is None and self._index.exists():
            raise DamagedListError(
                file=self.workbook.name, index=self._index.name, folder=self.folder
            )
        return index.points if index else []

    def last(self) -> RestorePoint | None:
        """The newest point."""
        return next(reversed(self.all()), None)

    def path_of(self, point: RestorePoint) -> Path:
        """Where the copy lies."""
        return self.folder / point.name

    def keep(
        self,
        job: str,
        days: int,
        moment: datetime,
        copy: Callable[[Path], None] | None = None,
    ) -> RestorePoint:
        """Copy the workbook, down to the disk, and forget what is too old.

        Args:
            job: The job that is about to write.
            days: Points made longer ago go, but never the newest of those there are.
            moment: Now.
            copy: Writes a copy of the workbook to a path; else the file on the disk is copied.

        Raises:
            CannotKeepError: The disk is full, or the folder takes no files.
        """
        try:
            return self._kept(job, days, moment.astimezone(UTC), copy or self._copy_file)
        except OSError as fault:
            with suppress(OSError):
                self.mend()
            reason = fault.strerror or str(fault)
            raise CannotKeepError(
                file=self.workbook.name, folder=self.folder, reason=reason
            ) from fault

    def writing(self, after: str | None) -> None:
        """Say that the job writes now.

        Args:
            after: SHA-256 of the file that it puts in place; None for an open workbook.

        Raises:
            CannotKeepError: The index cannot be written; neither may the workbook be.
        """
        try:
            self._change_last(stage=Stage.WRITING, after=after)
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise CannotKeepError(
                file=self.workbook.name, folder=self.folder, reason=reason
            ) from fault

    def written(self, tables: Mapping[str, str] | None = None) -> None:
        """Say that the job has written, and in an open workbook how it left each table."""
        # The workbook is written: an index that is not told says so at the next start instead.
        with suppress(OSError):
            self._change_last(stage=Stage.WRITTEN, tables=dict(tables or {}))

    def withdraw(self) -> None:
        """Take the newest point back: its job has written nothing."""
        points = self.all()
        if points:
            self._remove(points[-1])
            self._write_index(points[:-1])

    def copy_of(self, point: RestorePoint, target: Path, *, mode_of: Path) -> None:
        """Write the copy of a point to a new file, down to the disk.

        Args:
            point: One of these points.
            target: The file.
            mode_of: A file that is protected as the new one is to be.

        Raises:
            CopyGoneError: The copy is not there, or not the bytes that were kept.
            OSError: The disk or the folder refuses.
        """
        self.require(point)
        copy_flushed(self.path_of(point), target)
        shutil.copymode(mode_of, target)

    def require(self, point: RestorePoint) -> None:
        """Make sure that the copy of a point is what was kept.

        Raises:
            CopyGoneError: It is not there, or not the bytes that were kept.
        """
        kept = self.path_of(point)
        if digest_of(kept) != point.before:
            raise CopyGoneError(copy=kept, moment=point.told_moment)

    def mend(self) -> Finding | None:
        """Finish or take back what a run has left half done; what became of the workbook.

        Raises:
            OSError: The folder cannot be written.
        """
        unfinished(self._index).unlink(missing_ok=True)
        point = self.last()
        if point is None or point.stage == Stage.WRITTEN:
            return None
        values = {"job": point.told_job, "moment": point.told_moment, "copy": self.path_of(point)}
        if point.stage == Stage.WRITING and point.after is None:
            self._change_last(stage=Stage.WRITTEN)
            return Finding("SAFE-04", Place(), values)
        now = digest_of(self.workbook)
        if point.stage == Stage.WRITING and now != point.before:
            self._change_last(stage=Stage.WRITTEN)
            return Finding("SAFE-02" if now == point.after else "SAFE-03", Place(), values)
        self.withdraw()
        return Finding("SAFE-01", Place(), values)

    def _kept(
        self, job: str, days: int, moment: datetime, copy: Callable[[Path], None]
    ) -> RestorePoint:
        make_folder(self.folder.parent)
        make_folder(self.folder)
        self._set_damaged_index_aside()
        points = self._pruned(moment - timedelta(days=days))
        point = RestorePoint(job=job, moment=moment, name=self._free_name(job, moment))
        self._write_index([*points, point])
        target = self.path_of(point)
        copy(target)
        share_like(self.workbook, target)
        flush_file(target)
        flush_folder(self.folder)
        state = {"size": target.stat().st_size, "before": digest_of(target), "stage": Stage.KEPT}
        point = point.model_copy(update=state)
        self._write_index([*points, point])
        return point

    def _pruned(self, oldest: datetime) -> list[RestorePoint]:
        points = self.all()
        stay = [one for one in points if one.moment >= oldest or one is points[-1]]
        if len(stay) < len(points):
            for one in points:
                if one not in stay:
                    self._remove(one)
            self._write_index(stay)
        return stay

    def _free_name(self, job: str, moment: datetime) -> str:
        """A name that tells what the copy is, and that nothing else has."""
        start_of_stem = self.workbook.stem.encode("utf-8", "replace")[:_STEM_BYTES]
        stem, ending = start_of_stem.decode("utf-8", "ignore"), self.workbook.suffix
        start = f"{stem} {moment.astimezone():%Y-%m-%d %Hh%Mm%S} before {job}"
        name, count = f"{start}{ending}", 1
        while (self.folder / name).exists():
            count += 1
            name = f"{start} ({count}){ending}"
        return name

    def _copy_file(self, target: Path) -> None:
        copy_flushed(self.workbook, target)

    def _remove(self, point: RestorePoint) -> None:
        # A copy that stays because a program has it open does no harm.
        with suppress(OSError):
            self.path_of(point).unlink(missing_ok=True)

    def _set_damaged_index_aside(self) -> None:
        """A new index is begun, and the old one kept for whoever may want to look at it."""
        if self._index.exists() and self._read_index() is None:
            self._index.replace(self._index.with_name(f"{self._index.name}.damaged"))

    def _change_last(self, **changes: object) -> None:
        points = self.all()
        if not points:
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), self._index)
        *earlier, last = points
        self._write_index([*earlier, last.model_copy(update=changes)])

    def _read_index(self) -> _Index | None:
        try:
            return _Index.model_validate_json(self._index.read_bytes())
        except (OSError, ValidationError):
            return None

    def _write_index(self, points: Sequence[RestorePoint]) -> None:
        index = _Index(workbook=self.workbook.name, points=list(points))
        write_flushed(self._index, index.model_dump_json(indent=2).encode(), mode_of=self.workbook)
