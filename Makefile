# reqa: `make chat` opens the web chat over corpus/, `make test` runs every test. Both set themselves up.
# Dependencies come from constraints.txt; `make lock` renews it from pyproject.toml.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 7860
CORPUS ?= corpus
INDEX ?= index
# Processes that run tests side by side: much of their time is waiting for a browser. A file stays in one, as
# its tests share what is slow to make; the browser's files stay last.
WORKERS ?= 2

# The first interpreter that is really there and of a supported version (3.11 to 3.14).
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: help setup chat test test-large lint format golden bench lock clean

help:  ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "reqa needs Python 3.11, 3.12, 3.13 or 3.14 on the PATH, or make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Installing reqa into $(VENV) (a few minutes, once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@# On all cores, which pip does not do. What cannot be compiled is meant for another Python.
	@$(BIN)/python -W ignore -m compileall -qq -j 0 $(VENV)/lib src ui || true
	@touch $@

setup: $(VENV)/.installed  ## Install into .venv, fetch the models, build the index
	@$(BIN)/reqa models fetch
	@$(BIN)/reqa index --corpus "$(CORPUS)" --index "$(INDEX)"

chat: setup  ## Open the web chat over corpus/ (HOST=, PORT=, CORPUS=, INDEX=)
	@$(BIN)/reqa ui --host "$(HOST)" --port "$(PORT)" --corpus "$(CORPUS)" --index "$(INDEX)"

test: setup lint  ## Run the tests: unit, property, real models, browser
	@$(BIN)/python tests/ensure_browser.py
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

test-large: setup  ## Run the tests that take minutes: a text of 50 MB
	$(BIN)/python -m pytest -m large

lint: $(VENV)/.installed  ## Check format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: setup  ## Ask the golden sets with the real models, write tests/golden/baseline.json
	@for set in tests/golden/*.jsonl; do \
		$(BIN)/reqa eval "$$set" --save tests/golden/baseline.json || exit 1; \
	done

bench: setup  ## Measure latency and memory on corpus/
	$(BIN)/python benchmarks/latency.py --corpus "$(CORPUS)"

lock: $(VENV)/.installed  ## Renew constraints.txt
	@$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --all-extras --no-header --no-annotate \
		--no-emit-index-url --upgrade --output-file constraints.txt pyproject.toml

clean:  ## Remove what was built (the model store stays)
	rm -rf $(VENV) index build dist
