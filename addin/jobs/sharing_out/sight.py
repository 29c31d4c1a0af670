"""Whom a person is, and which clients and projects lie in their groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from addin.errors import BillingError
from addin.jobs.clients.groups import EVERYONE
from addin.jobs.content import Content
from addin.tables.reading import Table
from addin.tables.several import several
from addin.tables.sheets.clients import Client
from addin.tables.sheets.engagements import Project
from addin.tables.sheets.work import Person


class UnknownPersonError(BillingError):
    """Nobody on the sheet of staff goes by this name; takes ``person``, ``known``."""

    code = "SHR-01"


class SeveralPeopleError(BillingError):
    """Several members of staff go by this name; takes ``person``, ``rows``."""

    code = "SHR-02"


class NoGroupsError(BillingError):
    """A sheet lacks the column that says who belongs where; takes ``sheet``, ``heading``."""

    code = "SHR-03"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person may see.

    Attributes:
        person: Code of the person, as *Staff* has it.
        name: Their name.
        clients: Codes of the clients in their groups.
        projects: Codes of the projects of these clients.
    """

    person: str
    name: str
    clients: frozenset[str]
    projects: frozenset[str]

    def is_own(self, person: object) -> bool:
        """Whether a cell names the person."""
        return isinstance(person, str) and person.casefold() == self.person.casefold()


def sight_of(content: Content, person: str) -> Sight:
    """What a person may see, by the groups that the workbook has now.

    A code that stands in several rows is seen only where each of them may be seen, and a row
    whose groups cannot be read by nobody.

    Args:
        content: The workbook.
        person: Code, e-mail address or name, without regard to case.

    Raises:
        BillingError: Nobody or several go by this name, or a sheet has no column of groups
            (SHR-01 to SHR-03).
    """
    staff, clients = content.table(Person), content.table(Client)
    _require_groups(content, staff)
    _require_groups(content, clients)
    row = _row_of(staff, person)
    code, name = staff.values["person"][row], staff.values["name"][row]
    # All of the staff belong to everyone, whatever other groups they are in.
    own = _groups(staff.values["groups"][row]) | {EVERYONE.casefold()}
    known = clients.values["client"]
    visible = _each_time(
        (client, bool(own & _groups(groups)))
        for client, groups in zip(known, clients.values["groups"], strict=True)
    )
    projects = content.table(Project)
    pairs = zip(projects.values["project"], projects.values["client"], strict=True)
    seen = _each_time((project, client in visible) for project, client in pairs)
    return Sight(code, name or code, visible, seen)


def _require_groups(content: Content, table: Table[Client] | Table[Person]) -> None:
    """Refuse where nothing says who may see what: that everybody may see all is never guessed."""
    spec = table.spec
    if "groups" not in table.headings:
        language = content.language
        heading = spec.column("groups").heading[language]
        raise NoGroupsError(sheet=spec.sheet[language], heading=heading)


def _row_of(staff: Table[Person], person: str) -> int:
    wanted = person.strip().casefold()
    for field in ("person", "email", "name"):
        values = staff.values[field]
        rows = [at for at, one in enumerate(values) if one and one.casefold() == wanted]
        rows = [at for at in rows if staff.values["person"][at]]
        if len(rows) > 1:
            told = tuple(staff.sheet_row(at) for at in rows)
            raise SeveralPeopleError(person=person, rows=told)
        if rows:
            return rows[0]
    known = tuple(code for code in staff.values["person"] if code)
    raise UnknownPersonError(person=person, known=known)


def _groups(cell: str | None) -> set[str]:
    """The groups of a cell; none where it is faulty. An empty one was read as everyone's."""
    return {group.casefold() for group in several(cell)}


def _each_time(pairs: Iterable[tuple[str | None, bool]]) -> frozenset[str]:
    """The codes that may be seen wherever they stand, however they are spelled."""
    listed = [(code, may) for code, may in pairs if code]
    hidden = {code.casefold() for code, may in listed if not may}
    return frozenset(code for code, may in listed if may and code.casefold() not in hidden)
