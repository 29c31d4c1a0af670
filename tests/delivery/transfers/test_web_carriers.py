"""Files get into OneDrive and to Clearfacts as their interfaces are published."""

import base64
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import QUICK, Mishap, running
from transfer_servers import PASSWORD, USER, ClearfactsServer, GraphServer

from addin.delivery.keys import Key
from addin.delivery.transfers.clearfacts import LIVE, Clearfacts
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    OtherFileError,
    RefusedDocumentError,
    SignInRefusedError,
    UnusableAddressError,
)
from addin.delivery.transfers.one_drive import OneDrive
from addin.delivery.transfers.quick_xor import quick_xor_hash
from addin.delivery.transfers.transfer import CarriedFile, Carrier, Parcel, Trace

PIECE = 320 * 1024
SMALL = Parcel("1", (CarriedFile("Parc é 1.xml", b"<Invoice/>"),), folder="in/ALDER")
LARGE = Parcel("2", (CarriedFile("2.pdf", bytes(range(256)) * 3000),), folder="in/ALDER")
SECRET = f"{USER}:{PASSWORD}"


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with running(GraphServer) as server:
        yield server


@pytest.fixture
def inbox() -> Iterator[ClearfactsServer]:
    with running(ClearfactsServer) as server:
        yield server


def one_drive(server: GraphServer, secret: str = SECRET) -> AbstractContextManager[Carrier]:
    address = f"{server.drive} {server.address}/tenant/oauth2/v2.0/token"
    return OneDrive("OneDrive", address, Key(secret), QUICK, small_bytes=1000, piece_bytes=PIECE)


def clearfacts(server: ClearfactsServer, token: str = PASSWORD) -> Clearfacts:
    return Clearfacts("Clearfacts", Key(token), f"{server.address}/graphql", QUICK)


def purchase(number: str = "0403170701", *, is_sale: bool = False) -> Parcel:
    file = CarriedFile("1.xml", b"<Invoice/>")
    return Parcel("1", (file,), "ALDER", recipient=number, is_sale=is_sale)


@pytest.mark.parametrize("parcel", [SMALL, LARGE], ids=["in one request", "in pieces"])
def test_a_file_arrives_in_the_drive_as_it_is(parcel: Parcel, graph: GraphServer) -> None:
    with one_drive(graph) as carrier:
        assert carrier.find(parcel) is Trace.NONE
        said = carrier.carry(parcel)
        assert carrier.find(parcel) is Trace.THERE

    path = f"in/ALDER/{parcel.files[0].name}"
    assert graph.files == {path: parcel.files[0].content}
    assert said == f"ID-{path}"


@pytest.mark.parametrize("parcel", [SMALL, LARGE], ids=["in one request", "in pieces"])
def test_another_file_in_the_drive_is_never_replaced(parcel: Parcel, graph: GraphServer) -> None:
    path = f"in/ALDER/{parcel.files[0].name}"
    graph.files[path] = b"other"

    with one_drive(graph) as carrier:
        with pytest.raises(OtherFileError):
            carrier.carry(parcel)
        assert carrier.find(parcel) is Trace.MISSING

    assert graph.files == {path: b"other"}


@pytest.mark.parametrize("parcel", [SMALL, LARGE], ids=["in one request", "in pieces"])
def test_the_very_same_file_in_the_drive_is_enough(parcel: Parcel, graph: GraphServer) -> None:
    graph.files[f"in/ALDER/{parcel.files[0].name}"] = parcel.files[0].content

    with one_drive(graph) as carrier:
        assert carrier.carry(parcel) == ""

    assert len(graph.files) == 1


def test_an_answer_that_gets_lost_leaves_one_file(graph: GraphServer) -> None:
    graph.mishaps = [Mishap("PUT", lost=True)]

    with one_drive(graph) as carrier:
        carrier.carry(SMALL)

    assert len(graph.files) == 1


def test_a_lost_answer_to_the_last_piece_is_not_taken_for_a_failure(graph: GraphServer) -> None:
    graph.mishaps = [Mishap("PUT /session/0"), Mishap("PUT /session/0")]
    graph.mishaps += [Mishap("PUT /session/0", lost=True)]

    with one_drive(graph) as carrier:
        with pytest.raises(ArrivalUnknownError):
            carrier.carry(LARGE)
        assert carrier.find(LARGE) is Trace.THERE


def test_a_drive_out_of_reach_has_got_nothing(graph: GraphServer) -> None:
    graph.mishaps = [Mishap("PUT /session/0", 503)] * QUICK.attempts

    with one_drive(graph) as carrier, pytest.raises(NotDeliveredError):
        carrier.carry(LARGE)

    assert graph.files == {}


