"""Names of files and folders that Windows, macOS and Linux all take."""

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME_BYTES = 120
"""Of one name; Linux takes 255 bytes, and the suffix comes on top."""

# Names that Windows keeps for its devices, whatever follows the first dot.
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


@lru_cache(maxsize=4096)  # the year, the month and the buyer are in many names
def safe_name(text: str, longest_bytes: int = LONGEST_NAME_BYTES) -> str:
    """A text as the name of a file, without its suffix, or of a folder.

    A slash, a colon and the like become a hyphen; quotes, angle brackets, question marks, stars
    and invisible characters go, and so do dots and spaces at either end; a long name is cut.
    Letters are composed (NFC), as Windows writes them. What Windows keeps for itself, and a text of
    which nothing is left, gets an underscore in front.

    >>> safe_name("Dupont & Fils / Atelier: Liège."), safe_name("con"), safe_name("../..")
    ('Dupont & Fils - Atelier- Liège', '_con', '-')
    """
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r"[/\\|:]", "-", re.sub(r"\s", " ", name))
    name = "".join(
        sign for sign in name if sign not in '<>"?*' and unicodedata.category(sign)[0] != "C"
    )
    name = re.sub(" +", " ", name).strip(" .")
    name = name.encode()[:longest_bytes].decode(errors="ignore").strip(" .")
    return f"{'_' if not name or _DEVICES.match(name) else ''}{name}"
