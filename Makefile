# make demo   sets everything up and runs the main job on the embedded simulator
# make test   sets up and runs every test of every language
# make check  formatting, lints, documentation: what CI adds to the tests
# make docs   guides and references of all languages, in target/docs
# make bench  measures against peers; QUICK=1 is short, ONLY=R1,R2 runs some rows

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

CARGO ?= cargo
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

# A release build that is quick to compile: for tests and the demo, not for packages or benches.
QUICK_BUILD := CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0

# What the extension module is built from.
PYTHON_SOURCES := $(shell find core sim python -name '*.rs' -o -name 'Cargo.toml' -o -name 'pyproject.toml' -o -name '*.py' -o -name '*.pyi' 2>/dev/null) Cargo.toml Cargo.lock

.PHONY: demo test test-rust test-c test-cpp test-legacy test-python test-docs test-packages check lint bench instructions instructions-slow bench-import clean venv

demo: $(VENV)/.installed
	$(PY) examples/python/demo.py

test: test-rust test-c test-cpp test-examples test-legacy test-python test-docs test-packages

test-rust:
	$(CARGO) test --workspace --exclude commdn-python --locked

test-c:
	tests/c/run.sh

# The agent desktop, used under Xvfb.
.PHONY: test-qt
test: test-qt
test-qt:
	tests/qt/run.sh

# Races in what the header promises about threads.
.PHONY: test-helgrind
test: test-helgrind
test-helgrind:
	tests/helgrind/run.sh

test-cpp:
	tests/cpp/run.sh

# Headers compiled alone with gcc and clang in every standard, and clang-tidy.
.PHONY: test-headers
test: test-headers
test-headers:
	tests/headers/run.sh

# What programs were compiled against stays as it was: see tests/abi/run.sh. UPDATE_ABI=1 takes what the header says now.
.PHONY: test-abi
test: test-abi
test-abi:
	tests/abi/run.sh

# Five programs, the same in C, C++, Rust and Python.
.PHONY: test-examples
test-examples: $(VENV)/.installed
	tests/examples/run.sh

test-legacy:
	tests/legacy/run.sh
	tests/tlib/run.sh

# Installs, moves, packs and consumes library and wheel in every way.
test-packages: $(VENV)/.installed
	$(QUICK_BUILD) tests/python/wheel.sh
	tests/consumer/run.sh

# The type stubs are tested here too.
test-python: $(VENV)/.installed
	$(PY) -m pytest python/tests -q

