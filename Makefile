# Everything a person types here. `make` alone lists it; CONTRIBUTING.md tells what is behind each word.
# Needs Python 3.11 or newer and make; whatever else is missing is brought into .venv and node_modules.

PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR
# Some machines forbid Python to keep what it compiled. Every command, server and test process would compile all of it
# again: more than half of the time that it takes to start.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
UV := VIRTUAL_ENV=$(VENV) UV_PYTHON_DOWNLOADS=never $(BIN)/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade
INSTALL := $(UV) pip install --quiet --require-hashes --only-binary :all:
PYTEST := $(BIN)/pytest --dist worksteal
NODE := $(BIN)/python scripts/node.py
CHECKED := lpcommunity migrations scripts tests bench faults config.py

# A step is done when its stamp exists, and a stamp's name carries the content that the step depends on: what is
# unchanged is never done twice, whatever git did to the dates of files.
hash = $(shell cat $(1) 2>/dev/null | cksum | cut -d ' ' -f 1)
STAMPS := $(VENV)/stamps
UV_DONE := $(STAMPS)/uv-$(call hash,requirements/uv.txt)
BASE_DONE := $(STAMPS)/base-$(call hash,requirements/base.txt requirements/build.txt)
SELF_DONE := $(STAMPS)/self-$(shell sed '/^\[tool/,$$d' pyproject.toml | cksum | cut -d ' ' -f 1)
DEV_DONE := $(STAMPS)/dev-$(call hash,requirements/base.txt requirements/dev.txt)
# With the machine's own Node as it is now: one that goes, or comes, is another step.
NODE_DONE := $(STAMPS)/node-$(call hash,requirements/node.txt)-$(shell ls -lL $$(command -v node npm) /dev/null \
	2>/dev/null | cksum | cut -d ' ' -f 1)
