# What must hold besides the tests: formatting, lints, licences, documentation.

.PHONY: check style lint test-msrv licences deny docs test-site api lines
check: style lint test-msrv licences docs ## formatting, lints, licences, documentation

# Tools that install in seconds; what they are told is in ruff.toml, .typos.toml and .clang-format. FIX=yes mends.
STYLE_VENV := target/style-venv
STYLE := $(STYLE_VENV)/bin
style: $(STYLE_VENV)/.installed ## spelling, Python, the format of C and C++, Markdown's width, workflows: FIX=yes mends what can be
	$(STYLE)/typos
	$(STYLE)/ruff check --quiet --no-cache $(if $(FIX),--fix)
	git ls-files '*.c' '*.h' '*.cc' '*.cpp' '*.hpp' | xargs $(STYLE)/clang-format $(if $(FIX),-i,--dry-run -Werror)
	$(PYTHON) tests/house/width.py
	$(STYLE)/actionlint

$(STYLE_VENV)/.installed: tests/house/requirements.txt
	$(PYTHON) -m venv $(STYLE_VENV) || { \
	  echo "installing python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(STYLE_VENV); }
	$(STYLE)/python -m pip install --quiet -r $<
	touch $@

lint: ## formatting and lints
	$(CARGO) fmt --all --check
	$(CARGO) xtask api --check
	$(PYTHON) tests/house/repetition.py >/dev/null
	$(PYTHON) release/meta.py --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) clippy -p commdn -p commdn-ffi -p commdn-sim --no-default-features --locked -- -D warnings
	$(CARGO) clippy -p commdn --no-default-features --features outbox --locked -- -D warnings
	$(CARGO) clippy -p commdn-ffi --no-default-features --features sim,test-hooks --locked -- -D warnings
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --all --check
	$(CARGO) fmt --manifest-path tests/loom/Cargo.toml --all --check
	$(CARGO) clippy --manifest-path tests/loom/Cargo.toml --target-dir $(TARGET_DIR)/loom --all-targets --locked -- -D warnings
	$(CARGO) clippy --manifest-path fuzz/Cargo.toml --target-dir $(TARGET_DIR) --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked --exclude commdn-python

# Setters, getters, errors and options in C, C++, Python and the guides follow from the tables in core/src/description.
api: ## print what follows from the description of the API
	$(CARGO) xtask api

lines: ## hand-kept lines, beside those before the API was a table
	$(PYTHON) tests/house/lines.py

# Clippy finds newer calls of the standard library, with the same version.
test-msrv: ## no dependency asks for a newer Rust than the project does
	$(PYTHON) tests/house/msrv.py
	$(PYTHON) tests/house/msrv.py --manifest-path fuzz/Cargo.toml

licences: ## the licences of everything that is linked in
	$(PYTHON) tests/deny/licences.py
	$(PYTHON) release/third_party.py --check

# Licences, sources and bans by deny.toml, with cargo-deny (which takes minutes to install: CI has `licences`), and
# advisories where their database can be reached.
deny: ## licences, sources and advisories, with cargo-deny: ADVISORIES=must where these can be reached
	ADVISORIES=$(ADVISORIES) tests/deny/deny.sh

# In target/docs; a warning or a dead link is an error.
docs: $(VENV)/.installed-docs ## guides and references of all languages
	$(PY) site/build.py

# Needs Chromium, and what Playwright and axe need; screenshots are in target/site-shots.
AXE := $(TARGET_DIR)/npm/axe-core
test-site: docs ## the documentation in a real browser: complaints, search, telephones, accessibility
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "installing chromium"; apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null; }
	$(PY) -m pip install --quiet 'playwright>=1.50,<2'
	[ -d $(AXE) ] || npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(AXE) axe-core@4.14.1
	$(PY) -m pytest -q -n 2 -p no:cacheprovider tests/site
