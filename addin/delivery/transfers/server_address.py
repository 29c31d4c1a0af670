"""The address of a server as a user writes it."""

from dataclasses import dataclass

from addin.delivery.server_name import is_server_name
from addin.delivery.transfers.faults import UnusableAddressError


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server and its port."""

    host: str
    port: int

    @classmethod
    def read(cls, connection: str, text: str, usual_port: int) -> "ServerAddress":
        """A server, maybe with a colon and its port; ``sftp://`` and the like may be before it.

        Raises:
            UnusableAddressError: It names no server, or no port.

        >>> ServerAddress.read("Adsolut", "sftp://files.example.com:2222/", 22)
        ServerAddress(host='files.example.com', port=2222)
        >>> ServerAddress.read("Adsolut", "files.example.com", 22).port
        22
        """
        host, colon, port = (
            text.strip().partition("://")[-1 if "://" in text else 0].rstrip("/").partition(":")
        )
        known_port = int(port) if port.isdecimal() else usual_port
        if (
            not is_server_name(host)
            or set(host) & set("/@ ")
            or (colon and not port.isdecimal())
            or not 0 < known_port < 65536
        ):
            raise UnusableAddressError(connection=connection, address=text)
        return cls(host, known_port)