SBOM_DONE := $(STAMPS)/sbom-$(call hash,requirements/sbom.txt)
FRONTEND_DONE := frontend/node_modules/.done-$(call hash,frontend/package-lock.json)
BROWSER_DONE := tests/browser/node_modules/.done-$(call hash,tests/browser/package-lock.json)
STATIC := lpcommunity/web/static
ASSETS_DONE := $(STATIC)/current
SOURCES := $(shell find frontend/styles frontend/scripts frontend/images -type f) $(wildcard frontend/*.mjs)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run reset test check format unit browser bench faults assets install sbom lock migration screenshots contact-sheet clean

help: ## list these commands
	@echo "lpcommunity: make COMMAND"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  %-14s %s\n", $$1, $$2 }'

run: install assets ## start the demonstration on http://127.0.0.1:8000 (PORT and DATA_DIR move it)
	@LPCOMMUNITY_ENV=demo exec $(BIN)/lpcommunity demo

reset: $(UV_DONE) ## throw the demonstration's data away, and nothing else; the next `make run` starts afresh
	@$(BIN)/python -m scripts.reset

test: check unit browser ## everything: checks, unit and integration on both databases, browser journeys

check: $(DEV_DONE) ## lint, format, types, import contract, templates
	$(BIN)/ruff check --quiet $(CHECKED)
	$(BIN)/ruff format --quiet --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/djlint --quiet --lint lpcommunity

format: $(DEV_DONE) ## put code into its common form
	$(BIN)/ruff check --quiet --fix $(CHECKED) || true
	$(BIN)/ruff format --quiet $(CHECKED)

unit: $(DEV_DONE) assets ## unit and integration tests, on SQLite and PostgreSQL
	$(PYTEST) -n 2 -m "not browser"

browser: $(DEV_DONE) $(BROWSER_DONE) assets ## journeys in a real browser, with axe on every page
	$(PYTEST) -n 3 -m browser tests/browser

bench: $(DEV_DONE) assets ## measure what pages cost: QUICK=1, SIZES=20000,1000000, OUTPUT=file (bench/README.md)
	$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(SIZES),--sizes $(SIZES)) --output $(or $(OUTPUT),var/bench.md)

faults: $(DEV_DONE) assets ## let things go wrong, on both databases: QUICK=1, ONLY=name, OUTPUT=file (faults/README.md)
	$(BIN)/python -m faults $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) --output $(or $(OUTPUT),var/faults.md)

install: $(SELF_DONE) ## the virtual environment, with what the software needs to run

assets: $(ASSETS_DONE) ## build styles, scripts and fonts, if anything changed

sbom: $(SBOM_DONE) $(NODE_DONE) ## write what it is made of, from the lock files, into dist/ (CycloneDX)
	@mkdir -p dist
	@PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file dist/sbom-python.json requirements/base.txt
	@$(NODE) npm --prefix frontend sbom --omit dev --package-lock-only --offline --sbom-format cyclonedx \
		> dist/sbom-frontend.json
	@echo "Wrote dist/sbom-python.json and dist/sbom-frontend.json"

lock: $(UV_DONE) $(NODE_DONE) ## look for newer versions of everything and pin them
	$(LOCK) requirements/uv.in -o requirements/uv.txt
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	$(LOCK) pyproject.toml -o requirements/base.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) requirements/sbom.in -o requirements/sbom.txt
	$(NODE) npm --prefix frontend update --package-lock-only --ignore-scripts
	$(NODE) npm --prefix tests/browser update --package-lock-only --ignore-scripts
	$(BIN)/python scripts/tidy_lock.py frontend/package-lock.json tests/browser/package-lock.json

migration: $(DEV_DONE) ## write the next migration from the models: make migration MESSAGE="Add a shelf"
	@$(BIN)/python -m scripts.new_migration "$(MESSAGE)"
	@$(BIN)/ruff format --quiet migrations && $(BIN)/ruff check --quiet --fix migrations

contact-sheet: $(DEV_DONE) $(BROWSER_DONE) assets ## every page on one sheet: phone, desktop, forced colours, large text, paper
	$(BIN)/python -m scripts.contact_sheet

screenshots: $(DEV_DONE) $(BROWSER_DONE) assets ## take the README's pictures again
	$(BIN)/python -m scripts.screenshots

clean: ## take away what was built or installed; data stays
	rm -rf $(VENV) frontend/node_modules tests/browser/node_modules lpcommunity/web/static build dist

# The steps behind them

$(UV_DONE):
	@PYTHON="$(PYTHON)" sh scripts/make_venv.sh $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(BASE_DONE): $(UV_DONE)
	@echo "Installing what the software needs"
	@$(INSTALL) -r requirements/build.txt -r requirements/base.txt
	@touch $@

$(SELF_DONE): $(BASE_DONE)
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_DONE): $(SELF_DONE)
	@echo "Installing what checks and tests it"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

$(SBOM_DONE): $(SELF_DONE)
	@echo "Installing what writes the bill of materials"
	@$(INSTALL) -r requirements/sbom.txt
	@touch $@

# The machine's own Node if it is new enough, else one that comes in a wheel.
$(NODE_DONE): $(UV_DONE)
	@$(NODE) --system-only node --version >/dev/null 2>&1 || { echo "Bringing Node"; $(INSTALL) -r requirements/node.txt; }
	@touch $@

$(FRONTEND_DONE): | $(NODE_DONE)
	@echo "Installing what builds the styles and scripts"
	@$(NODE) npm --prefix frontend ci --ignore-scripts --silent
	@touch $@

$(BROWSER_DONE): | $(NODE_DONE)
	@echo "Installing what drives the browser"
	@$(NODE) npm --prefix tests/browser ci --ignore-scripts --silent
	@touch $@

# A running service keeps the build that it began with: only what nobody holds is taken away.
$(ASSETS_DONE): $(SOURCES) | $(FRONTEND_DONE)
	@$(NODE) node frontend/build.mjs
	@$(BIN)/python scripts/tidy_builds.py $(STATIC)