@pytest.mark.parametrize("before", ["POST /tenant", "POST /v1.0"])
def test_an_answer_that_nobody_can_read_before_a_file_leaves_is_no_doubt_about_it(
    before: str, graph: GraphServer
) -> None:
    graph.mishaps = [Mishap(before, 200, body=b"<html>Sign in to the network</html>")]

    with pytest.raises(NotDeliveredError, match="DLV-01"), one_drive(graph) as carrier:
        carrier.carry(LARGE)

    assert graph.files == {}


def test_an_application_that_is_not_known_is_told_without_its_secret(graph: GraphServer) -> None:
    with pytest.raises(SignInRefusedError) as told, one_drive(graph, f"{USER}:wrong-secret"):
        pass

    assert "wrong-secret" not in str(told.value)


def test_a_token_serves_where_no_address_gives_one(graph: GraphServer) -> None:
    with OneDrive("OneDrive", graph.drive, Key(graph.token), QUICK) as carrier:
        carrier.carry(SMALL)

    assert len(graph.files) == 1


@pytest.mark.parametrize("address", ["http://graph.example/drive", "a b c", "ftp://x"])
def test_a_drive_whose_address_would_show_the_token_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddressError, match="DLV-09"), OneDrive("D", address, Key("x")):
        pass


@pytest.mark.parametrize(
    ("content", "hashed"),
    [
        (b"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        (b"J", "SgAAAAAAAAAAAAAAAQAAAAAAAAA="),
        (b"\xb5\xb4", "taAFAAAAAAAAAAAAAgAAAAAAAAA="),
    ],
)
def test_the_hash_of_a_drive_is_the_published_one(content: bytes, hashed: str) -> None:
    assert quick_xor_hash(content) == hashed


@given(st.binary(max_size=700))
def test_the_hash_of_a_drive_is_each_byte_turned_eleven_bits_further(content: bytes) -> None:
    bits = [0] * 160
    for place, byte in enumerate(content):
        for bit in range(8):
            bits[(place * 11 + bit) % 160] ^= byte >> bit & 1
    for bit in range(64):
        bits[96 + bit] ^= len(content) >> bit & 1
    whole = sum(bit << place for place, bit in enumerate(bits))

    assert quick_xor_hash(content) == _base_64(whole.to_bytes(20, "little"))


def _base_64(content: bytes) -> str:

    return base64.b64encode(content).decode()


@pytest.mark.parametrize(("is_sale", "kind"), [(True, "SALE"), (False, "PURCHASE")])
def test_clearfacts_gets_the_file_for_the_right_administration(
    is_sale: bool,  # noqa: FBT001
    kind: str,
    inbox: ClearfactsServer,
) -> None:
    with clearfacts(inbox) as carrier:
        said = carrier.carry(purchase(is_sale=is_sale))

    assert inbox.taken == [("0403170701", "1.xml", kind, b"<Invoice/>")]
    assert said == "UUID-1"


def test_a_refusal_of_clearfacts_comes_with_a_status_of_success(inbox: ClearfactsServer) -> None:
    with clearfacts(inbox) as carrier, pytest.raises(RefusedDocumentError) as told:
        carrier.carry(purchase("0999999999"))

    assert told.value.values["reason"] == "No access"
    assert inbox.taken == []


def test_a_token_that_clearfacts_does_not_know_is_never_shown(inbox: ClearfactsServer) -> None:
    with clearfacts(inbox, "wrong-token") as carrier, pytest.raises(SignInRefusedError) as told:
        carrier.carry(purchase())

    assert "wrong-token" not in str(told.value)


def test_a_sign_that_came_along_with_a_token_is_named(inbox: ClearfactsServer) -> None:
    with pytest.raises(SignInRefusedError, match=r"U\+200B") as told:
        clearfacts(inbox, f"{PASSWORD}\u200b")

    assert PASSWORD not in str(told.value)
    assert inbox.asked == []


@pytest.mark.parametrize("mishap", [Mishap("POST", lost=True), Mishap("POST", body=b"<html>")])
def test_what_clearfacts_may_have_taken_is_not_sent_again(
    mishap: Mishap, inbox: ClearfactsServer
) -> None:
    inbox.mishaps = [mishap]

    with clearfacts(inbox) as carrier:
        with pytest.raises(ArrivalUnknownError):
            carrier.carry(purchase())
        assert carrier.find(purchase()) is Trace.NONE

    assert len(inbox.taken) == 1


def test_the_live_address_of_clearfacts_is_the_published_one() -> None:
    assert LIVE == "https://api.clearfacts.be/graphql"
