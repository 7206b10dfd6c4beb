# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every command of the project; `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
ROOT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
PYTHON ?= python3
BIN := $(ROOT).venv/bin
STAMP := $(ROOT).venv/.installed
SERVE ?= 1
PORT ?= 8000
TESTS ?= tests
# Processes that share out the tests; one runs them itself.
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)
SHARED = $(if $(filter-out 1,$(JOBS)),-n $(JOBS) --dist worksteal)
# Tests and the demo keep their databases apart from each other and from real use.
TEST_ENV = MENDSKY_HOME="$(ROOT).mendsky/test"

.PHONY: demo test test-deep test-real check bench lock docs clean help

demo: $(STAMP) ## find, count, drive, verify and publish in a lab nation; then serve the portal (SERVE=0: end; PORT=8000)
	@cd "$(ROOT)" && "$(BIN)/mendsky" demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,) $(DEMO_OPTIONS)

test: check browser ## all checks and tests
	@cd "$(ROOT)" && $(TEST_ENV) "$(BIN)/python" -m pytest -q $(SHARED) -m "not deep and not real" $(TESTS)

test-deep: $(STAMP) ## the long suites
	@cd "$(ROOT)" && $(TEST_ENV) "$(BIN)/python" -m pytest -q $(SHARED) -m deep tests

test-real: $(STAMP) ## against real servers, which are installed where we are root
	@sh "$(ROOT)tools/prepare.sh" nginx
	@sh "$(ROOT)tools/prepare.sh" stores
	@cd "$(ROOT)" && $(TEST_ENV) "$(BIN)/python" -m pytest -q -m real tests

check: $(STAMP) ## format, lint, types, import contracts
	@cd "$(ROOT)" && "$(BIN)/ruff" format --check -q . && "$(BIN)/ruff" check -q . && "$(BIN)/lint-imports" --no-cache >/dev/null \
	  && MENDSKY_HOME="$(ROOT).mendsky/check" "$(BIN)/mypy" || { "$(BIN)/lint-imports" --no-cache; exit 1; }

bench: $(STAMP) ## the benchmarks, each beside its peers
	@cd "$(ROOT)" && "$(BIN)/mendsky" bench

lock: $(STAMP) ## resolve requirements.txt anew
	@cd "$(ROOT)" && "$(BIN)/uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --all-extras --group dev pyproject.toml -o requirements.txt

docs: $(STAMP) ## make the generated pages of docs/ anew
	@cd "$(ROOT)" && "$(BIN)/python" tools/make_docs.py

clean: ## forget the environment, the databases and all caches
	@cd "$(ROOT)" && rm -rf .venv .mendsky .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find "$(ROOT)mendsky" "$(ROOT)tests" -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' "$(ROOT)Makefile" | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

.PHONY: browser
browser: $(STAMP)
	@sh "$(ROOT)tools/prepare.sh" browser

$(STAMP): $(ROOT)requirements.txt $(ROOT)pyproject.toml
	@PYTHON="$(PYTHON)" sh "$(ROOT)tools/prepare.sh" environment
	@touch "$@"
