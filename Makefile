# `make help` lists the targets. Nothing here needs root, a compiler or a service that is already running.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check
JOBS ?= 2
ROUNDS ?= 3

ON_BOTH := tests/store tests/services tests/web tests/conf/test_databases.py tests/drills/test_tampering.py \
  tests/bench/test_signin.py

RUN := $(VENV)/installed-run
DEV := $(VENV)/installed-dev

.DEFAULT_GOAL := help
.PHONY: help demo test sqlite postgresql hunt check lint types contracts django bench drill lock docs changelog clean

help: ## list these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

demo: $(RUN) ## a complete demo organisation in ./zicha-demo, its reports, and the web app
	$(BIN)/zicha demo $(ARGS)

test: sqlite postgresql ## every test

sqlite: $(DEV) ## every test, on SQLite
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests

# Not all of them: what is left out asks no database, or runs programs on an SQLite folder of its own, as tests/cli does.
postgresql: $(DEV) ## the tests that ask a database, on a PostgreSQL server of their own
	@if [ -n "$$ZICHA_REQUIRE_TOOLS" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; \
	  then set -x; $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ON_BOTH) --database postgresql; \
	  else echo "PostgreSQL is not installed, so its run is left out (Debian: apt-get install postgresql)"; fi

hunt: $(DEV) ## the property tests with examples nobody has tried yet, on both databases (ROUNDS=3)
	@set -e; for round in $$(seq $(ROUNDS)); do set -x; \
	  $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -m hypothesis --hypothesis-profile hunt tests; \
	  $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -m hypothesis --hypothesis-profile hunt \
	    $(ON_BOTH) --database postgresql; set +x; done

check: lint types contracts django test ## all that must hold before a commit lands

lint: $(DEV) ## format and lint rules (ruff)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV) ## types (mypy, strict)
	$(BIN)/mypy

contracts: $(DEV) ## which room may import which (import-linter)
	PYTHONPATH=src $(BIN)/lint-imports --no-logo

django: $(DEV) ## Django's own checks; models and migrations agree
	@set -e; export ZICHA_HOME=$$(mktemp -d) ZICHA_HTTPS=1 DJANGO_SETTINGS_MODULE=zicha.conf.settings PYTHONWARNINGS=error; \
	  trap 'rm -rf "$$ZICHA_HOME"' EXIT; set -x; \
	  $(BIN)/python -m django check --deploy --fail-level WARNING; \
	  $(BIN)/python -m django makemigrations --check --dry-run

bench: $(DEV) ## every benchmark, as ratios (ONLY=name for one)
	$(BIN)/python -m bench $(ONLY)

drill: $(DEV) ## every drill at its full length: tampering, crashes, backups
	ZICHA_DRILL=full $(BIN)/python -m pytest -n $(JOBS) tests/drills

lock: $(DEV) ## choose versions anew (UPGRADE=1) or keep them, with hashes, for every platform
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

docs: $(DEV) ## write what is generated anew: docs/cli.md, docs/scheme.schema.json, the English catalogue
	$(BIN)/python tools/docs.py
	$(BIN)/zicha scheme schema > docs/scheme.schema.json
	$(BIN)/python -m tools.translations

changelog: $(DEV) ## gather changelog.d into CHANGELOG.md (VERSION=0.2.0 DATE=2027-01-31)
	$(BIN)/python tools/changelog.py --version $(VERSION) --date $(DATE)

clean: ## remove the environment and all caches; data folders stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info
	find src tests bench tools -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "zicha needs Python 3.11 or newer, and there is no python3 here." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "zicha needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# Wheels only, each checked against its hash. zicha itself is linked, so that an edit is seen at once.
$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --only-binary :all: --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(PIP) install --quiet --only-binary :all: --require-hashes -r requirements/dev.txt
	@touch $@
