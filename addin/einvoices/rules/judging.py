"""Holds documents to the official rules: their schema first, then every rule set of their form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from addin.einvoices.rules.desk import Answer, Desk, Found, Reply
from addin.einvoices.rules.documents import UNREADABLE, read_document
from addin.einvoices.rules.form import ROOTS, Form
from addin.einvoices.rules.kept import KeptRules, is_whole, rules_folder
from addin.einvoices.rules.places import spot
from addin.einvoices.rules.rule_sets import Rules, RuleSet, named, schema_for, sets_for
from addin.einvoices.rules.schemas import judge_schema
from addin.einvoices.rules.verdict import Breach, Flag, Outcome, Verdict
from addin.errors import Finding, Place

DESK = Desk()
"""The program that runs the rules for this process."""

_FATAL = frozenset({"fatal", "error"})
_UNNUMBERED = "-"
"""Stands for the identifier of a rule that has none, as some of Factur-X have not."""


def validate(xml: bytes, form: Form, today: date | None = None) -> Verdict:
    """What the official rules say of a document.

    Args:
        xml: The file, as it is sent.
        form: What it is held to.
        today: To tell which rules are out of date; None leaves that aside.
    """
    return next(validate_all([(xml, form)], today))


def validate_all(
    documents: Iterable[tuple[bytes, Form]], today: date | None = None, judge: "Judge | None" = None
) -> Iterator[Verdict]:
    """The verdict on each document, in their order, as it comes; see ``validate``."""
    judge = judge or Judge(KeptRules(rules_folder()), today=today)
    for xml, form in documents:
        yield judge.verdict(xml, form)


@dataclass
class Judge:
    """The rules in force for a run.

    Attributes:
        kept: The installed rules.
        desk: The program that runs them.
        today: To tell which rules are out of date; None leaves that aside.
    """

    kept: KeptRules
    desk: Desk = field(default_factory=lambda: DESK)
    today: date | None = None
    _chosen: dict[Form, "tuple[_Chosen, ...]"] = field(default_factory=dict, init=False)

    def verdict(self, xml: bytes, form: Form) -> Verdict:
        """What the rules of a form say of a document."""
        try:
            root = read_document(xml)
        except UNREADABLE as fault:
            return _unjudged(form, Finding(fault.code, Place(), fault.values))
        if root.tag not in ROOTS[form]:
            name = etree.QName(root).localname
            return _unjudged(form, Finding("EIR-10", Place(), {"root": name, "form": form.value}))
        schema = judge_schema(root, form)
        if not schema.passed:
            reason = Finding("EIR-11", Place(), {"rule_set": schema.title})
            return Verdict((schema, *(_not_run(one, reason) for one in sets_for(form))))
        ruled = self.ruled(root, form)
        return Verdict((schema, *ruled.outcomes), ruled.remarks)

    def ruled(self, root: etree._Element, form: Form) -> Verdict:
        """What the rule sets of a form say of a document, whatever its schema says."""
        chosen = self._rules(form)
        runnable = [one.rules for one in chosen if one.rules is not None]
        reply = Reply()
        if runnable:
            document = etree.tostring(root, encoding="utf-8")
            reply = self.desk.ask([one.path for one in runnable], document)
        answers = iter(reply.answers)
        outcomes = tuple(_outcome(one, answers, reply, root) for one in chosen)
        return Verdict(outcomes, (*self._remarks(runnable), *_told_of_program(reply)))

    def _rules(self, form: Form) -> "tuple[_Chosen, ...]":
        """The rules to run, looked up and proven whole once."""
        if form not in self._chosen:
            self._chosen[form] = tuple(_chosen(one, self.kept) for one in sets_for(form))
        return self._chosen[form]

    def _remarks(self, rules: Sequence[Rules]) -> Iterator[Finding]:
        for one in rules:
            if self.today is not None and one.is_expired(self.today):
                yield expired(one)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A rule set with the version to run, or the reason why there is none."""

    rule_set: RuleSet
    rules: Rules | None
    why_not: Finding | None = None


def _chosen(rule_set: RuleSet, kept: KeptRules) -> _Chosen:
    rules = kept.rules(rule_set)
    values = {"rule_set": rule_set.title, "publisher": rule_set.publisher}
    if rules is None:
        return _Chosen(rule_set, None, Finding("EIR-04", Place(), values))
    if not is_whole(rules):
        return _Chosen(rule_set, None, damaged(rules))
    return _Chosen(rule_set, rules)


def expired(rules: Rules) -> Finding:
    """That a newer version of some rules is likely to be in force."""
    title = named(rules.rule_set).title
    return Finding(
        "EIR-05",
        Place(),
        {"rule_set": title, "version": rules.version, "last_day": rules.warn_after},
    )


def damaged(rules: Rules) -> Finding:
    """That a file of rules is gone or was changed."""
    title = named(rules.rule_set).title
    return Finding("RUL-05", Place(), {"rule_set": title, "file": rules.path})


def _unjudged(form: Form, reason: Finding) -> Verdict:
    """The verdict on what is no document of a form: nothing was run."""
    schema = schema_for(form)
    no_schema = Outcome(schema.name, schema.title, schema.version, not_run=reason)
    return Verdict((no_schema, *(_not_run(one, reason) for one in sets_for(form))))


def _not_run(rule_set: RuleSet, reason: Finding) -> Outcome:
    return Outcome(rule_set.name, rule_set.title, "", not_run=reason)


def _outcome(
    chosen: _Chosen, answers: Iterator[Answer], reply: Reply, root: etree._Element
) -> Outcome:
    rule_set, rules = chosen.rule_set, chosen.rules
    if rules is None:
        assert chosen.why_not is not None
        return _not_run(rule_set, chosen.why_not)
    answer = next(answers, None)
    if answer is None:
        return _not_run(rule_set, _no_reply(rule_set, reply))
    if answer.fault:
        values = {"rule_set": rule_set.title, "reason": answer.fault}
        return _not_run(rule_set, Finding("EIR-14", Place(), values))
    breaches = tuple(_breach(one, root) for one in answer.found)
    return Outcome(rule_set.name, rule_set.title, rules.version, breaches=breaches)


def _no_reply(rule_set: RuleSet, reply: Reply) -> Finding:
    values = {"rule_set": rule_set.title}
    return Finding("EIR-13" if reply.late else "EIR-12", Place(), values)


def _told_of_program(reply: Reply) -> Iterator[Finding]:
    if reply.gone == 1 and reply.answers:
        yield Finding("EIR-15", Place(), {})


def _breach(found: Found, root: etree._Element) -> Breach:
    there = spot(root, found.location)
    flag = Flag.FATAL if found.flag in _FATAL else Flag.WARNING
    rule, text = _identified(found)
    return Breach(rule, flag, text, there.path, there.found, there.line)


def _identified(found: Found) -> tuple[str, str]:
    """The rule's identifier and its text, which often repeats it in front."""
    rule = found.rule.strip()
    text = found.text.removeprefix(f"[{rule}]").lstrip(" -:")
    return rule or _UNNUMBERED, text
