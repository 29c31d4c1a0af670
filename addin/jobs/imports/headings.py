"""Which column of a foreign file is which field: by its heading, by what was said, or remembered.

What a heading means is said once, with an option or as the answer to a question, and is kept on the
sheet *Mappings* in the same write as the rows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz.fuzz import ratio

from addin.errors import BillingError, Finding, Place, RefusedError
from addin.jobs.content import Content
from addin.tables.columns import TableSpec, Writer
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid
from addin.tables.reading import Table, by_place, match_headings
from addin.tables.sources import folded_heading
from addin.words import Words

MAPPINGS = "Mappings"
LEFT_OUT = "-"
"""What stands for the field of a column that is left out."""
ALIKE = 80.0
"""From how many per cent on a heading looks like that of a column."""


class NoSuchFieldError(BillingError):
    """A column is to be one that the table does not have; takes ``field`` and ``fields``."""

    code = "IMP-10"


class NoSuchHeadingError(BillingError):
    """What is said of a column that the file does not have; takes ``heading``, ``headings``."""

    code = "IMP-11"


@dataclass(frozen=True, slots=True)
class Target:
    """What a column of a file can be.

    Attributes:
        name: Of the field.
        heading: In the four languages.
        required: Whether every new row needs it.
    """

    name: str
    heading: Words
    required: bool = False


Ask = Callable[[str, Target | None, Sequence[Target]], str | None]
"""Asks what a heading means: the heading, the likeliest column or None, and all that are free.

It gives a field name, the text of ``LEFT_OUT``, or None when the user leaves the file as it is.
"""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What somebody says the headings of a file mean.

    Attributes:
        fields: A field name or a heading of the table, by heading of the file.
        left_out: Headings whose columns are not taken.
        ask: Who can be asked for the others; None where nobody is.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    left_out: Collection[str] = ()
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Headed:
    """A file whose columns are known.

    Attributes:
        grid: Without the columns left out; a heading that was mapped is the name of its field.
        shown: What the file itself has above a column, by the heading of ``grid``.
        findings: That the workbook cannot remember what was said (IMP-20).
        edit: Remembers what was said, if anything new was.
    """

    grid: Grid
    shown: Mapping[str, str]
    findings: list[Finding]
    edit: TableEdit | None


def targets(spec: TableSpec[Any], besides: Sequence[Target] = ()) -> tuple[Target, ...]:
    """What a column of a file to import can be: the columns that are not Excel's, and others."""
    own = (
        Target(column.name, column.heading, column.required)
        for column in spec.columns
        if column.writer is not Writer.FORMULA
    )
    return (*own, *besides)


def headed(
    content: Content,
    spec: TableSpec[Any],
    grid: Grid,
    meanings: Meanings,
    besides: Sequence[Target] = (),
) -> Headed:
    """Say which column of a file is which field.

    Args:
        content: The workbook, which remembers.
        spec: The table.
        grid: The file.
        meanings: What the user says.
        besides: What columns can be beside those of the table.

    Raises:
        NoSuchFieldError: A heading is said to mean a column that there is not.
        NoSuchHeadingError: Something is said of a heading that the file does not have.
        RefusedError: Headings that nobody knows, where a column is missing that they may be.
    """
    possible = targets(spec, besides)
    known = _known(spec, grid, besides)
    said = _said(grid, possible, meanings)
    remembered = _remembered(content, spec, possible)
    fields = {
        heading: said.get(heading) or known.get(heading) or remembered.get(folded_heading(heading))
        for heading in grid.headings
    }
    strange = [heading for heading, name in fields.items() if not name]
    if strange and meanings.ask:
        answers = _asked(strange, fields.values(), possible, meanings.ask)
        said |= answers
        fields |= answers
        strange = [heading for heading in strange if not answers.get(heading)]
    if strange:
        _require_known(spec, grid, fields, strange, possible)
    as_they_are = {heading for heading, name in known.items() if fields[heading] == name}
    settled = _settled(grid, fields, as_they_are)
    taken = [heading for heading in grid.headings if fields[heading] != LEFT_OUT]
    shown = dict(zip(settled.headings, taken, strict=True))
    findings = (
        [Finding("IMP-20", Place(spec.name), {"table": MAPPINGS})]
        if said and not _remembers(content)
        else []
    )
    return Headed(settled, shown, findings, _kept(content, spec, said))


def _known(spec: TableSpec[Any], grid: Grid, besides: Sequence[Target]) -> dict[str, str]:
    """The field of each heading that the table itself knows."""
    found, twice = match_headings(spec, grid)
    known = {grid.headings[at]: name for name, at in found.items()}
    known |= {str(one.values["heading"]): str(one.values["heading"]) for one in twice}
    others = {
        folded_heading(heading): one.name
        for one in besides
        for heading in (one.name, *one.heading.all())
    }
    for heading in grid.headings:
        if heading not in known and folded_heading(heading) in others:
            known[heading] = others[folded_heading(heading)]
    return known


