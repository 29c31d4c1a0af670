"""An independent reader of VBA projects."""

import logging
import warnings

with warnings.catch_warnings():
    # oletools still calls pyparsing by names that it has given up.
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream


def modules(project: bytes) -> dict[str, str]:
    """The source of each module by its file name, lines ending in LF.

    Raises:
        ValueError: There is no module, or one that cannot be read.
    """
    log = logging.getLogger("olevba")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        found = {
            name: source
            for _, _, name, source in VBA_Parser("vbaProject.bin", data=project).extract_macros()
        }
    finally:
        log.setLevel(level)
    if not found or None in found.values():
        message = f"modules {sorted(found)}"
        raise ValueError(message)
    return {name: source.replace("\r\n", "\n") for name, source in found.items()}


def decompressed(container: bytes) -> bytes:
    """What a compressed container of [MS-OVBA] holds; it has to hold something."""
    return bytes(decompress_stream(bytearray(container)))
