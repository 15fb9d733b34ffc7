# Two commands: `make run` and `make test`. Both set up first what they need, in .venv.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# What is installed: enough to collect, or all that tests and checks need as well.
RUN_READY := $(VENV)/.ready-run
TESTS_READY := $(VENV)/.ready-tests

# The first Python of 3.11 or later that starts; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
FOUND = @test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent (PYTHON=chemin)."; exit 1; }

# Processes that run tests: on two cores three, for half of the time is waits. With four, Spark and
# Chromium among them, servers of tests stall long enough to count two seconds' requests as one's.
JOBS ?= 3

.PHONY: help run test lint bench clean

help:
	@echo "make run    installe de quoi collecter, puis montre un rapport de nuits jouées ;"
	@echo "            si .env contient des identifiants, collecte depuis l'API"
	@echo "make test   installe de quoi tester, puis lance tous les tests"
	@echo "make lint   ruff, mypy strict, contrats d'importation"
	@echo "make bench  comparaison avec d'autres collecteurs, débit, mémoire, historique"
	@echo "make clean  supprime l'environnement virtuel (les données restent)"

run: $(RUN_READY)
	@$(BIN)/python -m scripts.first_run

test: $(TESTS_READY)
	@echo "== Tests : comptez un quart d'heure sur deux cœurs ; Ctrl-C les arrête."
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -q

lint: $(TESTS_READY)
	@echo "== ruff, mypy, contrats d'importation"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(TESTS_READY)
	@$(BIN)/python benchmarks/compare.py --write
	@$(BIN)/python benchmarks/crawl.py
	@$(BIN)/python benchmarks/quota.py
	@PYTHONPATH=. $(BIN)/python benchmarks/fields.py
	@PYTHONPATH=. $(BIN)/python benchmarks/history.py
	@PYTHONPATH=. $(BIN)/python benchmarks/postgres.py
	@PYTHONPATH=. $(BIN)/python benchmarks/spark.py
	@PYTHONPATH=. $(BIN)/python benchmarks/report.py

clean:
	rm -rf $(VENV)

$(RUN_READY): requirements.txt requirements-sandbox.txt constraints.txt
	$(FOUND)
	@$(PYTHON) scripts/install.py run
	@touch $@

$(TESTS_READY): $(wildcard requirements*.txt) constraints.txt
	$(FOUND)
	@$(PYTHON) scripts/install.py tests
	@touch $@ $(RUN_READY)
