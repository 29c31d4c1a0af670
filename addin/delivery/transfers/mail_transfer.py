"""Documents by mail to the address that an accounting software gives its user.

All files of a document go in one mail: packages pair the PDF with the e-invoice of the same mail. A
mail has the same identifier at each attempt, so that a server which has it already can tell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Self

from addin.delivery.mail import Mailer, message_identifier
from addin.delivery.mail_faults import (
    MailKeyRefusedError,
    MailUnknownError,
    MailUnreachableError,
    MailUnsafeError,
)
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    SignInRefusedError,
    UntrustedServerError,
)
from addin.delivery.transfers.transfer import Parcel, Trace
from addin.errors import BillingError


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the mails.

    Attributes:
        name: Of the firm.
        address: Which the mails come from.
        reply_to: Where answers go; empty for the same address.
    """

    name: str
    address: str
    reply_to: str = ""


class MailTransfer:
    """Carries documents by mail.

    Args:
        mailer: The connection to the mail server, not entered yet.
        sender: Who sends.
        clock: The moment, with its time zone.
    """

    def __init__(self, mailer: Mailer, sender: Sender, clock: Callable[[], datetime]) -> None:
        self.name = mailer.account.server
        self._mailer = mailer
        self._sender = sender
        self._clock = clock

    def __enter__(self) -> Self:
        self._mailer.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        self._mailer.__exit__(*failure)

    def find(self, parcel: Parcel) -> Trace:
        """See ``Carrier``; a mail leaves no trace."""
        del parcel
        return Trace.NONE

    def carry(self, parcel: Parcel) -> str:
        """See ``Carrier``.

        Raises:
            MailRefusedError: The server refuses this mail.
        """
        mail = mail_of(parcel, self._sender, self._clock())
        try:
            self._mailer.send(mail)
        except MailUnreachableError as fault:
            raise NotDeliveredError(**self._told(fault)) from None
        except MailUnknownError as fault:
            raise ArrivalUnknownError(**self._told(fault)) from None
        except MailKeyRefusedError as fault:
            raise SignInRefusedError(**self._told(fault)) from None
        except MailUnsafeError as fault:
            raise UntrustedServerError(**self._told(fault)) from None
        return ""

    def _told(self, fault: BillingError) -> dict[str, object]:
        return {"connection": self.name, "reason": fault.values["reason"]}


def mail_of(parcel: Parcel, sender: Sender, moment: datetime) -> EmailMessage:
    """The mail of a parcel: its number and the firm as subject, the files with it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((sender.name, sender.address))
    mail["To"] = parcel.recipient
    if sender.reply_to:
        mail["Reply-To"] = sender.reply_to
    mail["Subject"] = f"{parcel.number} {sender.name}"
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = message_identifier(
        sender.address, "delivery", parcel.number, parcel.recipient, parcel.digest
    )
    mail.set_content("".join(f"{one.name}\n" for one in parcel.files))
    for one in parcel.files:
        subtype = "xml" if one.is_xml else "pdf"
        mail.add_attachment(one.content, maintype="application", subtype=subtype, filename=one.name)
    return mail
