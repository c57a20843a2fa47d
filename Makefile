# Everything that can be done with a checkout. `make` lists it.
# Needs Python 3.11 or newer (with venv) and make; paths are relative, so a checkout may lie in a folder with blanks.

PORT ?= 8000
VENV := .venv
RUN  := $(VENV)/bin/python
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve build check test test-long lint fix golden data vocabulary extraction wheel bench bench-build bench-sparql endurance texts clean

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "powergraph needs Python 3.11 or newer; none was found (set PYTHON=...)" >&2; exit 1; }
	@echo "making the environment in $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV) || { echo "python's venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	@echo "installing powergraph and what it needs"
	@$(RUN) -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "installing what the tests need"
	@$(RUN) -m pip install --quiet --editable '.[dev]'
	@touch $@

# The scripts of the pages are built where Node is. Where it is not, or they cannot be built, that is said once, and all
# works without.
.PHONY: frontend scripts browser bench-pages screenshots
DIST := src/powergraph/web/static/dist
NODE := $(shell node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm)

frontend/node_modules/installed: frontend/package.json frontend/package-lock.json frontend/.npmrc
	@test -n "$(NODE)" || { echo "the scripts need Node 20 or newer, with npm" >&2; exit 1; }
	@echo "installing what the scripts are built and tested with"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error --fetch-retries=1
	@touch $@

$(DIST)/manifest.json: frontend/node_modules/installed $(wildcard frontend/src/*.ts) frontend/build.mjs frontend/tsconfig.json
	@cd frontend && npx --no-install tsc && node build.mjs

frontend: $(DIST)/manifest.json  ## build the scripts of the pages (needs Node 20)
	@rm -f $(VENV)/told-no-scripts

scripts: $(VENV)/made
ifneq ($(NODE),)
	@test -e $(VENV)/told-no-scripts || $(MAKE) -s frontend || { touch $(VENV)/told-no-scripts; \
		echo "the scripts could not be built: pages come without, and work (make frontend tries again)" >&2; }
else
	@test -e $(VENV)/told-no-node || { touch $(VENV)/told-no-node; \
		echo "no Node 20 or newer here: pages come without scripts, and work" >&2; }
endif

# Tests in a browser take the Chromium that is there; where it may be installed, it is.
browser: $(VENV)/made
	@test -e $(VENV)/looked-for-browser || command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		echo "installing Chromium for the tests" && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; } || \
		echo "no Chromium here: tests in a browser are skipped (Debian: apt-get install chromium)" >&2
	@touch $(VENV)/looked-for-browser

serve: $(VENV)/installed scripts  ## build the graph from data/notes and serve it (PORT=8000)
	@exec $(RUN) -m powergraph serve data/notes --port $(PORT)

build: $(VENV)/installed  ## make a release of data/notes in releases/
	@$(RUN) -m powergraph build data/notes --out releases

check: $(VENV)/installed  ## tell what is wrong with data/notes
	@$(RUN) -m powergraph check data/notes

test: lint scripts browser  ## every gate: lint, types, layers, tests
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile

test-long: $(VENV)/installed-dev  ## fuzzing, kills and soaks, bounded
	@$(RUN) -m pytest --run-long

bench: $(VENV)/installed  ## measure; figures go to bench/results/
	@$(RUN) bench/road.py
	@$(RUN) bench/inference.py

bench-build: $(VENV)/installed  ## measure builds of generated vaults: time, memory, one edit
	@$(RUN) bench/build.py

bench-sparql: $(VENV)/installed  ## measure the endpoint beside Oxigraph and rdflib-endpoint (needs wrk)
	@$(RUN) bench/sparql.py
	@$(RUN) tools/describe_performance.py

bench-pages: $(VENV)/installed-dev scripts  ## measure how soon a reader sees a page, on a slow processor (needs Chromium)
	@$(RUN) bench/pages.py

screenshots: $(VENV)/installed-dev scripts  ## show each type of page in build/screenshots/ (needs Chromium)
	@$(RUN) tools/screenshots.py

endurance: $(VENV)/installed  ## 20,000 odd queries, 500 killed workers, 10,000 clients that leave (some minutes)
	@$(RUN) bench/endurance.py

lint: $(VENV)/installed-dev  ## ruff, mypy, import layers
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo >.lint-imports.out || { cat .lint-imports.out; rm -f .lint-imports.out; exit 1; }
	@rm -f .lint-imports.out

fix: $(VENV)/installed-dev  ## format and mend what can be mended by itself
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format --quiet .

golden: $(VENV)/installed-dev data vocabulary  ## rewrite expected results and generated docs; `git diff` is the review
	@$(RUN) -m pytest -q --golden tests/test_cases.py tests/test_sample_vault.py tests/shapes tests/questions tests/test_readme.py
	@$(RUN) tools/describe_questions.py
	@$(RUN) tools/describe_json.py
	@$(RUN) tools/describe_shapes.py
	@$(RUN) tools/describe_rules.py
	@$(RUN) tools/describe_profile.py
	@$(RUN) tools/write_quality.py

texts: $(VENV)/installed-dev  ## gather the texts of the pages in src/powergraph/web/translations/*.po
	@$(RUN) tools/extract_texts.py

data: $(VENV)/installed  ## rewrite the published dataset data/powergraph.ttl, and the ledger data/ids.tsv
	@$(RUN) -m powergraph ids update data/notes
	@$(RUN) tools/publish_dataset.py

vocabulary: $(VENV)/installed-dev  ## rewrite src/powergraph/vocabulary.py from the ontology
	@$(RUN) tools/generate_vocabulary.py

extraction: $(VENV)/installed  ## measure extraction against hand-made annotations; writes docs/extraction.md
	@$(RUN) tools/write_extraction.py "$(or $(POWERGRAPH_SHARED),../shared)/sample-vault" --held-out

wheel: $(VENV)/installed-dev scripts  ## build the wheel in dist/
	@$(RUN) -m build --wheel --outdir dist

clean:  ## remove what was made
	@rm -rf $(VENV) $(DIST) frontend/node_modules releases build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