def _said(grid: Grid, possible: Sequence[Target], meanings: Meanings) -> dict[str, str]:
    """The field of each heading that the user has spoken of."""
    by_heading = {folded_heading(heading): heading for heading in grid.headings}
    said = {}
    pairs = [*meanings.fields.items(), *((heading, LEFT_OUT) for heading in meanings.left_out)]
    for heading, name in pairs:
        found = by_heading.get(folded_heading(heading))
        if found is None:
            raise NoSuchHeadingError(heading=heading, headings=grid.headings)
        said[found] = _field(name, possible)
    return said


def _field(name: str, possible: Sequence[Target]) -> str:
    """The name of a field, from that name or from a heading in any language."""
    wanted = folded_heading(name)
    if wanted in {"", LEFT_OUT}:
        return LEFT_OUT
    for target in possible:
        if wanted in {target.name, *map(folded_heading, target.heading.all())}:
            return target.name
    raise NoSuchFieldError(field=name, fields=tuple(one.name for one in possible))


def _remembered(
    content: Content, spec: TableSpec[Any], possible: Sequence[Target]
) -> dict[str, str]:
    """The field of each folded heading on the sheet *Mappings*; what it no longer has is passed."""
    table = content.tables.get(MAPPINGS)
    if table is None:
        return {}
    found = {}
    columns = (table.values[name] for name in ("table", "heading", "field"))
    for name, heading, meaning in zip(*columns, strict=True):
        if str(name).casefold() != spec.name.casefold() or heading is None:
            continue
        try:
            found[folded_heading(heading)] = _field(str(meaning or ""), possible)
        except NoSuchFieldError:
            continue
    return found


def _asked(
    strange: Sequence[str], taken: Collection[str | None], possible: Sequence[Target], ask: Ask
) -> dict[str, str]:
    answers: dict[str, str] = {}
    for heading in strange:
        free = [one for one in possible if one.name not in {*taken, *answers.values()}]
        answer = ask(heading, likeliest(heading, free), free)
        if answer is not None:
            answers[heading] = _field(answer, possible)
    return answers


def likeliest(heading: str, free: Collection[Target]) -> Target | None:
    """The column that a heading looks like, if any does."""
    wanted = folded_heading(heading)
    alike = [
        (max(ratio(wanted, folded_heading(one)) for one in target.heading.all()), target)
        for target in free
    ]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def _require_known(
    spec: TableSpec[Any],
    grid: Grid,
    fields: Mapping[str, str | None],
    strange: Sequence[str],
    possible: Sequence[Target],
) -> None:
    """Refuse headings nobody knows, where the file lacks what they may be.

    Raises:
        RefusedError: A heading looks like that of a column which the file lacks; or the file lacks
            one that every new row needs, and all of them are named.
    """
    free = [one for one in possible if one.name not in fields.values()]
    missing = [one for one in free if one.required]
    findings = []
    for heading in strange:
        target = likeliest(heading, free)
        if target is not None:
            values = {"strange": heading, "field": target.name, "likely": target.heading}
            findings.append(Finding("IMP-08", Place(spec.name), values))
        elif missing:
            lacking = tuple(one.heading for one in missing)
            values = {"strange": heading, "missing": lacking, "field": missing[0].name}
            findings.append(Finding("IMP-09", Place(spec.name), values))
    if findings:
        raise RefusedError(
            sorted(findings, key=by_place), {spec.name: Table(spec, grid, [], {}, {}, ())}
        )


def _settled(grid: Grid, fields: Mapping[str, str | None], known: Collection[str]) -> Grid:
    """The columns that are taken; one that the table would not know by its heading is renamed."""
    kept = [at for at, heading in enumerate(grid.headings) if fields[heading] != LEFT_OUT]
    headings = [grid.headings[at] for at in kept]
    names = tuple(
        heading if heading in known else fields[heading] or heading for heading in headings
    )
    return replace(grid, headings=names, columns=tuple(grid.columns[at] for at in kept))


def _remembers(content: Content) -> bool:
    return MAPPINGS in content.tables and bool(content.tables[MAPPINGS].headings)


def _kept(content: Content, spec: TableSpec[Any], said: Mapping[str, str]) -> TableEdit | None:
    """What is new on the sheet *Mappings*; nothing where the workbook does not have that sheet."""
    if not _remembers(content):
        return None
    table = content.tables[MAPPINGS]
    editor = TableEditor(table, content.language)
    at = {
        (str(name).casefold(), folded_heading(heading)): position
        for position, (name, heading) in enumerate(
            zip(table.values["table"], table.values["heading"], strict=True)
        )
    }
    for heading, name in said.items():
        position = at.get((spec.name.casefold(), folded_heading(heading)))
        if position is None:
            editor.add({"table": spec.name, "heading": heading, "field": name})
        else:
            editor.change(position, {"field": name})
    return editor.edit() or None
