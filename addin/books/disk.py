"""Files down to the disk, so that a power cut finds them whole, and digests of files."""

import os
import shutil
import stat
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path


def unfinished(path: Path) -> Path:
    """What a file is called while ``write_flushed`` writes it; one that is left over is waste."""
    return path.with_name(f"{path.name}.part")


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex; empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def copy_flushed(source: Path, target: Path) -> None:
    """Copy the content of a file, down to the disk.

    Raises:
        OSError: The disk or the folder refuses.
    """
    shutil.copyfile(source, target)
    flush_file(target)


def write_flushed(path: Path, content: bytes, *, mode_of: Path | None = None) -> None:
    """Write a file whole or not at all, down to the disk.

    Args:
        path: The file.
        content: All of it.
        mode_of: A file that is protected as this one is to be; None for one like any new file.

    Raises:
        OSError: The disk or the folder refuses.
    """
    new = unfinished(path)
    new.write_bytes(content)
    if mode_of is not None:
        share_like(mode_of, new)
    flush_file(new)
    new.replace(path)
    flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, unless it is there, for everybody who shares the one it lies in.

    Raises:
        OSError: A file is in its place, or the disk or the folder above refuses.
    """
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        # Where all may write but none may delete, as in /tmp, nothing is shared.
        if not folder.parent.stat().st_mode & stat.S_ISVTX:
            share_like(folder.parent, folder)


def share_like(model: Path, path: Path) -> None:
    """Let those use a file or folder who may use another one, where its disk knows how."""
    with suppress(OSError):
        shutil.copymode(model, path)


def flush_file(path: Path) -> None:
    """Have the content of a file survive a power cut.

    Raises:
        OSError: The disk is full or broken.
    """
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the names of a folder survive a power cut, where its disk knows how."""
    # Windows does so by itself; some disks in the network refuse, and keep names anyway.
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
