"""Faults put into the comments of a sound workbook one at a time, and found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from books.closed_files import with_parts
from books.soundness import faults_of

from excel.commented_book import PEOPLE, TALKS, with_conversations
from excel.lint import lint

SHEET = "xl/worksheets/sheet1.xml"
TEXTS, BOXES = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"


def commented(path: Path) -> Path:
    """A note on B2, and a conversation on B3."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        for cell in ("B2", "B3"):
            sheet.write(cell, 5)
            sheet.write_comment(cell, "Agreed?", {"author": "Marie"})
    return with_conversations(path, {"B3": ["Agreed?", "Yes"]})


def put(member: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    def damaged(name: str, content: bytes) -> bytes:
        if name != member:
            return content
        text, count = re.subn(old, new, content.decode(), count=1, flags=re.DOTALL)
        assert count, f"{member} has no {old}"
        return text.encode()

    return damaged


def test_comments_with_all_their_parts_have_no_fault(tmp_path: Path) -> None:
    assert faults_of(commented(tmp_path / "Fees.xlsx")) == set()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (put(BOXES, "<x:Row>1<", "<x:Row>7<"), "the comment on B2 has no box"),
        (put(BOXES, "<x:Row>1<", "<x:Row>7<"), "a box on B8 has no comment"),
        (put(BOXES, "<v:shape .*?</v:shape>", ""), "the comment on B2 has no box"),
        (put(BOXES, "<x:Row>1<", "<x:Row>2<"), "B3 has 2 boxes"),
        (put(SHEET, "<legacyDrawing[^>]*>", ""), "the comment on B3 has no box"),
        (put(TEXTS, 'ref="B2"', 'ref="B3"'), "B3 has 2 comments"),
        (put(TEXTS, '<comment ref="B3".*?</comment>', ""), "a box on B3 has no comment"),
        (put(TEXTS, '<comment ref="B3".*?</comment>', ""), "the conversation on B3 has no comment"),
        (put(TEXTS, "<author>tc=[^<]*</author>", ""), "an author who is not named"),
        (put(TALKS, 'ref="B3"', 'ref="B2"'), "an answer on B3 belongs to no conversation"),
        (put(PEOPLE, 'id="[^"]*"', 'id="{0}"'), "nobody is known to have written on B3"),
    ],
)
def test_a_fault_of_comments_is_found(
    tmp_path: Path, damage: Callable[[str, bytes], bytes], words: str
) -> None:
    path = with_parts(commented(tmp_path / "Fees.xlsx"), damage)

    assert [fault for _, fault in lint(path) if words in fault]
