"""An SSH server that lets everybody in and says something of its own where files are asked for."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import paramiko

from addin.delivery.transfers.sftp import fingerprint


class _Greeting(paramiko.ServerInterface):
    """Lets everybody in, and then says something where files are asked for."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    def check_auth_password(self, username: str, password: str) -> int:
        del username, password
        return paramiko.common.AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        del kind, chanid
        return paramiko.common.OPEN_SUCCEEDED

    def check_channel_subsystem_request(self, channel: paramiko.Channel, name: str) -> bool:
        del name
        channel.sendall(self.said)
        return True


@contextmanager
def greeting_server(said: bytes) -> Iterator[tuple[int, str]]:
    """An SSH server that greets instead of speaking SFTP: its port, and the print of its key."""
    key = paramiko.ECDSAKey.generate()
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as opened:

        def serve() -> None:
            transport = paramiko.Transport(listening.accept()[0])
            opened.callback(transport.close)
            transport.add_server_key(key)
            transport.start_server(threading.Event(), _Greeting(said))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1], fingerprint(key)
        finally:
            thread.join()
