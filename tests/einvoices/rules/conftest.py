"""The official rules as a user has them who installed those of Peppol."""

from collections.abc import Iterator

import pytest
from einvoices_corpus import CEN_CII, CORPUS, PEPPOL_SCHEMATRON

from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.judging import Judge
from addin.einvoices.rules.kept import KeptRules
from addin.einvoices.rules.rule_files import look_at


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """One program that runs the rules, for all tests of this folder."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptRules:
    """Rules of Peppol and of CEN for CII, installed."""
    if not CORPUS.is_dir():
        pytest.skip("the official rules are not beside the project")
    kept = KeptRules(tmp_path_factory.mktemp("rules"))
    for file in (PEPPOL_SCHEMATRON, CEN_CII):
        kept.keep(look_at(file.read_bytes(), file.name))
    return kept


@pytest.fixture(scope="session")
def judge(kept: KeptRules, desk: Desk) -> Judge:
    """Holds documents to all of them."""
    return Judge(kept, desk)
