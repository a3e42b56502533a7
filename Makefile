# The first Python here that is new enough. Name another one with: make PYTHON=/path/to/python3.12 site
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN = .venv/bin
SECONDS_TO_FUZZ = $(or $(SECONDS),30)

.PHONY: help site test coverage bench fuzz hostile crashes accounts check fix reference strict clean python

help:
	@echo "make site    build the public site into site/"
	@echo "make test    run all tests, in a real browser too, on every core"
	@echo "make coverage run them with every line and branch counted; fails below 95 %"
	@echo "make bench   measure what parsing costs, as ratios"
	@echo "make fuzz    hold what is promised against nonsense: SECONDS=30 of it drawn by number, and as many guided by coverage"
	@echo "make hostile search long for texts that are slow to read"
	@echo "make crashes let every request to the disk fail, in every way, and be the last"
	@echo "make check   lint, types, the import rule"
	@echo "make accounts settle the account of every text of the corpus in every format, whole and damaged"
	@echo "make fix     format the code and mend what can be mended by itself"
	@echo "make reference write the page on the commands from the program"
	@echo "make clean   remove everything that was built or installed"

site: python
	@$(PYTHON) tools/prepare.py site
	@$(BIN)/regkit build

test: python
	@$(PYTHON) tools/prepare.py test
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

coverage: python
	@$(PYTHON) tools/prepare.py test
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not limits" --cov --cov-report=term $(ARGS)

bench: python
	@$(PYTHON) tools/prepare.py site
	@$(BIN)/python tools/bench.py $(ARGS)

fuzz: python
	@$(PYTHON) tools/prepare.py fuzz
	@mkdir -p build/fuzz
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS_TO_FUZZ)
	$(BIN)/python -m tests.fuzzing.guided $(if $(SEED),-seed=$(SEED)) -max_total_time=$(SECONDS_TO_FUZZ) -max_len=600 -artifact_prefix=build/fuzz/ build/fuzz tests/fuzzing/corpus

hostile: python
	@$(PYTHON) tools/prepare.py test
	REGKIT_HOSTILE_FAMILIES=3000 $(BIN)/python -m pytest tests/test_patterns.py tests/test_growth.py $(ARGS)

crashes: python
	@$(PYTHON) tools/prepare.py test
	REGKIT_ALL_CRASHES=1 $(BIN)/python -m pytest tests/test_crashes.py tests/test_sharing.py $(ARGS)

accounts: python
	@$(PYTHON) tools/prepare.py test
	$(BIN)/python tools/accounts.py $(ARGS)

check: python
	@$(PYTHON) tools/prepare.py test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

strict: python
	@$(PYTHON) tools/prepare.py test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

fix: python
	@$(PYTHON) tools/prepare.py test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: python
	@$(PYTHON) tools/prepare.py test
	$(BIN)/python tools/reference.py

clean:
	rm -rf .venv site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

python:
	@test -n "$(PYTHON)" || { echo "regkit needs Python 3.11 or later; none was found on the PATH."; exit 1; }
