# Everything a person types here. `make` alone lists it; CONTRIBUTING.md tells what is behind each word.
# Needs Python 3.11 or newer and make; whatever else is missing is brought into .venv.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
UV := VIRTUAL_ENV=$(CURDIR)/$(VENV) UV_PYTHON_DOWNLOADS=never $(BIN)/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade
INSTALL := $(UV) pip install --quiet --require-hashes --only-binary :all:
NODE := $(BIN)/python scripts/node.py
MANIFEST := lpcommunity/web/static/manifest.json
CHECKED := lpcommunity config.py migrations scripts tests

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run reset test check format unit browser assets install lock screenshots clean

help: ## list these commands
	@echo "lpcommunity: make COMMAND"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: install assets ## start the demonstration on http://127.0.0.1:8000 (PORT and DATA_DIR move it)
	@LPCOMMUNITY_ENV=demo exec $(BIN)/lpcommunity demo

reset: ## throw the demonstration's data away; the next `make run` starts afresh
	@case "$(abspath $(DATA_DIR))" in /|"$(HOME)"|"$(CURDIR)") echo "make reset: $(DATA_DIR) is not a data folder"; exit 1;; esac
	rm -rf -- "$(DATA_DIR)"

test: check unit browser ## everything: checks, unit and integration on both databases, browser journeys

check: $(STAMPS)/dev ## lint, format, types, import contract, templates
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --quiet --check --lint lpcommunity

format: $(STAMPS)/dev ## put code and templates into their common form
	$(BIN)/ruff check --fix --quiet $(CHECKED)
	$(BIN)/ruff format $(CHECKED)
	$(BIN)/djlint --quiet --reformat lpcommunity || true

unit: $(STAMPS)/dev assets ## unit and integration tests on SQLite and PostgreSQL
	$(BIN)/pytest -n 2 -m "not browser" tests

browser: $(STAMPS)/dev $(STAMPS)/chromium assets ## journeys in a real browser, with axe on every page
	$(BIN)/pytest -n 2 -m browser tests/browser

assets: $(MANIFEST) ## build styles, scripts and fonts, if anything changed

install: $(STAMPS)/install ## the virtual environment, with what the software needs to run

lock: $(STAMPS)/uv ## look for newer versions of everything and pin them
	$(LOCK) requirements/uv.in -o requirements/uv.txt
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	$(LOCK) pyproject.toml -o requirements/base.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(NODE) npm --prefix frontend update --package-lock-only --ignore-scripts
	$(NODE) npm --prefix tests/browser update --package-lock-only --ignore-scripts
	$(BIN)/python scripts/tidy_lock.py frontend/package-lock.json tests/browser/package-lock.json

screenshots: $(STAMPS)/dev $(STAMPS)/chromium assets ## take the README's pictures again
	$(BIN)/python scripts/screenshots.py

clean: ## take away what was built or installed; data stays
	rm -rf $(VENV) frontend/node_modules tests/browser/node_modules lpcommunity/web/static build dist

# Stamps: one file a step, older than what it depends on when the step must run again.

$(STAMPS)/uv: requirements/uv.txt
ifeq ($(PYTHON),)
	@echo "lpcommunity needs Python 3.11 or newer, and found: $$(python3 --version 2>&1 || echo none)."
	@echo "Install one, or name it: make $(or $(MAKECMDGOALS),run) PYTHON=/path/to/python3.11"
	@exit 1
endif
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "lpcommunity needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "Python could not make a virtual environment (on Debian and Ubuntu: apt install python3-venv)."; rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/install: $(STAMPS)/uv requirements/base.txt requirements/build.txt pyproject.toml
	@echo "Installing what the software needs"
	@$(INSTALL) -r requirements/build.txt -r requirements/base.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/install requirements/dev.txt
	@echo "Installing what checks and tests it"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

# Node of the machine if it is 20 or newer, else the one that comes in a wheel.
$(STAMPS)/node: $(STAMPS)/uv requirements/node.txt scripts/node.py
	@$(NODE) --system-only node --version >/dev/null 2>&1 || { echo "Bringing Node"; $(INSTALL) -r requirements/node.txt; }
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json frontend/.npmrc | $(STAMPS)/node
	@echo "Installing what builds the styles and scripts"
	@$(NODE) npm --prefix frontend ci --ignore-scripts --silent
	@touch $@

$(STAMPS)/chromium: tests/browser/package-lock.json tests/browser/chromium.py $(STAMPS)/dev | $(STAMPS)/node
	@$(BIN)/python -m tests.browser.chromium --installed >/dev/null 2>&1 \
		|| { echo "Bringing a browser"; $(NODE) npm --prefix tests/browser ci --ignore-scripts --silent; }
	@touch $@

SOURCES := frontend/build.mjs $(shell find frontend/styles frontend/scripts frontend/images -type f 2>/dev/null)

$(MANIFEST): frontend/node_modules/.package-lock.json $(SOURCES)
	@$(NODE) node frontend/build.mjs
