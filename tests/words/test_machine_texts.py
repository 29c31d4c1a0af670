"""What is said about computers: complete, and the same in every language."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import pytest

from addin.words import Language, catalogue

FILES = ("install", "doctor")


def entries(found: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    for key, value in found.items():
        if all(isinstance(one, str) for one in value.values()):
            yield f"{prefix}{key}", value
        else:
            yield from entries(value, f"{prefix}{key}.")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


ALL = [(f"{file}: {key}", entry) for file in FILES for key, entry in entries(catalogue(file))]


@pytest.mark.parametrize(("key", "entry"), ALL, ids=[key for key, _ in ALL])
def test_a_text_says_the_same_in_every_language(key: str, entry: Mapping[str, str]) -> None:
    assert set(entry) == set(Language), key
    for language in Language:
        assert entry[language].strip() == entry[language] != ""
        assert placeholders(entry[language]) == placeholders(entry["en"]), f"{key} {language}"


@pytest.mark.parametrize(("key", "entry"), ALL, ids=[key for key, _ in ALL])
def test_advice_and_remedies_are_sentences(key: str, entry: Mapping[str, str]) -> None:
    if ": advice." in key or ": remedy." in key:
        assert all(text.endswith(".") for text in entry.values())
        assert len(set(entry.values())) == len(Language)
