# make run     install what is needed and open the dashboard on http://127.0.0.1:8501 (another port: make run PORT=9000)
# make test    install what is needed and run the tests (some of them: make test ARGS="-k tally")
# make check   lint, format and tests, as before a commit
# make help    the other commands

PORT ?= 8501
ARGS ?=

# Settings of other projects on this machine must not reach this one.
unexport PYTHONPATH PYTHONHOME

BIN := .venv/bin
PYTHON := $(BIN)/python
INSTALLED := .venv/requirements-installed.txt

.PHONY: help run test bench check lint format codebook shots setup requirements clean
.DEFAULT_GOAL := help

help:
	@echo "make run           open the dashboard on http://127.0.0.1:8501 (PORT=9000 for another port)"
	@echo "make test          run the tests (ARGS=\"-k tally\" for some of them)"
	@echo "make check         lint, format and tests, as before a commit"
	@echo "make format        put the code in its standard form"
	@echo "make bench         measure the speed"
	@echo "make codebook      write docs/codebook.md from pipelines/codebook.py"
	@echo "make shots         photograph every screen in three widths, light and dark, into shots/"
	@echo "make requirements  pin requirements.in into requirements.txt (UPGRADE=--upgrade for the newest of all)"
	@echo "make clean         remove the virtual environment and what tools left behind"

run: setup
	@$(PYTHON) -m streamlit run dashboard.py --server.port $(PORT)

# Two files of tests at a time: more would fight over the cores with the servers and browsers that tests start. In their
# order, not by the number of tests: those that kill writers are few and long, and would stand alone at the end.
test: setup
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint test

lint: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

format: setup
	@$(PYTHON) -m ruff check --fix-only .
	@$(PYTHON) -m ruff format .

bench: setup
	@$(PYTHON) -m tests.bench $(ARGS)

shots: setup
	@$(PYTHON) -m tests.browser.shoot --out shots $(ARGS)

codebook: setup
	@mkdir -p docs
	@$(PYTHON) -m pipelines codebook > .venv/codebook.md
	@mv .venv/codebook.md docs/codebook.md
	@echo "docs/codebook.md is written."

# Finds a Python, makes the virtual environment, installs the pinned requirements; does nothing where all that is done.
setup:
	@new_enough='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if ! $(PYTHON) -c "import pip; $$new_enough" 2>/dev/null; then \
	    found=; found_bare=; \
	    for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	        $$name -c "$$new_enough" 2>/dev/null || continue; \
	        if $$name -c 'import ensurepip, venv' 2>/dev/null; then found=$$name; break; fi; \
	        [ -n "$$found_bare" ] || found_bare=$$name; \
	    done; \
	    if [ -z "$$found" ] && [ -n "$$found_bare" ]; then \
	        package=$$($$found_bare -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	        echo "Python's venv module is missing; install it with: sudo apt-get install $$package" >&2; exit 1; \
	    elif [ -z "$$found" ]; then \
	        echo "Python 3.11 or later is needed and $$(python3 --version 2>/dev/null || echo no Python) was found;" \
	            "on Debian 12 or Ubuntu 24.04 and later install it with: sudo apt-get install python3 python3-venv" >&2; \
	        exit 1; \
	    fi; \
	    echo "Making a virtual environment in .venv with $$($$found --version) ..."; \
	    $$found -m venv --clear .venv || exit 1; \
	fi; \
	if ! cmp -s requirements.txt $(INSTALLED); then \
	    echo "Installing the packages of requirements.txt (only when they change; a minute or so) ..."; \
	    $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input -r requirements.txt || exit 1; \
	    cp requirements.txt $(INSTALLED); \
	fi

# Versions already pinned stay as they are, so one change does not move the rest.
requirements: setup
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	    --custom-compile-command "make requirements" $(UPGRADE) requirements.in --output-file requirements.txt

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis shots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
