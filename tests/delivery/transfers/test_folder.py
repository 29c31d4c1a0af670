"""A folder of this computer takes files whole, once, and never over another."""

from pathlib import Path

import pytest
from delivery.transfers.parcels import CONTENT, PARCEL, held

from addin.delivery.transfers.faults import NotDeliveredError, OtherFileError
from addin.delivery.transfers.folder import Folder


def test_a_drive_that_is_not_connected_is_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(NotDeliveredError), Folder("Sync", tmp_path / "gone"):
        pass

    assert not (tmp_path / "gone").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("a file")

    with Folder("Sync", tmp_path) as carrier, pytest.raises(NotDeliveredError):
        carrier.carry(PARCEL)

    assert (tmp_path / "in").read_text() == "a file"


def test_a_disk_without_second_names_of_files_is_served_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, target: Path) -> None:
        del self, target
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    with Folder("Sync", tmp_path) as carrier:
        carrier.carry(PARCEL)
        (tmp_path / "in/ALDER/late").write_bytes(b"mine")
        (tmp_path / "in/ALDER/late.part").write_bytes(b"new")
        with pytest.raises(OtherFileError):
            carrier.give_name("in/ALDER/late.part", "in/ALDER/late")

    assert held(tmp_path)["in/ALDER/Parc é 2026-1.xml"] == CONTENT
    assert held(tmp_path)["in/ALDER/late"] == b"mine"


def test_what_a_folder_does_not_allow_is_told_and_not_done(tmp_path: Path) -> None:
    """A folder stands where the file should be read, written or named."""
    (tmp_path / "in/ALDER/Parc é 2026-1.xml").mkdir(parents=True)
    (tmp_path / "x.part").mkdir()

    with Folder("Sync", tmp_path) as carrier:
        with pytest.raises(NotDeliveredError):
            carrier.carry(PARCEL)
        with pytest.raises(NotDeliveredError):
            carrier.write("x.part", b"")
        with pytest.raises(NotDeliveredError):
            carrier.give_name("gone.part", "gone")


def test_a_file_that_was_not_written_whole_gets_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(store: Folder, path: str, content: bytes) -> None:
        (store.base / path).write_bytes(content[:10])

    monkeypatch.setattr(Folder, "write", half)
    with Folder("Sync", tmp_path) as carrier, pytest.raises(NotDeliveredError, match="incomplete"):
        carrier.carry(PARCEL)

    assert list(held(tmp_path)) == ["in/ALDER/Parc é 2026-1.xml.part"]
