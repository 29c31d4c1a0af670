"""What an invitation says: the templates that ship, or those of the firm beside its workbook.

A template is a text, ``invitation/fr.txt``, whose first line is the subject, and a page that says
the same, ``invitation/fr.html``. Names between double braces stand for what differs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from addin.config import resource
from addin.documents.template_choice import FOLDER
from addin.errors import BillingError
from addin.words import Language, text

KIND = "invitation"
ENDINGS = (".txt", ".html")
SUBJECT = "Subject:"
NAMED = re.compile(r"\{\{\s*([\w.]*)\s*\}\}")
NAMES = ("contact", "client", "firm", "address", "phone", "reply_to", "link", "code")
"""What a template may name."""

WAYS = frozenset({"link", "code"})
"""A template must name one of them, else nobody could accept."""


class InvitationTemplateError(BillingError):
    """A template cannot be used; takes ``path``, ``found`` and ``names``."""

    code = "INVT-08"


class InvitationLinkError(BillingError):
    """The page for invitations is no address that begins with https://; takes ``found``."""

    code = "INVT-09"


@dataclass(frozen=True, slots=True)
class InvitationTexts:
    """The templates of one language.

    Attributes:
        subject: In one line.
        page: Empty where the firm has a text of its own and no page beside it.
    """

    subject: str
    body: str
    page: str = ""

    def message(self, values: Mapping[str, str]) -> EmailMessage:
        """The mail with its names filled in, without sender and recipient.

        Args:
            values: For each of ``NAMES`` what stands for it.
        """
        mail = EmailMessage()
        mail["Subject"] = " ".join(filled(self.subject, values).split())
        mail.set_content(filled(self.body, values), cte="quoted-printable")
        if self.page:
            shown = {name: escape(value) for name, value in values.items()}
            page = filled(self.page, shown)
            mail.add_alternative(page, subtype="html", cte="quoted-printable")
        return mail


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its names filled in.

    >>> filled("Dear {{ contact }},", {"contact": "Marie"})
    'Dear Marie,'
    """
    return NAMED.sub(lambda found: values[found[1]], template)


def template_file(language: Language, ending: str = ".txt") -> Path:
    """The template that ships."""
    return resource("templates", KIND, f"{language}{ending}")


def invitation_texts(base: Path, language: Language) -> InvitationTexts:
    """The templates of a language: the firm's own, or those that ship.

    Args:
        base: The folder of the workbook; the firm's own are ``templates/invitation/fr.txt`` and
            ``fr.html`` in it.
        language: Of the client.

    Raises:
        InvitationTemplateError: One of them cannot be used.
    """
    own = base / FOLDER / KIND / f"{language}.txt"
    page = own.with_suffix(".html")
    if not own.is_file():
        if page.is_file():
            raise _unusable(page, own.name)
        own, page = (template_file(language, ending) for ending in ENDINGS)
    subject, body = _subject_and_body(own)
    return InvitationTexts(subject, body, _read(page) if page.is_file() else "")


def _subject_and_body(path: Path) -> tuple[str, str]:
    first, _, body = _read(path).partition("\n")
    if not first.startswith(SUBJECT) or not body.strip():
        raise _unusable(path, first.strip()[:60] or SUBJECT)
    return first.removeprefix(SUBJECT).strip(), body.strip() + "\n"


def _read(path: Path) -> str:
    """A template whose names are all known, and which says how to accept."""
    try:
        written = path.read_text("utf-8-sig")
    except (OSError, ValueError) as fault:
        raise _unusable(path, getattr(fault, "strerror", None) or "UTF-8") from None
    named = NAMED.findall(written)
    strange = [name for name in named if name not in NAMES]
    if strange or not WAYS.intersection(named):
        raise _unusable(path, f"{{{{ {strange[0]} }}}}" if strange else "{{ link }}")
    return written


def _unusable(path: Path, found: str) -> InvitationTemplateError:
    return InvitationTemplateError(path=path.name, found=found, names=NAMES)


def acceptance_link(page: str, reply_to: str, code: str, language: Language) -> str:
    """Where a client accepts: the firm's page with the code, or a mail that has it as its subject.

    Args:
        page: The setting *Page for invitations*; empty for a mail.
        reply_to: Who gets that mail.
        code: Of the invitation.
        language: Of the client.

    Raises:
        InvitationLinkError: The page is none that begins with https://.

    >>> acceptance_link("https://firm.example/join?from=mail", "", "ABCDE", Language.EN)
    'https://firm.example/join?from=mail&code=ABCDE'
    """
    if not page:
        subject = text("invitation.subject", language, code=code)
        return f"mailto:{quote(reply_to, safe='@')}?subject={quote(subject)}"
    parts = urlsplit(page)
    if parts.scheme != "https" or not parts.netloc:
        raise InvitationLinkError(found=page)
    query = "&".join(part for part in (parts.query, urlencode({"code": code})) if part)
    return urlunsplit(parts._replace(query=query))


def address_of(name: str, address: str) -> Address:
    """An address as a header of a mail has it, with the name before it."""
    return Address(display_name=" ".join(name.split()), addr_spec=address)
