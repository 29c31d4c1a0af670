"""The compression of VBA source, as [MS-OVBA] 2.4.1 defines it.

Text is cut into chunks of 4096 bytes. A chunk is a run of literal bytes and of copies of what came
earlier in the same chunk, eight to a byte of flags that tells one from the other.
"""

from struct import pack, unpack_from

CHUNK_BYTES = 4096
_SHORTEST_COPY = 3
_CONTAINER_SIGNATURE = b"\x01"
_COMPRESSED_CHUNK = 0xB000
_RAW_CHUNK = 0x3FFF
# The parts of a chunk's header (2.4.1.1.5).
_HEADER_BYTES = 2
_SIZE_BITS, _SIGNATURE_BITS, _COMPRESSED_BIT, _SIGNATURE = 0x0FFF, 0x7000, 0x8000, 0x3000


def compress(content: bytes) -> bytes:
    """A compressed container of ``content``.

    A last chunk that does not compress at all is stored raw and so padded with NUL bytes to 4096;
    no text does that.

    >>> compress(b"a" * 73).hex(" ")  # the example of 3.2.3
    '01 03 b0 02 61 45 00'
    """
    chunks = (content[at : at + CHUNK_BYTES] for at in range(0, len(content), CHUNK_BYTES))
    return _CONTAINER_SIGNATURE + b"".join(_stored(chunk) for chunk in chunks)


def _stored(chunk: bytes) -> bytes:
    packed = _token_sequences(chunk)
    if len(packed) >= CHUNK_BYTES:
        return pack("<H", _RAW_CHUNK) + chunk.ljust(CHUNK_BYTES, b"\0")
    return pack("<H", _COMPRESSED_CHUNK | (len(packed) - 1)) + packed


def _token_sequences(chunk: bytes) -> bytes:
    packed = bytearray()
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for position in range(8):
            if at == len(chunk):
                break
            token, covered = _next_token(chunk, at)
            flags |= (covered > 1) << position
            tokens += token
            at += covered
        packed.append(flags)
        packed += tokens
    return bytes(packed)


def _next_token(chunk: bytes, at: int) -> tuple[bytes, int]:
    """The token for what comes at ``at``, and the number of bytes it stands for."""
    # The further into the chunk, the more bits the distance takes and the fewer the length.
    distance_bits = max(4, (at - 1).bit_length())
    longest = min((0xFFFF >> distance_bits) + _SHORTEST_COPY, len(chunk) - at)
    start, length = _earlier(chunk, at, longest)
    if not length:
        return chunk[at : at + 1], 1
    distance = at - start
    copy = (distance - 1) << (16 - distance_bits) | (length - _SHORTEST_COPY)
    return pack("<H", copy), length


def _earlier(chunk: bytes, at: int, longest: int) -> tuple[int, int]:
    """Where in front of ``at`` most of what follows stands already, and how much of it.

    (0, 0) where fewer than three bytes do. The two may overlap: a copy that starts one byte back
    repeats that byte.
    """
    start = length = 0
    wanted = _SHORTEST_COPY
    while wanted <= longest:
        found = chunk.rfind(chunk[at : at + wanted], 0, at + wanted - 1)
        if found < 0:
            break
        start, length = found, wanted
        while length < longest and chunk[start + length] == chunk[at + length]:
            length += 1
        wanted = length + 1
    return start, length


def decompress(container: bytes) -> bytes:
    """What a compressed container holds; bytes behind it are passed over.

    Raises:
        ValueError: It is damaged.

    >>> decompress(compress(b"a" * 73)) == b"a" * 73
    True
    """
    if not container.startswith(_CONTAINER_SIGNATURE):
        message = "no compressed container"
        raise ValueError(message)
    content = bytearray()
    at = 1
    while at + 2 <= len(container):
        (header,) = unpack_from("<H", container, at)
        if header & _SIGNATURE_BITS != _SIGNATURE:
            break
        end = at + _HEADER_BYTES + (header & _SIZE_BITS) + 1
        chunk = container[at + _HEADER_BYTES : end]
        content += _unpacked(chunk) if header & _COMPRESSED_BIT else chunk
        at = end
    return bytes(content)


def _unpacked(chunk: bytes) -> bytes:
    """The bytes that the tokens of one chunk stand for."""
    content = bytearray()
    at = 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for position in range(8):
            if at >= len(chunk):
                break
            if flags >> position & 1:
                content += _copied(content, chunk[at : at + 2])
                at += 2
            else:
                content.append(chunk[at])
                at += 1
    return bytes(content)


def _copied(content: bytearray, token: bytes) -> bytes:
    """What a token repeats of the content before it.

    Raises:
        ValueError: It is cut short, or repeats what comes before the chunk.
    """
    if len(token) < 2 or not content:
        message = "a copy without an original"
        raise ValueError(message)
    copy = int.from_bytes(token, "little")
    distance_bits = max(4, (len(content) - 1).bit_length())
    distance = (copy >> (16 - distance_bits)) + 1
    length = (copy & (0xFFFF >> distance_bits)) + _SHORTEST_COPY
    if distance > len(content):
        message = "a copy of what comes before the chunk"
        raise ValueError(message)
    original = bytes(content[-distance:])
    return (original * (length // distance + 1))[:length]
