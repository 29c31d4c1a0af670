"""The page of guarantees: each promise has a test, and each test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "guarantees.md"
WITHOUT_TESTS = "What is not promised"

# A test by its file, its class if it has one, and its name.
TEST = re.compile(r"`(tests/[\w/]+\.py)::((?:\w+::)?test_\w+)`")

# Words, perhaps with an example in them, then a full stop and the tests.
SENTENCE = re.compile(r"[^`.]+(`[^`]*`[^`.]+)?\.\s+`tests/")


def promises() -> list[tuple[str, str]]:
    """The promises of the page with the heading each stands under."""
    found: list[tuple[str, str]] = []
    for section in re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        found += [(heading, text) for text in re.split(r"^- ", body, flags=re.MULTILINE)[1:]]
    return found


PROMISES = [text for heading, text in promises() if heading != WITHOUT_TESTS]


@cache
def defined_in(name: str) -> frozenset[str]:
    """The tests that a file defines, those of a class with its name in front."""
    path = ROOT / name
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        owner = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {f"{owner}{one.name}" for one in inside if isinstance(one, ast.FunctionDef)}
    return frozenset(found)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: " ".join(promise.split()[:6]))
def test_a_promise_is_held_by_tests_that_are_there(promise: str) -> None:
    named = TEST.findall(promise)

    assert named, "no test holds it"
    assert [f"{path}::{test}" for path, test in named if test not in defined_in(path)] == []
    assert promise.count("`tests/") == len(named), "a test that is not named as tests are"


def test_a_promise_is_one_sentence() -> None:
    longer = [
        text for text in PROMISES if not re.match(r"[^`]+?(`[^`]*`[^`]+?)?\.\s+`tests/", text)
    ]

    assert longer == []


def test_what_is_not_promised_is_said() -> None:
    told = [text for heading, text in promises() if heading == WITHOUT_TESTS]

    assert len(told) >= 5
    assert not any(TEST.search(text) for text in told)
