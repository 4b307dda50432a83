# Everything a person or a build server asks of the project. Needs Python 3.11, make and a shell; the rest it fetches.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
ASSETS := shared/web/assets
HOST ?= 127.0.0.1
PORT ?= 8000

# Stamps say which lock was installed, so that a second call has nothing to do.
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
NODE_PACKAGES := node_modules/.installed
STYLES := $(ASSETS)/built/waymark.css
# A broker for tests and developers; several checkouts may share one folder of jars.
WAYMARK_KAFKA_JARS ?= var/kafka/jars
KAFKA := $(WAYMARK_KAFKA_JARS)/fetched

INSTALL := $(PY) -m pip install --disable-pip-version-check --no-input --quiet --require-hashes -r
NPM := sh deploy/local/npm.sh
FAST := not needs_browser and not needs_postgres and not needs_kafka and not slow
# Right, and not what one waits for all day: what goes through a running app, follows a log into views, or plays a borough.
SERVED := tests/*/web tests/*/read_models tests/journeys tests/rehearsal
# What starts ten programs at once has the machine to itself, two such boroughs at a time, since they wait more than
# they work; of all else, which often waits, three files run at a time. Long files begin first (tests/support).
ALONE := tests/deploy/test_borough.py tests/faults
# Each test of a program starts it anew: what is compiled is kept, whatever the caller's environment says.
unexport PYTHONDONTWRITEBYTECODE
# Most tests make databases that wait for the disk at each commit; where 8 GiB are free in memory they lie there.
ROOMY := $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 8388608 ] 2>/dev/null && echo TMPDIR=/dev/shm)
# The four checks run two at a time, each to its end; their words must not mix.
TOGETHER := -j2 -k $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: help setup setup-dev kafka run borough check lint types boundaries fast-tests test nightly bench lock

help:
	@echo "make run     set up, then everything in one process on http://$(HOST):$(PORT), data under var/"
	@echo "make borough the whole at scale on this machine, without Docker: http://127.0.0.1:$(PORT), data under var/borough"
	@echo "make check   lint, types, boundaries and the fast tests"
	@echo "make test    every test, with what could not run and why"
	@echo "make nightly every fault in its long form: two hundred kills, ten minutes without a broker"
	@echo "make bench   every benchmark, as ratios against its peers"
	@echo "make setup   the set-up alone"
	@echo "make kafka   fetch the broker that deploy/local/kafka.sh starts (Maven and Java 17)"
	@echo "make lock    pin what pyproject.toml and package.json ask for (UPGRADE=1: the newest of each)"

setup: $(RUNTIME) $(STYLES)

setup-dev: setup $(DEV) kafka

kafka: $(KAFKA)

run: setup
	@exec $(PY) -m services --host $(HOST) --port $(PORT)

borough: setup-dev
	@exec $(PY) -m deploy.local.borough --port $(PORT)

check: setup-dev
	@$(MAKE) --no-print-directory $(TOGETHER) lint types boundaries fast-tests

lint:
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --check --quiet . || { echo "Not laid out as agreed: run $(VENV)/bin/ruff format ."; exit 1; }

types:
	@$(VENV)/bin/mypy

boundaries:
	@$(VENV)/bin/lint-imports --no-logo

fast-tests:
	@$(ROOMY) $(PY) -m pytest -q -n 2 -m "$(FAST)" $(foreach room,$(SERVED),--ignore-glob='$(room)')

test: setup-dev
	@status=0; \
	$(ROOMY) $(PY) -m pytest -rs -n 3 --dist loadfile --no-loadscope-reorder $(foreach room,$(ALONE),--ignore=$(room)) \
		|| status=1; \
	$(PY) -m pytest -rs -n 2 --dist loadgroup --no-loadscope-reorder $(ALONE) || status=1; \
	exit $$status

nightly: setup-dev
	@WAYMARK_NIGHTLY=1 $(PY) -m pytest -rs -s tests/faults

bench: setup-dev
	@$(PY) -m bench

lock:
	@sh deploy/local/lock.sh $(if $(UPGRADE),--upgrade)

$(PY):
	@sh deploy/local/venv.sh $(VENV)

$(RUNTIME): requirements.lock | $(PY)
	@echo "Installing the Python packages"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(INSTALL) requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing the packages for checks and tests"
	@$(INSTALL) requirements-dev.lock
	@touch $@

$(KAFKA): deploy/local/kafka/sha256sums deploy/local/kafka/pom.xml
	@sh deploy/local/kafka/fetch.sh $(WAYMARK_KAFKA_JARS)

$(NODE_PACKAGES): package-lock.json | $(RUNTIME)
	@echo "Installing the front-end packages"
	@$(NPM) ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error
	@touch $@

$(STYLES): $(wildcard $(ASSETS)/*.scss $(ASSETS)/*.js $(ASSETS)/*.svg) package.json $(NODE_PACKAGES)
	@$(NPM) run --silent build
