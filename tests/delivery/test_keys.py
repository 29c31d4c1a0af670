"""Keys: in the keyring, or in the environment where there is none; never to be seen."""

from collections.abc import Iterator

import pytest
from memory_keyring import LockedKeyring, MemoryKeyring, no_keyring, using

from addin.delivery.faults import KeyringError, NoKeyError
from addin.delivery.keys import Key, KeyRing

FIRM, OTHER = "BE0123456749", "BE0403170701"


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with using(made):
        yield made


@pytest.fixture
def _none() -> Iterator[None]:
    with using(no_keyring()):
        yield


@pytest.fixture
def _locked() -> Iterator[None]:
    with using(LockedKeyring()):
        yield


def test_each_firm_has_a_key_of_its_own(memory: MemoryKeyring) -> None:
    KeyRing(FIRM, {}).put("peppyrus", Key("one"))
    KeyRing(OTHER, {}).put("peppyrus", Key("two"))

    assert memory.kept == {
        ("Quotepart", "peppyrus BE0123456749"): "one",
        ("Quotepart", "peppyrus BE0403170701"): "two",
    }
    assert KeyRing(FIRM, {}).get("peppyrus") == Key("one")
    assert KeyRing(FIRM, {}).where("peppyrus") == "keyring"


def test_a_key_without_a_firm_serves_all_of_them(memory: MemoryKeyring) -> None:
    del memory
    KeyRing("", {}).put("peppyrus", Key("for all"))
    KeyRing(OTHER, {}).put("peppyrus", Key("its own"))

    assert KeyRing(FIRM, {}).get("peppyrus") == Key("for all")
    assert KeyRing(OTHER, {}).get("peppyrus") == Key("its own")


def test_a_key_that_is_forgotten_is_missing(memory: MemoryKeyring) -> None:
    ring = KeyRing(FIRM, {})
    ring.put("afnor", Key("firm-42:hush"))

    assert ring.get("afnor").pair == ("firm-42", "hush")
    assert ring.forget("afnor")
    assert not ring.forget("afnor")
    assert memory.kept == {}
    with pytest.raises(NoKeyError) as caught:
        ring.get("afnor")

    assert caught.value.code == "SND-09"
    assert caught.value.values == {
        "platform": "afnor",
        "command": "quotepart keys set afnor",
        "variable": "QUOTEPART_AFNOR_KEY",
    }


@pytest.mark.usefixtures("_none")
def test_a_computer_without_a_keyring_uses_the_environment() -> None:
    ring = KeyRing(FIRM, {"QUOTEPART_PEPPYRUS_KEY": " from outside\n"})

    assert ring.get("peppyrus") == Key("from outside")
    assert ring.where("peppyrus") == "QUOTEPART_PEPPYRUS_KEY"
    assert ring.where("afnor") == ""
    with pytest.raises(NoKeyError):
        ring.get("afnor")
    with pytest.raises(KeyringError) as caught:
        ring.put("peppyrus", Key("one"))
    assert caught.value.code == "SND-10"
    with pytest.raises(KeyringError):
        ring.forget("peppyrus")


@pytest.mark.usefixtures("_locked")
def test_a_locked_keyring_is_told_unless_the_environment_helps() -> None:
    with pytest.raises(KeyringError) as caught:
        KeyRing(FIRM, {}).get("peppyrus")
    assert caught.value.values["reason"] == "KeyringLocked"

    helped = KeyRing(FIRM, {"QUOTEPART_PEPPYRUS_KEY": "one"})
    assert helped.get("peppyrus") == Key("one")


def test_the_keyring_goes_before_the_environment(memory: MemoryKeyring) -> None:
    memory.kept["Quotepart", "peppyrus"] = "kept"

    assert KeyRing("", {"QUOTEPART_PEPPYRUS_KEY": "outside"}).get("peppyrus") == Key("kept")


def test_a_key_is_never_shown() -> None:
    assert (
        "hush"
        not in f"{Key('hush')} {Key('hush')!r} {KeyRing(FIRM, {'QUOTEPART_X_KEY': 'hush'})!r}"
    )
