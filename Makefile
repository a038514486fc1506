# Each target sets itself up on a fresh machine: Python 3.11 or newer, git and make are enough.
PYTHON ?= python3
VENV   ?= .venv
RUN    := $(VENV)/bin/python
PIP    := $(RUN) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help play test whole soak check sbom bench lock clean

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

play: $(VENV)/.play  ## try it in a browser: the bot, and a Slack in a box to run it in
	@$(RUN) -m bot play $(ARGS)

# Whatever the machine says: every worker would compile all of it in every run.
test whole soak: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/.test  ## run every test, PostgreSQL and the browser included; of "for all" a part, drawn anew
	@$(RUN) -m pytest -n 3 $(ARGS)

whole: $(VENV)/.test  ## the same, whole: every crash point, every text, many more examples (hours)
	@SOAK=1 $(RUN) -m pytest -n 2 $(ARGS)

soak: $(VENV)/.test  ## an hour of lives with real processes, killed again and again; prints what was lost
	@$(RUN) -m tests.soak $(ARGS)

check: $(VENV)/.test  ## lint, formatting, types, import contracts, one migration head, prompts, app.yml, the scale, known holes
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(RUN) -m mypy
	@PYTHONPATH=. $(VENV)/bin/lint-imports --no-cache
	@$(RUN) -m bot migrate --check-heads
	@$(RUN) -m bot check --offline
	@$(RUN) -m tests.every
	@$(RUN) -m tests.materials --holes

sbom: $(VENV)/.test  ## write what it is made of into alongside.cdx.json (CycloneDX), from requirements.txt
	@$(RUN) -m tests.materials > alongside.cdx.json

bench: $(VENV)/.test  ## measure, each beside a baseline of the same run; ARGS='ack prompt --whole' for parts of it, whole
	@$(RUN) -m tests.benchmarks $(ARGS)

lock: $(VENV)/.test  ## pin the dependencies anew, with hashes (needs uv)
	uv pip compile pyproject.toml .ci/build.in $(LOCK) -o requirements.txt
	uv pip compile pyproject.toml .ci/build.in --extra dev -c requirements.txt $(LOCK) -o tests/requirements.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade -q

clean:  ## remove what the targets above made
	rm -rf $(VENV) .ruff_cache .mypy_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Alongside needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.play: requirements.txt pyproject.toml | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.play
	@$(PIP) install --require-hashes -r tests/requirements.txt
	@touch $@
