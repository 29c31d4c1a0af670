"""What is wrong with a number that names a firm or an account."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from addin.errors import Finding, Place
from addin.words import Language, sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a number is refused; it becomes a finding once the cell it stands in is known."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def at(self, where: Place) -> Finding:
        """The finding that names the cell."""
        return Finding(self.code, where, self.values)

    def sentence(self, language: Language) -> str:
        """What is wrong and how to mend it."""
        return sentence(self.code, language, self.values)


def answer(checked: str | Fault, language: Language) -> str:
    """What a cell formula shows: ``OK``, or the sentence of the fault."""
    return checked.sentence(language) if isinstance(checked, Fault) else "OK"
