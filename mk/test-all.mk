# The long tests: memory errors, races, packages, the desktop, faults. TESTED=yes leaves out what `make test` has run.

.PHONY: test-newcomer test-one-row test-windows-and-fleet test-all test-headers test-no-fast fuzz-check test-valgrind test-helgrind test-qt test-adapters test-packages asan loom coverage miri
test-all: $(if $(TESTED),,test) test-headers test-no-fast fuzz-check loom test-valgrind asan test-helgrind test-qt test-adapters test-packages test-bridge-deb test-one-row test-newcomer soak-all ## every test, the long ones included

# The core's and the extension module's speed work (their folders fast/) switched off.
WITHOUT_FAST = kvlist fast edges tables stream session aio
test-no-fast: $(VENV)/.installed ## what has a fast way, by the plain one
	RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/rust/no_fast $(CARGO) test --locked -p commdn --features outbox --lib -- kvlist message exchange
	COMMDN_NO_FAST=1 $(PY) -m pytest $(WITHOUT_FAST:%=python/tests/test_%.py) -q -n 4

# Every committed input of the fuzz targets, as an ordinary test; `make fuzz` looks for new ones.
fuzz-check: ## the committed inputs of the fuzz targets
	$(CARGO) test --quiet --locked --manifest-path fuzz/Cargo.toml --target-dir $(TARGET_DIR)

# Alone, with gcc and clang in every standard, and clang-tidy.
test-headers: ## every public header
	tests/headers/run.sh

test-valgrind: ## the C, C++ and legacy programs under valgrind
	tests/c/run.sh
	tests/cpp/run.sh
	tests/legacy/run.sh
	tests/tlib/run.sh

# The C, C++ and lifecycle programs under the address and leak sanitizers, the library included.
asan: ## the C and C++ programs under the sanitizers
	SANITIZE=yes tests/c/run.sh
	SANITIZE=yes tests/cpp/run.sh

test-helgrind: ## races in what the header promises about threads
	tests/helgrind/run.sh

# In a copy of the tree; the target folder of the copy is kept.
test-one-row: ## one more row of a table is an option of every language
	tests/house/one_row.sh

# A throw-away option, attribute, request and error, added by the words of CONTRIBUTING.md, with the tests that it names.
test-newcomer: ## the newcomer's hour, by CONTRIBUTING.md
	$(PYTHON) tests/house/newcomer.py

# One compiles most of its time, the other waits most of it: side by side. Two that install at a time are in each other's
# way, so that the engines are there before.
test-windows-and-fleet: fleet-engines
	$(MAKE) --jobs=2 --output-sync=target test-windows test-fleet

test-qt: ## the agent desktop, used under Xvfb
	tests/qt/run.sh

# glib, libuv, asio and Qt are installed if they are missing.
test-adapters: ## the adapters of event loops
	tests/adapters/run.sh

test-packages: $(VENV)/.installed ## install, move, pack and use the library, the wheel and the crates
	$(PY) -m pytest tests/release -q -p no:cacheprovider
	$(QUICK_BUILD) tests/consumer/wheel.sh
	tests/consumer/crates.sh
	tests/consumer/run.sh

# What the threads of a session do to each other, in every order with so many preemptions.
loom: ## every order of threads in models of the session
	LOOM_MAX_PREEMPTIONS=3 $(CARGO) test --quiet --locked --manifest-path tests/loom/Cargo.toml --target-dir $(TARGET_DIR)/loom

# The figure is in docs/reliability.md.
coverage: ## the lines of the core that no test runs: target/coverage/missing.txt
	tests/coverage/run.sh

# What reads bytes and what decides, in Rust's abstract machine: needs a nightly toolchain with the component miri. Files,
# sockets and SQLite are not for it; the sanitizers and valgrind see those.
MIRI := MIRIFLAGS=-Zmiri-disable-isolation $(CARGO) +nightly miri test --quiet --target-dir $(TARGET_DIR)/miri
miri: ## undefined behaviour in the core, under Miri
	$(MIRI) -p commdn-rt
	PROPTEST_CASES=4 $(MIRI) -p commdn --no-default-features --lib -- kvlist:: message:: exchange:: text:: phone:: link::frame link::buffer
