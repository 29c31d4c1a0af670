"""Files on their way, and what has come of them in a folder."""

from pathlib import Path

from addin.delivery.transfers.transfer import CarriedFile, Parcel

CONTENT = b"<Invoice>" + bytes(range(256)) * 500 + b"</Invoice>"
PARCEL = Parcel("2026-1", (CarriedFile("Parc é 2026-1.xml", CONTENT),), "ALDER", "in/ALDER")
OTHER = Parcel("2026-1", (CarriedFile("Parc é 2026-1.xml", b"other"),), "ALDER", "in/ALDER")


def held(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its path."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
