"""Clearfacts: files for the inbox of an administration, by its published GraphQL interface.

A file is sent as a form with the fields ``query``, ``variables`` and ``file``. An answer of status
200 may be a refusal all the same. The interface cannot be asked for a file by its name, so what was
handed over without an answer stays unknown.
"""

import json
from typing import Self

from pydantic import Field

from addin.delivery.answers import Answer, read_receipt
from addin.delivery.keys import Key
from addin.delivery.transfers.faults import RefusedDocumentError
from addin.delivery.transfers.transfer import Parcel, Trace
from addin.delivery.transfers.web_service import told_of
from addin.delivery.web import Patience, Web

LIVE = "https://api.clearfacts.be/graphql"
UPLOAD = (
    "mutation upload($vatnumber: String!, $filename: String!, $invoicetype: InvoiceTypeArgument!) "
    "{ uploadFile(vatnumber: $vatnumber, filename: $filename, invoicetype: $invoicetype) "
    "{ uuid amountOfPages } }"
)


class _Taken(Answer):
    uuid: str


class _Upload(Answer):
    taken: _Taken | None = Field(None, alias="uploadFile")


class _Refusal(Answer):
    message: str = ""


class _Said(Answer):
    data: _Upload | None = None
    errors: tuple[_Refusal, ...] = ()


class Clearfacts:
    """Carries files to Clearfacts.

    Args:
        name: Of the connection, for the messages.
        key: A personal token that may upload documents.
        address: Of the interface.
        patience: How long and how often to ask.
    """

    def __init__(
        self, name: str, key: Key, address: str = LIVE, patience: Patience | None = None
    ) -> None:
        self.name = name
        self._address = address.strip()
        with told_of(name):
            self._web = Web(
                name,
                self._address,
                patience,
                headers={"Authorization": f"Bearer {key.secret}"},
                secrets=(key.secret,),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._web.close()

    def find(self, parcel: Parcel) -> Trace:
        """See ``Carrier``; nobody can tell."""
        del parcel
        return Trace.NONE

    def carry(self, parcel: Parcel) -> str:
        """See ``Carrier``; the number under which Clearfacts has the file."""
        (file,) = parcel.files
        variables = {
            "vatnumber": parcel.recipient,
            "filename": file.name,
            "invoicetype": "SALE" if parcel.is_sale else "PURCHASE",
        }
        kind = "application/xml" if file.is_xml else "application/pdf"
        with told_of(self.name):
            answer = self._web.hand_over(
                self._address,
                data={"query": UPLOAD, "variables": json.dumps(variables)},
                files={"file": (file.name, file.content, kind)},
            )
            said = read_receipt(self._web, answer, _Said)
        if said.data is not None and said.data.taken is not None:
            return said.data.taken.uuid
        reason = "; ".join(one.message for one in said.errors)
        raise RefusedDocumentError(connection=self.name, reason=self._web.clean(reason or "?"))
