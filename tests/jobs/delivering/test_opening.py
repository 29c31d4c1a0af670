"""Each kind of connection is opened as its row says, with the secret of the keyring."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivering_office import NOW
from memory_keyring import MemoryKeyring, using

from addin.billing.choices import ConnectionKind, Transfer
from addin.delivery.mail_faults import MailSettingsError
from addin.delivery.transfers.clearfacts import Clearfacts
from addin.delivery.transfers.faults import UnusableAddressError
from addin.delivery.transfers.folder import Folder
from addin.delivery.transfers.ftps import Ftps
from addin.delivery.transfers.mail_transfer import MailTransfer
from addin.delivery.transfers.one_drive import OneDrive
from addin.delivery.transfers.sftp import Sftp
from addin.jobs.delivering.opening import open_route
from addin.jobs.delivering.routes import Route
from addin.tables.sheets.clients import Connection
from addin.tables.sheets.settings import Firm

MAIL = {"mail_server": "smtp.firm.example", "mail_from": "billing@firm.example"}
DRIVE = "https://graph.example/v1.0/users/a@b.example/drive"


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    ring = MemoryKeyring()
    ring.set_password("Quotepart", "connection There", "secret")
    with using(ring):
        yield


def route(kind: str, address: str) -> Route:
    there = Connection(connection="There", kind=ConnectionKind(kind), address=address, user="u")
    return Route("ALDER", Transfer(kind), there)


@pytest.mark.parametrize(
    ("kind", "address", "carrier"),
    [
        ("sftp", "files.example:22", Sftp),
        ("ftps", "files.example", Ftps),
        ("folder", "sync", Folder),
        ("cloud", DRIVE, OneDrive),
        ("api", "clearfacts", Clearfacts),
        ("api", "https://api.clearfacts.example/graphql", Clearfacts),
    ],
)
def test_a_connection_is_of_the_kind_that_its_row_says(
    kind: str, address: str, carrier: type[object], tmp_path: Path
) -> None:
    opened = open_route(Firm(), route(kind, address), tmp_path, lambda: NOW)

    assert isinstance(opened, carrier)
    assert "secret" not in str(opened)
    if isinstance(opened, Clearfacts):
        opened.__exit__(None, None, None)


def test_mail_goes_through_the_server_of_the_settings(tmp_path: Path) -> None:
    by_mail = Route("ALDER", Transfer.EMAIL, recipient="a@b.example")

    opened = open_route(Firm(**MAIL), by_mail, tmp_path, lambda: NOW)

    assert isinstance(opened, MailTransfer)
    assert opened.name == "smtp.firm.example:587"
    with pytest.raises(MailSettingsError):
        open_route(Firm(), by_mail, tmp_path, lambda: NOW)


@pytest.mark.parametrize("kind", ["sftp", "ftps", "api"])
def test_an_address_that_is_none_is_refused_before_anything_is_opened(
    kind: str, tmp_path: Path
) -> None:
    with pytest.raises(UnusableAddressError):
        open_route(Firm(), route(kind, "http://files.example/a b"), tmp_path, lambda: NOW)
