"""The folder of the documents, opened as the machine does it."""

import os
import sys
from pathlib import Path

import pytest

from addin.books.live.folders import open_folder


def test_a_mac_opens_the_folder_in_its_finder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder, shown = tmp_path / "open", tmp_path / "shown"
    finder.write_text(f'#!/bin/sh\necho "$1" > "{shown}"\n')
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(sys, "platform", "darwin")

    open_folder(tmp_path / "Factures été")

    assert shown.read_text() == f"{tmp_path / 'Factures été'}\n"


def test_windows_opens_the_folder_in_its_explorer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(os, "startfile", shown.append, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")

    open_folder(tmp_path)

    assert shown == [tmp_path]


def test_a_folder_that_does_not_open_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "darwin")

    open_folder(tmp_path)

    assert list(tmp_path.iterdir()) == []
