# The Python environment: the package with its command line, and what its tests need.

# What the extension module is built from.
PYTHON_SOURCES := $(shell find rt core sim python -name '*.rs' -o -name 'Cargo.toml' -o -name 'pyproject.toml' -o -name '*.py' -o -name '*.pyi' 2>/dev/null) Cargo.toml Cargo.lock

.PHONY: venv
venv: $(VENV)/.installed ## set up .venv with the package and its command line

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV) || { \
	  echo "installing python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }
	$(PY) -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python $(PYTHON_SOURCES)
	$(QUICK_BUILD) $(PY) -m pip install --quiet './python[cli,dev]'
	touch $@

$(VENV)/.installed-docs: $(VENV)/.installed site/requirements.txt
	command -v doxygen >/dev/null || { \
	  echo "installing doxygen"; apt-get install -y -qq --no-install-recommends doxygen >/dev/null 2>&1 || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends doxygen; } >/dev/null; }
	$(PY) -m pip install --quiet -r site/requirements.txt
	touch $@

.PHONY: cli-reference
cli-reference: venv ## write docs/cli.md and the man pages from the commands' help
	$(PY) python/scripts/cli_reference.py
