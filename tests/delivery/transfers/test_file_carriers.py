"""Files get to SFTP and FTPS servers and into folders: whole, once, and never over another."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import asyncssh
import pytest
from delivery.transfers.parcels import CONTENT, OTHER, PARCEL, held
from greeting_server import greeting_server
from transfer_servers import PASSWORD, USER, FtpsServer, ftps_server, sftp_server
from transfer_servers import Sftp as SftpServer

from addin.delivery.keys import Key
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    OtherFileError,
    OtherServerError,
    RefusedDocumentError,
    SignInRefusedError,
    UnknownServerError,
    UntrustedServerError,
    UnusableAddressError,
)
from addin.delivery.transfers.folder import Folder
from addin.delivery.transfers.ftps import Ftps
from addin.delivery.transfers.server_address import ServerAddress
from addin.delivery.transfers.sftp import Sftp
from addin.delivery.transfers.transfer import Carrier, Parcel, Trace

Place = tuple[AbstractContextManager[Carrier], Path]
"""A carrier that is not open yet, and the folder it leads to, with nothing in it."""


@pytest.fixture(scope="module")
def sftp_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpServer]:
    with sftp_server(tmp_path_factory.mktemp("sftp")) as server:
        yield server


@pytest.fixture(scope="module")
def ftps_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FtpsServer]:
    with ftps_server(tmp_path_factory.mktemp("ftps")) as server:
        yield server


def sftp(server: SftpServer, password: str = PASSWORD, host_key: str | None = None) -> Sftp:
    pinned = server.fingerprint if host_key is None else host_key
    address = ServerAddress("127.0.0.1", server.port)
    return Sftp("Adsolut", address, USER, Key(password), pinned, patience=5)


def ftps(
    server: FtpsServer, password: str = PASSWORD, context: ssl.SSLContext | None = None
) -> Ftps:
    address = ServerAddress("127.0.0.1", server.port)
    trusting = context or server.trusting
    return Ftps("Expert/M", address, USER, Key(password), context=trusting, patience=5)


@pytest.fixture(params=["sftp", "ftps", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return Folder("Sync", tmp_path), tmp_path
    if request.param == "sftp":
        server: SftpServer = request.getfixturevalue("sftp_running")
        _clear(server.folder)
        return sftp(server), server.folder
    secure: FtpsServer = request.getfixturevalue("ftps_running")
    _clear(secure.folder)
    return ftps(secure), secure.folder


def _clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def test_a_file_arrives_whole_in_a_folder_of_its_own(place: Place) -> None:
    opening, folder = place

    with opening as carrier:
        assert carrier.find(PARCEL) is Trace.NONE
        carrier.carry(PARCEL)
        assert carrier.find(PARCEL) is Trace.THERE

    assert held(folder) == {"in/ALDER/Parc é 2026-1.xml": CONTENT}


def test_the_very_same_file_is_left_as_it_is(place: Place) -> None:
    opening, folder = place
    with opening as carrier:
        carrier.carry(PARCEL)
        before = (folder / "in/ALDER/Parc é 2026-1.xml").stat()

        carrier.carry(PARCEL)

    after = (folder / "in/ALDER/Parc é 2026-1.xml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(held(folder)) == 1


def test_another_file_of_the_same_name_is_never_replaced(place: Place) -> None:
    opening, folder = place
    with opening as carrier:
        carrier.carry(OTHER)
        with pytest.raises(OtherFileError, match="DLV-06"):
            carrier.carry(PARCEL)
        assert carrier.find(PARCEL) is Trace.MISSING

    assert held(folder) == {"in/ALDER/Parc é 2026-1.xml": b"other"}


def test_a_file_that_was_cut_off_is_known_and_written_anew(place: Place) -> None:
    opening, folder = place
    (folder / "in/ALDER").mkdir(parents=True)
    (folder / "in/ALDER/Parc é 2026-1.xml.part").write_bytes(CONTENT[:1000])

    with opening as carrier:
        assert carrier.find(PARCEL) is Trace.MISSING
        carrier.carry(PARCEL)

    assert held(folder) == {"in/ALDER/Parc é 2026-1.xml": CONTENT}


def test_a_file_that_appears_while_another_is_written_is_not_replaced(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else puts a file there between our look and our renaming."""
    opening, folder = place
    with opening as carrier:
        give_name = type(carrier).give_name  # type: ignore[attr-defined]

        def late(store: Carrier, path: str, name: str) -> None:
            (folder / name).write_bytes(b"somebody else's")
            give_name(store, path, name)

        monkeypatch.setattr(type(carrier), "give_name", late)
        with pytest.raises(OtherFileError):
            carrier.carry(PARCEL)

    assert held(folder)["in/ALDER/Parc é 2026-1.xml"] == b"somebody else's"


