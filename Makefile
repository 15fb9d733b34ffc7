# Two commands: `make run` and `make test`. Both set everything up first, in .venv.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# The first Python of 3.11 or later that starts; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help run test lint bench clean

help:
	@echo "make run    installe tout, puis collecte : depuis l'API si .env contient des"
	@echo "            identifiants, sinon depuis le bac à sable local"
	@echo "make test   installe tout, puis lance tous les tests"
	@echo "make lint   ruff, mypy strict, contrats d'importation"
	@echo "make bench  comparaison avec d'autres collecteurs : débit, processeur, mémoire"
	@echo "make clean  supprime l'environnement virtuel (les données restent)"

run: $(READY)
	@$(BIN)/python scripts/first_run.py

test: $(READY)
	@echo "== Tests (pytest, deux processus)"
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q

lint: $(READY)
	@echo "== ruff, mypy, contrats d'importation"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python benchmarks/compare.py --write
	@$(BIN)/python benchmarks/crawl.py
	@$(BIN)/python benchmarks/quota.py
	@PYTHONPATH=. $(BIN)/python benchmarks/fields.py

clean:
	rm -rf $(VENV)

$(READY): $(wildcard requirements*.txt) constraints.txt
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent (PYTHON=chemin)."; exit 1; }
	@echo "== Installation dans $(VENV) ($(PYTHON))"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--requirement requirements-dev.txt --constraint constraints.txt
	@touch $@
