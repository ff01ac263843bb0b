# The small steps Lexibulle is made of. `make` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python that is recent enough and can make environments; `make PYTHON=python3.12 …` takes another one.
USABLE := -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p $(USABLE) 2>/dev/null && echo $$p && exit; done; echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --group build
LISTS := wfrench                                # judges the typing slips, only read
TOOLS := chromium=chromium firefox-esr=firefox-esr Xvfb=xvfb xdotool=xdotool nginx=nginx-light  # command=package
SOURCES := hunspell-fr-comprehensive wamerican  # what the lexicons are made of

# $(call apt,PACKAGES,WHAT FOR): as root installs them, otherwise says how; fails if they are not there afterwards.
define apt
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing $(strip $(1)) ($(2))"; export DEBIAN_FRONTEND=noninteractive; \
	apt-get install -qq --no-install-recommends $(1) >/dev/null 2>&1 \
	|| { apt-get update -qq && apt-get install -qq --no-install-recommends $(1) >/dev/null; }; \
else \
	echo "Missing: $(strip $(1)) ($(2)). On Debian or Ubuntu: sudo apt-get install $(strip $(1))" >&2; false; \
fi
endef

.PHONY: help run test test-pythons quality bench bench-extension bench-batch soak fixtures lexicon extension icons lock clean python node machine

help: ## list these steps
	@grep -hE '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.* ## (.*)/  make \1\t\2/' | expand -t 24

run: $(VENV)/run ## start the service on this machine; it says at which address
	@exec $(BIN)/lexibulle serve

test: machine $(VENV)/dev node_modules/.package-lock.json ## everything that is checked: style, types, tests
	$(BIN)/ruff check
	$(BIN)/mypy
	npm run --silent lint
	npm run --silent types
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

test-pythons: machine $(VENV)/dev node_modules/.package-lock.json ## the wheel and the tests on Python 3.11, 3.12 and 3.13, where they are installed
	$(BIN)/python tests/pythons.py

quality: $(VENV)/dev ## how well terms are found; GENERAL=FILE.jsonl and PAGES=FILE.jsonl: in texts of your own too
	PYTHONPATH=tests $(BIN)/python -m quality

bench: $(VENV)/dev ## how fast, against the alternatives: writes tests/bench/RESULTS.md
	PYTHONPATH=tests $(BIN)/python -m bench

fixtures: $(VENV)/dev ## make the documents of the tests anew (tests/documents), with LibreOffice
	@command -v soffice >/dev/null || { $(call apt,libreoffice-writer libreoffice-calc libreoffice-impress,documents); }
	$(BIN)/python tests/documents/make.py

soak: $(VENV)/dev ## does the memory of the service grow with the words it reads? a million new ones
	PYTHONPATH=tests $(BIN)/python -m bench.soak

bench-extension: machine $(VENV)/dev node_modules/.package-lock.json ## what the extension costs a page: writes tests/bench/EXTENSION.md
	PYTHONPATH=tests $(BIN)/python -m bench.extension

bench-batch: $(VENV)/dev ## how fast batches are, by format and engine: writes tests/bench/BATCH.md
	PYTHONPATH=tests $(BIN)/python -m bench.batch

lexicon: $(VENV)/dev ## build the filters of known words (data/lexicon) from their word lists
	@dpkg -s $(SOURCES) >/dev/null 2>&1 || { $(call apt,$(SOURCES),word lists); }
	$(BIN)/python data/lexicon/build.py

extension: $(VENV)/run ## pack the extension for the stores of Chrome and Firefox, the same bytes each time
	$(BIN)/python tools/pack.py

icons: $(VENV)/dev ## draw the icons of the extension from their SVG
	$(BIN)/python tools/icons.py

lock: $(VENV)/dev ## look for new versions of what we depend on and write the hashed locks
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --extra bench --extra cluster --extra parquet --constraints requirements.lock --output-file requirements-dev.lock

clean: ## take away what these steps have made, the environment too
	rm -rf $(VENV) node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find nlp -name '*.so' -delete

# A changed lock makes a new environment. What builds the project is in the lock too, so nothing comes unhashed.
$(VENV)/locked: requirements.lock requirements-dev.lock | python
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/run: $(VENV)/locked pyproject.toml tools/native.py $(wildcard nlp/lexibulle/*.py)
	@echo "Compiling the engine, which takes a minute"
	@$(INSTALL) --no-index --no-deps --no-build-isolation --editable .
	@ls nlp/lexibulle/*.so >/dev/null 2>&1 || echo "Not compiled, so slower. On Debian or Ubuntu:" \
		"sudo apt-get install gcc python3-dev && rm $(VENV)/run, then make it again"
	@touch $@

$(VENV)/dev: $(VENV)/run
	@echo "Adding what the tests need"
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

python:
	@$(PYTHON) $(USABLE) 2>/dev/null || { $(call apt,python3-venv,Python 3.11 or later with venv); } || true
	@$(PYTHON) $(USABLE) 2>/dev/null || { echo "$(PYTHON) is no Python 3.11 or later with venv." \
		"Name one: make PYTHON=/path/to/python3 …" >&2; exit 1; }

node_modules/.package-lock.json: package.json package-lock.json .npmrc | node
	@echo "Adding what checks and tests the extension"
	@npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

node:
	@command -v npm >/dev/null || { $(call apt,nodejs npm,checks of the extension); }

# What the tests run besides Python: real browsers, a screen for them, a proxy, a judge of typing slips.
# Where something is missing, its tests fail or say « not measured ».
machine:
	@$(foreach tool,$(TOOLS),command -v $(word 1,$(subst =, ,$(tool))) >/dev/null \
		|| { $(call apt,$(word 2,$(subst =, ,$(tool))),the tests); } || true;)
	@[ -e /usr/share/dict/french ] || { $(call apt,$(LISTS),the judge of the typos); } || true
	@[ -d /usr/share/fonts/truetype/noto ] || { $(call apt,fonts-noto-core fonts-noto-color-emoji,emoji in the browsers); } || true
