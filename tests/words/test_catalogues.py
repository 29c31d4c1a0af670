"""The texts of the add-in are complete: every value, every sentence, in four languages."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from string import Formatter
from typing import Any

import pytest

from addin.billing import choices
from addin.errors import Severity
from addin.tables.catalogue import TABLES
from addin.words import Language, catalogue, words

FINDINGS = catalogue("findings")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", FINDINGS)
def test_a_finding_has_a_title_a_severity_and_its_sentence_in_every_language(code: str) -> None:
    entry = FINDINGS[code]

    assert re.fullmatch(r"[A-Z]{2,5}-\d\d", code)
    assert set(entry) == {"severity", "title", *Language}
    assert entry["severity"] in set(Severity)
    assert all(text.strip() == text != "" for text in entry.values())
    for language in Language:
        assert entry[language].endswith((".", "?", ":")), f"{code} {language}: not a sentence"
        assert placeholders(entry[language]) == placeholders(entry[Language.EN]), language


def test_titles_of_findings_tell_them_apart() -> None:
    titles = Counter(entry["title"] for entry in FINDINGS.values())
    assert [title for title, count in titles.items() if count > 1] == []


def closed_lists() -> dict[str, type[StrEnum]]:
    """Every closed list that a sheet shows, by the name of its class."""
    lists = {name: kind for name, kind in vars(choices).items() if is_closed_list(kind)}
    for spec in TABLES:
        for column in spec.columns:
            if column.kind.choices is not None:
                lists[column.kind.choices.__name__] = column.kind.choices
    return lists | {"Severity": Severity}


def is_closed_list(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum


CLOSED_LISTS = closed_lists()


@pytest.mark.parametrize("name", CLOSED_LISTS)
def test_a_closed_list_has_a_label_for_each_value_in_every_language(name: str) -> None:
    labels = catalogue("choices")[name]
    assert list(labels) == [value.value for value in CLOSED_LISTS[name]]
    for label in labels.values():
        assert "" not in words(label).all()


@pytest.mark.parametrize("name", CLOSED_LISTS)
def test_a_label_means_one_value_in_whatever_language_it_is_typed(name: str) -> None:
    meanings: dict[str, set[str]] = {}
    for value, label in catalogue("choices")[name].items():
        for text in (value, *words(label).all()):
            meanings.setdefault(text.casefold(), set()).add(value)
    assert {text: values for text, values in meanings.items() if len(values) > 1} == {}


def test_every_list_of_labels_belongs_to_a_list_of_values() -> None:
    assert catalogue("choices").keys() - CLOSED_LISTS.keys() <= {"YesNo"}


def texts(found: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of the interface by their full key."""
    for key, value in found.items():
        if isinstance(value, str):
            yield prefix + key, value
        else:
            yield from texts(value, f"{prefix}{key}.")


@pytest.mark.parametrize(("key", "text"), list(texts(catalogue("interface"))))
def test_a_text_of_the_interface_says_the_same_in_every_language(key: str, text: str) -> None:
    spoken = words(text)
    for language in Language:
        assert spoken[language], f"{key} {language}"
        assert placeholders(spoken[language]) == placeholders(spoken.en), f"{key} {language}"


def test_every_heading_is_found_in_any_language() -> None:
    for spec in TABLES:
        owners: dict[str, set[str]] = {}
        for column in spec.columns:
            for heading in column.heading.all():
                owners.setdefault(heading.casefold(), set()).add(column.name)
        assert {text: names for text, names in owners.items() if len(names) > 1} == {}, spec.name