# Every code block of the README and of docs/ is run as printed.
test-docs: $(VENV)/.installed
	$(CARGO) build --quiet --locked -p commdn-ffi -p commdn-sim
	$(PY) -m pytest tests/docs -q -p no:cacheprovider
	$(PY) tests/docs/blocks.py README.md docs/*.md

# The guides and the references of all languages, in target/docs; a warning or a dead link is an error.
.PHONY: docs
docs: $(VENV)/.installed-docs
	$(PY) site/build.py

check: lint docs

lint:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) clippy -p commdn -p commdn-ffi -p commdn-sim --no-default-features --locked -- -D warnings
	$(CARGO) clippy -p commdn --no-default-features --features outbox --locked -- -D warnings
	$(CARGO) clippy -p commdn-ffi --no-default-features --features sim,test-hooks --locked -- -D warnings
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --all --check
	$(CARGO) fmt --manifest-path tests/loom/Cargo.toml --all --check
	$(CARGO) clippy --manifest-path tests/loom/Cargo.toml --target-dir $(FUZZ_CHECK_DIR)/loom --all-targets --locked -- -D warnings
	$(CARGO) clippy --manifest-path fuzz/Cargo.toml --target-dir $(FUZZ_CHECK_DIR) --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked --exclude commdn-python

venv: $(VENV)/.installed

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV) || { \
	  echo "installing python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }
	$(PY) -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python $(PYTHON_SOURCES)
	$(QUICK_BUILD) $(PY) -m pip install --quiet './python[cli,dev]'
	touch $@

# The C and lifecycle programs under the address and leak sanitizers, the library included; with CPP=yes those in C++, too.
.PHONY: asan
test: asan
asan:
	SANITIZE=yes tests/c/run.sh
ifeq ($(CPP),yes)
	SANITIZE=yes tests/cpp/run.sh
endif

# Licences, sources and bans by deny.toml, with cargo-deny (which takes minutes to install: CI has `licences`), and
# advisories where their database can be reached.
.PHONY: deny licences
deny:
	tests/deny/deny.sh

check: licences
licences:
	$(PYTHON) tests/deny/licences.py

# Every committed input of the fuzz targets, as an ordinary test; `make fuzz` looks for new ones.
.PHONY: fuzz-check fuzz
test: fuzz-check
fuzz-check:
	$(CARGO) test --quiet --locked --manifest-path fuzz/Cargo.toml --target-dir $(FUZZ_CHECK_DIR)
FUZZ_CHECK_DIR := $(or $(CARGO_TARGET_DIR),target)

SECONDS_EACH ?= 60
fuzz:
	fuzz/run.sh $(SECONDS_EACH) $(TARGETS)

# What the threads of a session do to each other, in every order with so many preemptions.
.PHONY: loom
test: loom
loom:
	LOOM_MAX_PREEMPTIONS=3 $(CARGO) test --quiet --locked --manifest-path tests/loom/Cargo.toml --target-dir $(FUZZ_CHECK_DIR)/loom

# Programs, outbox and contact centre on a virtual network and clock, with faults that a seed decides.
#   make soak SEEDS=10000     make soak FROM=5000 SEEDS=1     make soak SEED=17 (with all that happens)
.PHONY: soak soak-broken
SEEDS ?= 1000
FROM ?= 1
SOAK := $(QUICK_BUILD) $(CARGO) run --quiet --locked --release -p commdn-soak
soak:
	@$(SOAK) -- $(if $(SEED),--seed $(SEED),--from $(FROM) --seeds $(SEEDS))

# The simulation finds builds that break a promise on purpose: see the workspace's Cargo.toml. The wrapper breaks the
# workspace's own crates only, so that the others need not be built again.
soak-broken:
	@for promise in early_ack early_answer fifo; do \
	  echo "-- $$promise"; \
	  RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/soak/broken/$$promise $(SOAK) -- --seeds 1000 --expect-broken; \
	done

# Client, contact centre and network as real processes that are killed at random; its short form is an ordinary test.
#   make chaos ROUNDS=300     make chaos ROUNDS=1 SEED=17
.PHONY: chaos
ROUNDS ?= 12
chaos:
	@$(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))

# A build that says that it has stored what it has not is found out.
.PHONY: chaos-broken
chaos-broken:
	@RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/soak/broken/early_ack \
	  $(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds 12 --expect-broken yes

# Every row against its peers (tests/bench/README.md).
BENCH_VENV := target/bench-venv
bench: $(BENCH_VENV)/.installed
	$(BENCH_VENV)/bin/python tests/bench/run.py $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

$(BENCH_VENV)/.installed: tests/bench/requirements.txt
	$(PYTHON) -m venv $(BENCH_VENV) || { \
	  echo "installing python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(BENCH_VENV); }
	$(BENCH_VENV)/bin/python -m pip install --quiet -r $<
	touch $@

$(VENV)/.installed-docs: $(VENV)/bin/python
	command -v doxygen >/dev/null || { \
	  echo "installing doxygen"; apt-get install -y -qq --no-install-recommends doxygen >/dev/null 2>&1 || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends doxygen; } >/dev/null; }
	$(PY) -m pip install --quiet 'mkdocs>=1.6,<2' 'mkdocstrings[python]>=0.27'
	touch $@

# R6: instructions of codec and exchange against their budgets. The runner is built once, without optimisation: it only
# starts valgrind and reads what that has counted.
GUNGRAUN_VERSION := $(shell sed -n 's/^gungraun = "=\(.*\)"/\1/p' tests/bench/rust/Cargo.toml)
BENCH_TOOLS := $(CURDIR)/target/bench-tools
GUNGRAUN := GUNGRAUN_RUNNER=$(BENCH_TOOLS)/bin/gungraun-runner CARGO_TARGET_DIR=$(CURDIR)/target/bench \
  $(CARGO) bench --quiet --manifest-path tests/bench/Cargo.toml -p commdn-bench --no-default-features --bench instructions

instructions: $(BENCH_TOOLS)/.gungraun-$(GUNGRAUN_VERSION)
	$(GUNGRAUN)

# The same with a deliberate slow-down of 10 %: every budget must refuse it.
instructions-slow: $(BENCH_TOOLS)/.gungraun-$(GUNGRAUN_VERSION)
	! $(GUNGRAUN) --features slow >target/instructions-slow.txt 2>&1
	grep -q '^Gungraun result: Regressed. 0 without regressions' target/instructions-slow.txt || { cat target/instructions-slow.txt; exit 1; }

$(BENCH_TOOLS)/.gungraun-$(GUNGRAUN_VERSION):
	command -v valgrind >/dev/null || { echo "installing valgrind"; apt-get update -qq && apt-get install -y -qq valgrind; }
	CARGO_PROFILE_DEV_DEBUG=0 $(CARGO) install --quiet --debug --locked --version $(GUNGRAUN_VERSION) --root $(BENCH_TOOLS) gungraun-runner
	touch $@

# An import that is killed and resumed: one outcome for every row, flat memory.
ROWS ?= 100000
bench-import: $(VENV)/.installed
	$(PY) python/benches/bulk_import.py $(ROWS)
	$(PY) python/benches/bulk_import.py $(ROWS) --no-outbox

clean:
	$(CARGO) clean
	rm -rf $(VENV)
