"""QuickXorHash, by which OneDrive and SharePoint tell what a file holds."""

import base64

BITS = 160
STEP = 11
_MASK = (1 << BITS) - 1


def quick_xor_hash(content: bytes) -> str:
    """The hash of a file, in base 64 as Microsoft Graph shows it.

    Each byte is turned 11 bits further than the one before and laid over the others; the length
    is laid over the last 64 bits. It tells files apart, it protects from nobody.

    >>> quick_xor_hash(b""), quick_xor_hash(b"J")
    ('AAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'SgAAAAAAAAAAAAAAAQAAAAAAAAA=')
    """
    folded = 0
    # Bytes 160 places apart lie over one another.
    for place in range(min(BITS, len(content))):
        here = 0
        for byte in content[place::BITS]:
            here ^= byte
        shift = place * STEP % BITS
        folded ^= (here << shift) & _MASK | here >> (BITS - shift)
    folded ^= len(content) << (BITS - 64)
    return base64.b64encode(folded.to_bytes(BITS // 8, "little")).decode()
