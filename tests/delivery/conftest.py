"""The platforms that the tests send to."""

from collections.abc import Iterator

import pytest
from loopback import CLIENT, KEY, QUICK, SECRET, AfnorServer, PeppyrusServer, running

from addin.delivery.afnor import Addresses, Afnor
from addin.delivery.keys import Key
from addin.delivery.peppyrus import Peppyrus


@pytest.fixture
def access_point() -> Iterator[PeppyrusServer]:
    with running(PeppyrusServer) as server:
        yield server


@pytest.fixture
def peppyrus(access_point: PeppyrusServer) -> Iterator[Peppyrus]:
    with Peppyrus(Key(KEY), f"{access_point.address}/v1", QUICK) as platform:
        yield platform


@pytest.fixture
def french() -> Iterator[AfnorServer]:
    with running(AfnorServer) as server:
        yield server


@pytest.fixture
def afnor(french: AfnorServer) -> Iterator[Afnor]:
    base = french.address
    addresses = Addresses(f"{base}/flow-service", f"{base}/directory-service", f"{base}/token")
    with Afnor(Key(f"{CLIENT}:{SECRET}"), addresses, QUICK) as platform:
        yield platform
