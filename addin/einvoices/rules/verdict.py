"""What the official rules say of a document: which were run, and what they found."""

import re
from dataclasses import dataclass
from enum import StrEnum

from addin.errors import Finding


class Flag(StrEnum):
    """How much a rule stops; an information counts as a warning."""

    FATAL = "fatal"
    WARNING = "warning"


_TERM = re.compile(r"\bB[TG]-\d+(?:-\d+)?\b")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a document breaks.

    Attributes:
        rule: Its official identifier, such as ``BR-CO-15``; ``XSD`` for a schema.
        text: What its publisher says of it, in the publisher's language.
        path: The element it is about, from the root, without namespaces:
            ``Invoice/AccountingCustomerParty/Party/EndpointID``; repeated elements are counted
            from 1.
        found: What stands in that element; empty where it holds other elements.
        line: Place of the invoice line it is about, from 1; 0 for the document.
    """

    rule: str
    flag: Flag
    text: str
    path: str
    found: str = ""
    line: int = 0

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms of EN 16931 that the rule names, each once, in the order of its text.

        >>> Breach("X", Flag.FATAL, "Net (BT-109) = lines (BT-106) - BT-107 + BT-106", "").terms
        ('BT-109', 'BT-106', 'BT-107')
        """
        return tuple(dict.fromkeys(_TERM.findall(f"{self.text} {self.rule}")))

    @property
    def side(self) -> str:
        """``seller`` or ``buyer`` where the element belongs to one of them, else empty."""
        if "AccountingSupplierParty" in self.path or "SellerTradeParty" in self.path:
            return "seller"
        return "buyer" if re.search("AccountingCustomerParty|BuyerTradeParty", self.path) else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule set says of a document.

    Attributes:
        rule_set: Its name, such as ``cen-ubl``.
        title: Its name for people.
        version: Of the rules that were run; empty where there are none.
        not_run: Why it was not run; None where it was.
        breaches: In the order of the rules; empty where it was not run.
    """

    rule_set: str
    title: str
    version: str
    not_run: Finding | None = None
    breaches: tuple[Breach, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it was run and found nothing fatal; what was not run never passes."""
        return self.not_run is None and all(one.flag != Flag.FATAL for one in self.breaches)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rule sets of its form say of a document.

    Attributes:
        outcomes: One for each rule set of the form, run or not; never empty.
        remarks: What the user should know besides: a rule set that is out of date, a checking
            program that had to be started again.
    """

    outcomes: tuple[Outcome, ...]
    remarks: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every rule set was run and none found anything fatal."""
        return all(outcome.passed for outcome in self.outcomes)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Of all rule sets, in their order."""
        return tuple(breach for outcome in self.outcomes for breach in outcome.breaches)

    @property
    def not_run(self) -> tuple[Finding, ...]:
        """Why rule sets were not run, each reason once."""
        reasons: list[Finding] = []
        for outcome in self.outcomes:
            if outcome.not_run is not None and outcome.not_run not in reasons:
                reasons.append(outcome.not_run)
        return tuple(reasons)

    def fatal_rules(self) -> tuple[str, ...]:
        """The identifiers of the rules that refuse the document, each once, sorted."""
        return tuple(sorted({one.rule for one in self.breaches if one.flag == Flag.FATAL}))
