"""How two processes talk over a pipe: messages of bytes, each with its length before it."""

import struct
from typing import BinaryIO

_LENGTH = struct.Struct(">I")


class ClosedPipeError(Exception):
    """The other process has closed its end, or is gone."""


def send(pipe: BinaryIO, *messages: bytes) -> None:
    """Write messages, and push them through.

    Raises:
        ClosedPipeError: Nobody reads them.
    """
    try:
        for message in messages:
            pipe.write(_LENGTH.pack(len(message)))
            pipe.write(message)
        pipe.flush()
    except (OSError, ValueError):
        raise ClosedPipeError from None


def receive(pipe: BinaryIO) -> bytes:
    """Read one message; waits for it.

    Raises:
        ClosedPipeError: It does not come, or not whole.
    """
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    try:
        read = pipe.read(count)
    except (OSError, ValueError):
        raise ClosedPipeError from None
    if len(read) < count:
        raise ClosedPipeError
    return read
