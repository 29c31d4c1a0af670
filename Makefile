# Each target is one command of the project; what takes more than a line is in scripts/.
# A machine needs Python 3.11 or newer, git and make; the rest goes into .venv and .uv, here.

BIN := .venv/bin
# The tests start the command hundreds of times: it is compiled once, whatever the machine prefers.
unexport PYTHONDONTWRITEBYTECODE

# The tests of a file stay together, in the order of tests/conftest.py.
ALL_CORES := --numprocesses auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage night bench mutants workbook templates pictures docs clean runtime development

help: ## print this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: runtime ## bill a month of a sample firm into demo/
	@$(BIN)/quotepart demo demo

test: development ## run every test, and see that the core's own reach every branch of it
	@sh scripts/programs.sh
	$(BIN)/pytest $(ALL_CORES)
	$(BIN)/pytest --quiet $(ALL_CORES) --cov=addin/billing --cov-fail-under=100 tests/billing

check: development ## everything that must hold before a change goes in; ends with the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry addin
	$(BIN)/codespell
	$(BIN)/uv lock --check
	$(BIN)/python -m scripts.docs --check
	@$(MAKE) test

coverage: development ## measure what all tests reach of all modules (twice the time of the tests)
	$(BIN)/pytest $(ALL_CORES) --cov

night: coverage ## try every property of the money with 10 000 examples, every call that may fail, 5 000 e-invoices (two hours)
	$(BIN)/pytest --hypothesis-profile=nightly -m hypothesis --numprocesses auto --dist worksteal \
	  tests/billing tests/jobs/test_generating_in_parts.py tests/jobs/test_explaining.py
	$(BIN)/pytest --hypothesis-profile=nightly --numprocesses auto tests/scenarios
	$(BIN)/pytest --hypothesis-profile=nightly tests/books/test_live_faults.py
	$(BIN)/pytest --hypothesis-profile=nightly tests/einvoices/test_population*.py

bench: development ## measure Quotepart against what one would otherwise use
	@$(BIN)/python -m bench

mutants: development ## put faults into the core and name those that no test finds (20 minutes)
	@$(BIN)/python -m scripts.mutants

workbook: development ## build workbook/Billing.xlsm again
	$(BIN)/python -m addin.books.builder workbook/Billing.xlsm

templates: development ## build the Word templates again
	$(BIN)/python -m templates.build_all

pictures: development ## take the pictures of the README again (LibreOffice needed)
	$(BIN)/python -m scripts.pictures

docs: development ## write the generated pages of docs/ again
	$(BIN)/python -m scripts.docs

clean: ## remove all that the other targets made, .venv and .uv included
	rm -rf .venv .uv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf build demo dist mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@sh scripts/environment.sh --no-dev

development:
	@sh scripts/environment.sh
