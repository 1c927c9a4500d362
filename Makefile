# The targets only call the command line; the stages decide themselves what must be redone.
RAW ?= data/raw
OUT ?= data/processed
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
RUN := $(PY) -m pipeline
ARGS ?=
# Processes of the tests: one a core.
JOBS ?= logical
PYTEST := $(PY) -m pytest --numprocesses $(JOBS) --maxprocesses 8 --dist worksteal
KILLS ?= 200
EXAMPLES ?= 20000
MUTANTS ?= 20000
# For compare: the commit to compare with.
BASE ?= main
# A folder of your own gazetteers, crime areas and patterns (docs/your-own-resources.md).
RESOURCES ?=
# For train-areas: labelled releases (JSON Lines) and the classifier made of them.
DATA ?= labelled.jsonl
CLASSIFIER ?= areas.npz
OWN := $(if $(RESOURCES),--resources "$(RESOURCES)")

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
## Show this help
help:
	@awk '/^## /{text=substr($$0,4)} /^[a-z][a-z-]*:/{if(text!=""){split($$1,a,":"); printf "  make %-12s %s\n", a[1], text; text=""}}' $(MAKEFILE_LIST)
	@printf "\n  Folders: RAW=%s OUT=%s; more options in ARGS, e.g. make run ARGS='--workers 1'\n" "$(RAW)" "$(OUT)"

# Packages pinned by hash, those of the lock file named.
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps

$(VENV)/.installed: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 2; }
	@echo "setting up $(VENV): a Python environment of its own (once; a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@echo "installing the packages that requirements/run.txt pins by hash"
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@echo "installing the pipeline itself"
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

.PHONY: setup
## Set up .venv with what make run needs (the other targets set up what they need themselves)
setup: $(VENV)/.installed

# What the extras need beside: setup-explorer, setup-export, setup-notebooks and those below.
$(VENV)/.%: requirements/%.txt $(VENV)/.installed
	@echo "installing the packages that $< pins by hash"
	@$(INSTALL) --require-hashes -r $<
	@touch $@

.PHONY: setup-dev
## Add what tests and style checks need
setup-dev: $(VENV)/.dev

.PHONY: setup-cluster
## Add what SCHEDULER=tcp://host:8786 needs (Dask)
setup-cluster: $(VENV)/.cluster

.PHONY: setup-ocr
## Add what recognises text in scanned PDF files and pictures
setup-ocr: $(VENV)/.ocr

.PHONY: setup-explorer setup-export setup-notebooks setup-readers setup-database setup-report
setup-explorer: $(VENV)/.explorer
setup-export: $(VENV)/.export
setup-notebooks: $(VENV)/.notebooks
setup-readers setup-database setup-report: setup

ifdef SCHEDULER
setup: setup-cluster
export SCHEDULER
endif

.PHONY: run
## From raw files to tables, database and report
run: setup
	$(RUN) run --raw "$(RAW)" --out "$(OUT)" $(OWN) $(ARGS)

.PHONY: ingest
## Stage 1: read every file under RAW
ingest: setup
	$(RUN) ingest --raw "$(RAW)" --out "$(OUT)" $(ARGS)

.PHONY: clean-text
## Stage 2: strip debris, repair text, find title, date, place, language
clean-text: setup
	$(RUN) clean-text --out "$(OUT)" $(OWN) $(ARGS)

.PHONY: extract
## Stage 3: find people, dates, counts, countries, crime areas and the rest
extract: setup
	$(RUN) extract --out "$(OUT)" $(OWN) $(ARGS)

.PHONY: tabulate
## Stage 4: write the tidy tables and the database
tabulate: setup
	$(RUN) tabulate --out "$(OUT)" $(ARGS)

.PHONY: analyse
## Stage 5: write the analysis tables
analyse: setup
	$(RUN) analyse --out "$(OUT)" $(ARGS)

.PHONY: report
## Stage 6: write the report
report: setup
	$(RUN) report --out "$(OUT)" $(ARGS)

.PHONY: train-areas
## Train a classifier of crime areas on your labelled releases (DATA=labelled.jsonl)
train-areas: setup
	$(RUN) train-areas --data "$(DATA)" --model "$(CLASSIFIER)" $(ARGS)

