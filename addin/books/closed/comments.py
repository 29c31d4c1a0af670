"""Comments on the cells of a table: each moves with its row, and goes with it.

Excel keeps a comment in two parts, or three: its text; the box that shows it, a shape of the
sheet's old drawing; and, where people answer one another, the conversation, of which the text is
then only a copy for older programs.

Sources: ECMA-376 part 1, 18.7 (texts); part 4, 19.4 (boxes); [MS-XLSX] (conversations).
"""

import re
from collections.abc import Iterator

from addin.books.addresses import Area, areas
from addin.books.closed.package import Package, Relation
from addin.books.closed.relationships import leave_out
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.sheet_part import SheetPart

_TEXTS = ("comments", "threadedComment")
_OLD_DRAWING = "vmlDrawing"
# Slices of bytes again: Excel's own drawings are not always well-formed XML.
_SHAPE = re.compile(rb"\s*<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>", re.DOTALL)
_NOTE = re.compile(rb"""\bObjectType\s*=\s*["']Note["']""")
_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)([0-9]+)(?=\s*<)")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*([0-9]+)\s*<")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>\s*)([-0-9,\s]+?)(?=\s*<)")
# Of the eight numbers of an anchor, those that are rows: of its top and of its bottom.
_ANCHOR_ROWS = (2, 6)


def comments_on(package: Package, part: SheetPart) -> Iterator[Area]:
    """The cells of a sheet that have a comment; one may come twice."""
    for relation in package.relations(part.sheet.part):
        if relation.kind in _TEXTS:
            for comment in package.root(relation.target).iter("{*}comment", "{*}threadedComment"):
                yield from areas(comment.get("ref", ""))


def follow_comments(package: Package, part: SheetPart, plan: RowPlan) -> None:
    """Bring the comments on a table's rows to where the rows go, or remove them with the rows."""
    for relation in list(package.relations(part.sheet.part)):
        if relation.kind in _TEXTS:
            _follow_texts(package, part.sheet.part, relation.target, plan)
        elif relation.kind == _OLD_DRAWING:
            _follow_boxes(package, part, relation, plan)


def _follow_texts(package: Package, sheet: str, name: str, plan: RowPlan) -> None:
    root = package.root(name)
    changed, left = False, 0
    for comment in list(root.iter("{*}comment", "{*}threadedComment")):
        before = next(areas(comment.get("ref", "")), None)
        after = before and plan.after(before)
        holder = comment.getparent()
        if before is not None and after is None and holder is not None:
            holder.remove(comment)
        else:
            left += 1
            if after is not None:
                comment.set("ref", str(after))
        changed |= after != before
    if changed and not left:
        leave_out(package, sheet, name)
    elif changed:
        package.put_root(name, root)


def _follow_boxes(package: Package, part: SheetPart, drawing: Relation, plan: RowPlan) -> None:
    before = package.read(drawing.target)
    after = _SHAPE.sub(lambda shape: _box_after(shape[0], plan), before)
    if after == before:
        return
    if b"ClientData" in after or any(package.relations(drawing.target)):
        package.put(drawing.target, after)
        return
    leave_out(package, part.sheet.part, drawing.target)
    for element in list(part.frame.iterfind("{*}legacyDrawing")):
        part.frame.remove(element)


def _box_after(shape: bytes, plan: RowPlan) -> bytes:
    """A shape where it belongs after the move; empty when its comment goes."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or not _NOTE.search(shape):
        return shape
    before = Area(int(column[1]) + 1, int(row[2]) + 1, int(column[1]) + 1, int(row[2]) + 1)
    after = plan.after(before)
    if after is None:
        return b""
    down = after.first_row - before.first_row
    if not down:
        return shape
    moved = _ROW.sub(lambda found: found[1] + b"%d" % (int(found[2]) + down), shape)
    return _ANCHOR.sub(lambda found: found[1] + _anchor_after(found[2], down), moved)


def _anchor_after(anchor: bytes, down: int) -> bytes:
    """The corners of a box, moved down, but never above the sheet."""
    numbers = anchor.split(b",")
    if len(numbers) > max(_ANCHOR_ROWS):
        down = max(down, -int(numbers[_ANCHOR_ROWS[0]]))
        for place in _ANCHOR_ROWS:
            numbers[place] = b" %d" % (int(numbers[place]) + down)
    return b",".join(numbers)
