"""What platforms answer, as far as it is looked at; anything else in an answer is let be."""

from datetime import datetime
from typing import Literal, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from addin.delivery.faults import OutcomeUnknownError, UnreadableAnswerError
from addin.delivery.web import Web

T = TypeVar("T")


class Answer(BaseModel):
    """A part of an answer; more fields may come with it."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Message(Answer):
    """A document at Peppyrus."""

    id: str = Field(min_length=1)
    recipient: str = ""
    folder: str = ""
    content: str = Field("", alias="fileContent")  # in base 64; a list may leave it out


class Pages(Answer):
    """How far a list of Peppyrus goes."""

    pages: int = 1


class MessageList(Answer):
    """One page of the documents at Peppyrus."""

    items: tuple[Message, ...]
    meta: Pages = Pages()


class Rule(Answer):
    """A rule that a document breaks, at Peppyrus."""

    id: str = ""
    type: str = ""
    message: str = ""


class MessageReport(Answer):
    """What Peppyrus found in a document, and on its way."""

    rules: tuple[Rule, ...] = Field((), alias="validationRules")
    transmission: str | None = Field(None, alias="transmissionRules")


class Service(Answer):
    """A kind of document that a participant receives."""

    document_type: str = Field("", alias="documentType")
    description: str | None = None


class PeppolParticipant(Answer):
    """Somebody in the Peppol network."""

    participant: str = Field(min_length=1, alias="participantId")
    services: tuple[Service, ...] = ()


class Detail(Answer):
    """Why a French platform does not take a flow."""

    level: Literal["Error", "Warning"]
    item: str
    code: str = Field(alias="reasonCode")
    message: str = Field(alias="reasonMessage")


class Acknowledgement(Answer):
    """Whether a French platform takes a flow."""

    status: Literal["Pending", "Ok", "Error"]
    details: tuple[Detail, ...] = ()


class NewFlow(Answer):
    """What a French platform says at once of a flow (``FullFlowInfo``)."""

    id: str = Field(min_length=1, max_length=64, alias="flowId")


class Flow(NewFlow):
    """A flow of a French platform (``Flow``)."""

    updated: datetime = Field(alias="updatedAt")
    syntax: str = Field(alias="flowSyntax")
    acknowledgement: Acknowledgement


class FlowPage(Answer):
    """One page of flows."""

    results: tuple[Flow, ...] = ()
    next: str | None = Field(None, alias="nextCursor")


class LegalUnit(Answer):
    """A firm in the French directory."""

    name: str = Field("", alias="businessName")


class DirectoryLine(Answer):
    """An address of the French directory."""

    address: str = Field(min_length=1, alias="addressingIdentifier")
    status: str = Field("Enabled", alias="directoryLineStatus")
    unit: LegalUnit | None = Field(None, alias="legalUnit")


class DirectoryPage(Answer):
    """Addresses that were sought."""

    results: tuple[DirectoryLine, ...] = ()


class Token(Answer):
    """What opens a French platform for a while (RFC 6749, 5.1)."""

    token: str = Field(min_length=1, alias="access_token", repr=False)
    kind: str = Field(alias="token_type")
    seconds: float = Field(300.0, alias="expires_in")


def read(web: Web, response: httpx.Response, kind: type[T]) -> T:
    """An answer as what it should be.

    Raises:
        UnreadableAnswerError: It is something else.
    """
    try:
        return TypeAdapter(kind).validate_json(response.content)
    except ValidationError as fault:
        raise web.unreadable(_lacking(fault)) from None


def read_receipt(web: Web, response: httpx.Response, kind: type[T]) -> T:
    """The same for the answer to a document: it may have been taken all the same.

    Raises:
        OutcomeUnknownError: It is something else.
    """
    try:
        return read(web, response, kind)
    except UnreadableAnswerError as fault:
        raise OutcomeUnknownError(answered=False, **fault.values) from None


def _lacking(fault: ValidationError) -> str:
    """Where an answer differs from what was promised; not what it says there."""
    places = (".".join(str(step) for step in one["loc"]) for one in fault.errors())
    return ", ".join(place or "JSON" for place in places)
