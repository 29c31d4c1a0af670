"""The button *Send*: what it asks, and the two jobs that it does at once."""

from collections.abc import Sequence

import pytest
from loopback import PeppyrusServer
from sample_office import codes
from sending_office import NUMBERS, Sender

from addin.delivery.faults import NoKeyError, UnknownPlatformError
from addin.errors import StoppedError
from addin.jobs.asked_sending import asked_to_send, send_and_ask
from addin.jobs.content import load
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.summary import summary
from addin.words import Language


class Answer:
    """A user with one answer; remembers what was asked."""

    def __init__(self, *, agrees: bool = True) -> None:
        self.answer = agrees
        self.asked: list[str] = []

    def agrees(self, question: str) -> bool:
        self.asked.append(question)
        return self.answer


def pressed(sender: Sender) -> Report:
    """What comes of the button, once its user has agreed."""
    request = sender.request()
    return run(sender.office.book, lambda content: send_and_ask(content, request, lambda: None))


def asked(sender: Sender, answer: Answer) -> Sequence[str]:
    asked_to_send(load(sender.office.book), answer, sender.request())
    return answer.asked


def test_the_question_says_how_many_go_and_where(sender: Sender) -> None:
    sender.send(NUMBERS[:1])

    (question,) = asked(sender, Answer())

    assert question.startswith("E-invoices to send through peppyrus: 2. ")


def test_whoever_does_not_agree_sends_nothing(sender: Sender, server: PeppyrusServer) -> None:
    with pytest.raises(StoppedError):
        asked(sender, Answer(agrees=False))

    assert server.messages == {}


def test_nobody_is_asked_where_nothing_could_be_sent(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Answer()
    monkeypatch.delenv("QUOTEPART_PEPPYRUS_KEY")
    with pytest.raises(NoKeyError):
        asked(sender, answer)
    sender.office.put("Settings", {"setting": "platform"}, value=None)
    with pytest.raises(UnknownPlatformError):
        asked(sender, answer)

    assert answer.asked == []


def test_the_new_are_sent_and_the_old_asked_about_in_one_go(
    sender: Sender, server: PeppyrusServer
) -> None:
    sender.send(NUMBERS[:1])
    for message in server.messages.values():
        message["folder"] = "sent"

    report = pressed(sender)

    assert codes(report) == []
    assert summary(report, Language.EN) == "E-invoices sent: 2; sent before: 1, with news: 1."
    assert [state for (state,) in sender.shown("delivery_state")] == [
        "delivered",
        "at the platform",
        "at the platform",
    ]


def test_whoever_stops_it_in_between_sends_nothing_and_loses_no_news(
    sender: Sender, server: PeppyrusServer
) -> None:
    sender.send(NUMBERS[:1])
    before = dict(server.messages)

    def stop() -> None:
        raise StoppedError

    request = sender.request()
    with pytest.raises(StoppedError):
        run(sender.office.book, lambda content: send_and_ask(content, request, stop))

    assert server.messages == before
    assert sender.states().unchanged == 1
