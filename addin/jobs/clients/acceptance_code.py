"""The code by which a client accepts: signed with a secret of the firm, so that nobody makes one.

It says nothing of the client; who knows the secret works out which client it belongs to.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex

from addin.delivery.faults import NoKeyError
from addin.delivery.invitation_ledger import Invitation, Step
from addin.delivery.keys import Key, KeyRing

KEY = "invitations"
"""Under this name the keyring has the secret."""

GROUPS, LETTERS = 4, 5
"""A code is so many groups of so many letters and digits: 100 bits."""

PATTERN = re.compile(
    rf"(?<![A-Z2-7])[A-Z2-7]{{{LETTERS}}}(?:-?[A-Z2-7]{{{LETTERS}}}){{{GROUPS - 1}}}(?![A-Z2-7])"
)
TYPED = re.compile(rf"(?:[A-Z2-7]{{{LETTERS}}}\s*){{{GROUPS}}}")


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes the codes of one workbook.

    Attributes:
        book: The name of its ledger, so that a code of another workbook is worth nothing here.
    """

    secret: Key
    book: str

    def code(self, client: str, turn: int) -> str:
        """The code of a client's invitation.

        Args:
            client: Code of the client.
            turn: Which of its invitations; see ``Invitation.round``.

        >>> Signer(Key("secret"), "book").code("DUPONT", 1)
        'NC35Q-RLKB3-V47DI-BSWPH'
        """
        said = "\0".join(("accept", self.book, client, str(turn))).encode()
        digest = hmac.new(self.secret.secret.encode(), said, sha256).digest()
        letters = b32encode(digest).decode()
        starts = range(0, GROUPS * LETTERS, LETTERS)
        return "-".join(letters[start : start + LETTERS] for start in starts)

    def whose(self, code: str, invitations: Iterable[Invitation]) -> Invitation | None:
        """The invitation that a code belongs to; one of an earlier round as withdrawn."""
        for one in invitations:
            for turn in range(one.round, 0, -1):
                if hmac.compare_digest(self.code(one.client, turn), code):
                    is_last = turn == one.round
                    return one if is_last else Invitation(one.client, turn, step=Step.WITHDRAWN)
        return None


def found_code(text: str) -> str:
    """The code that stands in a text, in the form in which it is made; empty without one.

    >>> found_code("Re: accepted: jkm3u-mvvzv-zmkrb-dlp36.")
    'JKM3U-MVVZV-ZMKRB-DLP36'
    >>> found_code("jkm3u mvvzv zmkrb dlp36")
    'JKM3U-MVVZV-ZMKRB-DLP36'
    """
    written = text.upper().strip()
    found = TYPED.fullmatch(written) or PATTERN.search(written)
    if found is None:
        return ""
    letters = re.sub(r"[-\s]", "", found[0])
    return "-".join(re.findall(rf".{{{LETTERS}}}", letters))


def signing_secret(keys: KeyRing) -> Key:
    """The secret of the firm; the first invitation makes it and puts it into the keyring.

    Raises:
        KeyringError: This computer has no keyring, and the secret is not in the environment.
    """
    try:
        return keys.get(KEY)
    except NoKeyError:
        made = Key(token_hex(32))
        keys.put(KEY, made)
        return made