.PHONY: export
## Write the tables for spreadsheets (XLSX), JSON Lines, FollowTheMoney
export: setup $(VENV)/.export
	$(RUN) export --out "$(OUT)" $(ARGS)

.PHONY: explore
## Browse the tables: search, facets, questions, at localhost:8001
explore: setup $(VENV)/.explorer
	$(RUN) explore --out "$(OUT)" $(ARGS)

.PHONY: notebooks
## Open the notebooks in JupyterLab, on the tables under OUT
notebooks: setup-notebooks
	OUT="$(abspath $(OUT))" $(PY) -m jupyterlab --notebook-dir=notebooks $(ARGS)

.PHONY: check
## Audit the tables of OUT against their contract
check: setup
	$(RUN) check --out "$(OUT)"

.PHONY: measures
## Measure all that PRESS_SHARED can measure, against the floors (ARGS=--write raises them)
measures: setup-dev
	$(PY) -m tools.measures $(ARGS)

.PHONY: oddities
## List what is odd in the tables of OUT, to be read by eye (ARGS='--most 20 --kind date-far')
oddities: setup
	$(PY) -m tools.oddities "$(OUT)" $(ARGS)

.PHONY: compare
## Show what the tables of BASE (a commit) and of the code here differ in (FOLDERS=… adds raw releases)
compare: setup-dev
	$(PY) -m tools.compare_commits "$(BASE)" $(FOLDERS) $(ARGS)

.PHONY: mutants
## Switch rules off one at a time, and list those that no unit test misses (ARGS=--beyond: beside their examples)
mutants: setup-dev
	$(PY) -m tools.mutants $(ARGS)

.PHONY: torture
## Kill, starve and interrupt runs many times, and compare what they leave (KILLS=200)
torture: setup-dev
	$(PY) -m tests.torture.faults --kills $(KILLS) $(ARGS)

.PHONY: fuzz
## Throw many made-up inputs at every parser (EXAMPLES=20000)
fuzz: setup-dev
	PRESS_FUZZ=$(EXAMPLES) $(PY) -m pytest tests/torture/test_fuzz.py $(ARGS)

.PHONY: spoil
## Spoil the pages of PAGES (a folder) at random, run over the lot (MUTANTS=20000)
spoil: setup-dev
	$(PY) -m tests.torture.spoilt "$(PAGES)" --mutants $(MUTANTS) $(ARGS)

.PHONY: test
## Run the tests but for the slow ones, on all cores (a few minutes)
test: setup-dev
	$(PYTEST) -m "not slow" $(ARGS)

.PHONY: test-all
## Run all tests: torture, browsers, clusters and gold too
test-all: setup-dev setup-cluster
	$(PYTEST) $(ARGS)

.PHONY: coverage
## Measure which lines and branches the tests take (report in htmlcov/; slow)
coverage: setup-dev
	$(PYTEST) --cov=pipeline --cov-branch --cov-report=html --cov-report=term:skip-covered $(ARGS)

.PHONY: bench
## Measure the speed of every stage against the bare language model
bench: setup-dev
	$(PY) -m tests.benchmarks.speed $(ARGS)

.PHONY: lint
## Check style, types, and that no function grows more complex
lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m tools.complexity
	$(PY) -m mypy

.PHONY: docs
## Regenerate docs/data-dictionary.md and docs/rules.md from the table contract and the register of rules
docs: setup
	$(RUN) data-dictionary > docs/data-dictionary.md
	$(RUN) rules > docs/rules.md

COMPILE := uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

.PHONY: lock
## Resolve the dependencies again (needs uv; maintainers only)
lock:
	$(COMPILE) --extra run requirements/build.in --output-file requirements/run.txt
	for extra in dev explorer export notebooks ocr cluster; do \
	  $(COMPILE) --extra $$extra --constraints requirements/run.txt --output-file requirements/$$extra.txt || exit 1; \
	done

.PHONY: clean
## Remove what the pipeline wrote under OUT, never RAW
clean:
	rm -rf "$(OUT)"/tables "$(OUT)"/work "$(OUT)"/report "$(OUT)"/explore "$(OUT)"/export "$(OUT)"/datapackage.json "$(OUT)"/press.duckdb "$(OUT)"/.lock
