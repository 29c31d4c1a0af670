"""An office that sends through Peppyrus, with its keys as a computer without a keyring has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import CLIENT, INVOICE_TYPE, KEY, SECRET, PeppyrusServer, running
from memory_keyring import no_keyring, using
from sending_office import ADDRESSES, Sender


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUOTEPART_PEPPYRUS_KEY", KEY)
    monkeypatch.setenv("QUOTEPART_AFNOR_KEY", f"{CLIENT}:{SECRET}")
    with using(no_keyring()):
        yield


@pytest.fixture
def server() -> Iterator[PeppyrusServer]:
    """A platform that knows every payer."""
    with running(PeppyrusServer) as started:
        started.participants = {one: [INVOICE_TYPE] for one in ADDRESSES.values()}
        yield started


@pytest.fixture
def sender(tmp_path: Path, server: PeppyrusServer) -> Sender:
    return Sender(tmp_path, f"{server.address}/v1")
