"""The connection of a route, with the secret that the keyring has for it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from addin.billing.choices import Transfer
from addin.delivery.keys import Key, of_connection
from addin.delivery.mail import Mailer, mail_account, sender_of
from addin.delivery.transfers import ftps
from addin.delivery.transfers.clearfacts import LIVE, Clearfacts
from addin.delivery.transfers.folder import Folder
from addin.delivery.transfers.mail_transfer import MailTransfer, Sender
from addin.delivery.transfers.one_drive import OneDrive
from addin.delivery.transfers.server_address import ServerAddress
from addin.delivery.transfers.transfer import Carrier
from addin.jobs.delivering.routes import Route
from addin.jobs.platforms import keys_of
from addin.tables.sheets.clients import Connection
from addin.tables.sheets.settings import Firm

Clock = Callable[[], datetime]


def open_route(
    firm: Firm, route: Route, base: Path, clock: Clock
) -> AbstractContextManager[Carrier]:
    """What carries the documents of a route; nothing is sent before it is entered.

    Args:
        firm: Whose keys and whose mail server are used.
        route: Not one of what somebody carries.
        base: The workbook's folder, which relative paths start from.
        clock: The moment, with its time zone.

    Raises:
        BillingError: There is no key, or the address is none.
    """
    if route.transfer is Transfer.EMAIL:
        return _mail(firm, clock)
    connection = route.connection
    assert connection is not None
    name = connection.connection
    if route.transfer is Transfer.FOLDER:
        return Folder(name, base / connection.address)
    key = keys_of(firm).get(of_connection(name))
    if route.transfer is Transfer.SFTP:
        return _sftp(connection, key)
    if route.transfer is Transfer.FTPS:
        address = ServerAddress.read(name, connection.address, ftps.PORT)
        return ftps.Ftps(name, address, connection.user or "", key)
    if route.transfer is Transfer.CLOUD:
        return OneDrive(name, connection.address, key)
    is_usual = connection.address.strip().lower() in {"", "clearfacts"}
    return Clearfacts(name, key, LIVE if is_usual else connection.address)


def _sftp(connection: Connection, key: Key) -> AbstractContextManager[Carrier]:
    from addin.delivery.transfers import sftp  # noqa: PLC0415 - paramiko takes a fifth of a second

    name = connection.connection
    address = ServerAddress.read(name, connection.address, sftp.PORT)
    return sftp.Sftp(name, address, connection.user or "", key, connection.host_key or "")


def _mail(firm: Firm, clock: Clock) -> MailTransfer:
    sender = Sender(firm.firm_name or "", sender_of(firm), firm.reply_to or "")
    return MailTransfer(Mailer(mail_account(firm, keys_of(firm))), sender, clock)