@pytest.mark.parametrize("name", ["sftp", "ftps"])
def test_a_wrong_password_is_told_without_it(name: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(f"{name}_running")
    wrong = "wrong-password"
    opening = sftp(server, wrong) if name == "sftp" else ftps(server, wrong)

    with pytest.raises(SignInRefusedError, match="DLV-02") as told, opening:
        pass

    assert wrong not in str(told.value)
    assert wrong not in repr(opening.__dict__)


def test_a_server_whose_key_is_not_pinned_gets_no_password(sftp_running: SftpServer) -> None:
    before = sftp_running.signed_in

    with pytest.raises(UnknownServerError, match="DLV-03") as told, sftp(sftp_running, host_key=""):
        pass

    assert told.value.values["fingerprint"] == sftp_running.fingerprint
    assert sftp_running.signed_in == before


def test_a_server_with_another_key_gets_no_password(sftp_running: SftpServer) -> None:
    before = sftp_running.signed_in
    pinned = "SHA256:" + "A" * 43

    with (
        pytest.raises(OtherServerError, match="DLV-04") as told,
        sftp(sftp_running, host_key=pinned),
    ):
        pass

    assert told.value.values["found"] == sftp_running.fingerprint
    assert sftp_running.signed_in == before


def test_a_pinned_key_may_be_written_without_its_beginning(sftp_running: SftpServer) -> None:
    _clear(sftp_running.folder)
    pinned = f" {sftp_running.fingerprint.removeprefix('SHA256:')}= "

    with sftp(sftp_running, host_key=pinned) as carrier:
        carrier.carry(PARCEL)

    assert len(held(sftp_running.folder)) == 1


@pytest.mark.parametrize(
    "said",
    [b"Welcome to the file server!\n", b"\0\0\0\x05\x09what", b""],
    ids=["text", "code", "silence"],
)
def test_a_server_that_does_not_speak_where_files_are_asked_for_is_told(said: bytes) -> None:
    """As one that greets with the profile of its shell; a silent one is not waited for forever."""
    with greeting_server(said) as (port, host_key):
        address = ServerAddress("127.0.0.1", port)
        carrier = Sftp("Adsolut", address, USER, Key(PASSWORD), host_key, patience=1)
        with pytest.raises(NotDeliveredError, match="DLV-01"), carrier:
            pass


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
def test_a_private_key_in_a_file_opens_a_server_without_a_password(
    kind: str, sftp_running: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clear(sftp_running.folder)
    key = asyncssh.generate_private_key(kind, comment="firm")
    key.write_private_key(tmp_path / "key of the firm")
    monkeypatch.setattr(sftp_running, "public_key", key.export_public_key().decode())
    before = sftp_running.signed_in

    with sftp(sftp_running, f"file: {tmp_path / 'key of the firm'}") as carrier:
        carrier.carry(PARCEL)

    assert len(held(sftp_running.folder)) == 1
    assert sftp_running.signed_in == before


def test_a_private_key_that_cannot_be_used_is_told_with_its_file(
    sftp_running: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    monkeypatch.setattr(sftp_running, "public_key", key.export_public_key().decode())
    key.write_private_key(tmp_path / "locked", passphrase="its own", rounds=50)  # noqa: S106
    (tmp_path / "putty.ppk").write_text("PuTTY-User-Key-File-3: ssh-ed25519\n")
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(tmp_path / "another")

    for name in ("nowhere", "locked", "putty.ppk"):
        path = tmp_path / name
        with pytest.raises(SignInRefusedError, match="DLV-02") as told:
            sftp(sftp_running, f"file:{path}").__enter__()
        assert str(told.value.values["reason"]).startswith(f"{path}: ")
    with pytest.raises(SignInRefusedError, match="DLV-02"):
        sftp(sftp_running, f"file:{tmp_path / 'another'}").__enter__()


@pytest.mark.parametrize(("lose", "trace"), [(1, Trace.THERE), (-1, Trace.MISSING)])
def test_a_connection_lost_while_a_file_gets_its_name_leaves_it_open(
    lose: int, trace: Trace, sftp_running: SftpServer
) -> None:
    _clear(sftp_running.folder)
    with sftp(sftp_running) as carrier:
        sftp_running.lose = lose
        with pytest.raises(ArrivalUnknownError):
            carrier.carry(PARCEL)

    with sftp(sftp_running) as again:
        assert again.find(PARCEL) is trace
        again.carry(PARCEL)

    assert held(sftp_running.folder) == {"in/ALDER/Parc é 2026-1.xml": CONTENT}


def test_a_server_that_greets_in_other_letters_than_ours_is_told_of_like_any_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = ServerAddress("127.0.0.1", listening.getsockname()[1])

        def greet_and_refuse() -> None:
            opened, _ = listening.accept()
            with opened:
                opened.sendall("220 Bienvenue à tous\r\n".encode("cp1252"))
                opened.recv(100)
                opened.sendall("534 Chiffrement refusé\r\n".encode("cp1252"))

        server = threading.Thread(target=greet_and_refuse)
        server.start()
        with (
            pytest.raises(NotDeliveredError, match="Chiffrement refus"),
            Ftps("Expert/M", address, USER, Key("x"), patience=5),
        ):
            pass
        server.join()


def test_a_folder_in_two_lines_is_refused_before_anything_is_written(
    ftps_running: FtpsServer,
) -> None:
    _clear(ftps_running.folder)
    two_lines = Parcel(PARCEL.number, PARCEL.files, "ALDER", "in\nDELE x/ALDER")

    with ftps(ftps_running) as carrier, pytest.raises(RefusedDocumentError, match="DLV-07"):
        carrier.carry(two_lines)

    assert held(ftps_running.folder) == {}


def test_a_certificate_that_nobody_vouches_for_is_refused(ftps_running: FtpsServer) -> None:
    strangers = ssl.create_default_context()

    with (
        pytest.raises(UntrustedServerError, match="DLV-05"),
        ftps(ftps_running, context=strangers),
    ):
        pass


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    with (
        ftps_server(folder, "elsewhere.example") as server,
        pytest.raises(UntrustedServerError),
        ftps(server),
    ):
        pass


@pytest.mark.parametrize("kind", [Sftp, Ftps])
def test_a_server_that_is_not_there_is_told(kind: type[Sftp] | type[Ftps]) -> None:
    address = ServerAddress("127.0.0.1", 9)
    opening = (
        Sftp("Adsolut", address, USER, Key("x"), "SHA256:x")
        if kind is Sftp
        else Ftps("Adsolut", address, USER, Key("x"))
    )

    with pytest.raises(NotDeliveredError, match="DLV-01"), opening:
        pass


@pytest.mark.parametrize(
    "text", ["", "host:port", "host:0", "host:70000", "user@host", "a b", "a..be"]
)
def test_an_address_that_names_no_server_is_refused(text: str) -> None:
    with pytest.raises(UnusableAddressError, match="DLV-09"):
        ServerAddress.read("Adsolut", text, 22)
