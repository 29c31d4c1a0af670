"""Conversations put into a workbook that has comments, in the parts that Excel 365 writes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

TALKS = "xl/threadedComments/threadedComment1.xml"
PEOPLE = "xl/persons/person.xml"

_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_KIND = "http://schemas.microsoft.com/office/2017/10/relationships"
_REVISION = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def identity(text: str) -> str:
    """A fixed identity in the form that Excel gives to people and to comments."""
    return f"{{{uuid5(NAMESPACE_URL, text)}}}".upper()


def with_conversations(path: Path, talks: Mapping[str, Sequence[str]]) -> Path:
    """Turn comments of the first sheet into conversations.

    Args:
        path: A workbook of XlsxWriter with comments on its first sheet alone.
        talks: What was said, by cell.
    """
    with ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for cell in talks:
        _mark(parts, cell)
    said = "".join(_said(cell, texts) for cell, texts in talks.items())
    parts[TALKS] = f'{_HEADER}<ThreadedComments xmlns="{_SPACE}">{said}</ThreadedComments>'
    person = f'<person displayName="Marie" id="{identity("Marie")}" providerId="None"/>'
    parts[PEOPLE] = f'{_HEADER}<personList xmlns="{_SPACE}">{person}</personList>'
    _link(parts, "xl/worksheets/_rels/sheet1.xml.rels", "threadedComment", f"/{TALKS}")
    _link(parts, "xl/_rels/workbook.xml.rels", "person", f"/{PEOPLE}")
    for name, kind in ((TALKS, "threadedcomments"), (PEOPLE, "person")):
        override = f'<Override PartName="/{name}" ContentType="application/vnd.ms-excel.{kind}+xml"'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            "</Types>", f"{override}/></Types>"
        )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _said(cell: str, texts: Sequence[str]) -> str:
    first = identity(f"{cell} 0")
    return "".join(
        f'<threadedComment ref="{cell}" dT="2026-03-02T09:0{number}:00.00"'
        f' personId="{identity("Marie")}" id="{identity(f"{cell} {number}")}"'
        + (f' parentId="{first}"' if number else "")
        + f"><text>{escape(text)}</text></threadedComment>"
        for number, text in enumerate(texts)
    )


def _mark(parts: dict[str, str], cell: str) -> None:
    """Mark the comment on a cell as the copy of a conversation."""
    comments = parts["xl/comments1.xml"]
    number = comments.count("<author>")
    plain = f'<comment ref="{cell}" authorId="0"'
    assert plain in comments, comments
    talk = identity(f"{cell} 0")
    marked = f'<comment ref="{cell}" authorId="{number}" shapeId="0" xr:uid="{talk}"'
    comments = comments.replace("</authors>", f"<author>tc={talk}</author></authors>")
    if _REVISION not in comments:
        spaces = f'xmlns:mc="{_COMPATIBILITY}" mc:Ignorable="xr" xmlns:xr="{_REVISION}"'
        comments = comments.replace("<comments ", f"<comments {spaces} ")
    parts["xl/comments1.xml"] = comments.replace(plain, marked)


def _link(parts: dict[str, str], name: str, kind: str, target: str) -> None:
    link = f'<Relationship Id="rId{kind}" Type="{_KIND}/{kind}" Target="{target}"/>'
    parts[name] = parts[name].replace("</Relationships>", f"{link}</Relationships>")
