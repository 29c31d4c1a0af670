"""Small faults put into valid files: each is caught by the layer that is there for it.

What only our own exact checks catch is known to pass all official rules.
"""

from contextlib import suppress

import pytest
from einvoices.mutations import (
    BIS,
    BR_FR,
    BR_FR_CII,
    CEN,
    EXACT,
    FORMS,
    MUTATIONS,
    XSD,
    valid,
)
from einvoices_corpus import PEPPOL_SCHEMATRON

from addin.einvoices.checks import exact_findings
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.rules.judging import Judge
from addin.einvoices.rules.kept import KeptRules
from addin.einvoices.rules.rule_files import look_at
from addin.einvoices.rules.verdict import Flag
from addin.errors import RefusedError


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Judge:
    kept = KeptRules(tmp_path_factory.mktemp("rules"))
    kept.keep(look_at(PEPPOL_SCHEMATRON.read_bytes(), PEPPOL_SCHEMATRON.name))
    return Judge(kept, desk)


def caught(xml: str, form: Form, judge: Judge) -> set[tuple[str, str]]:
    """The layers and rules that refuse a file."""
    verdict = judge.verdict(xml.encode(), form)
    found = {
        (outcome.rule_set, breach.rule)
        for outcome in verdict.outcomes
        for breach in outcome.breaches
        if breach.flag is Flag.FATAL
    }
    with suppress(RefusedError):  # what lacks a number or a name is not read at all
        found |= {(EXACT, one.code) for one in exact_findings(read_invoice(xml.encode()))}
    return found


@pytest.mark.parametrize("of", FORMS)
def test_nothing_is_caught_in_a_valid_file(of: str, judge: Judge) -> None:
    assert caught(valid(of), FORMS[of], judge) == set()


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_fault_is_caught_by_the_layer_that_is_there_for_it(name: str, judge: Judge) -> None:
    mutation = MUTATIONS[name]
    xml = mutation.edit(valid(mutation.of))

    found = caught(xml, FORMS[mutation.of], judge)

    assert any(
        layer == mutation.layer and rule.startswith(mutation.rule) for layer, rule in found
    ), found
    if mutation.layer == EXACT:
        assert {layer for layer, _ in found} == {EXACT}


def test_there_are_at_least_forty_five_and_every_layer_has_some() -> None:
    assert len(MUTATIONS) >= 45
    assert {one.layer for one in MUTATIONS.values()} >= {EXACT, XSD, CEN, BIS, BR_FR, BR_FR_CII}
