# The tests of every language, in a quarter of an hour on two cores. What takes longer is in test-all.mk.

.PHONY: test test-rust test-c test-cpp test-abi test-examples test-legacy test-python test-docs
test: test-rust test-c test-cpp test-abi test-examples test-legacy test-python test-docs test-bridge test-bridge-tlib ## set up and run the tests of every language

test-rust: ## the workspace's Rust tests
	$(CARGO) test --workspace --exclude commdn-python --locked

# Without valgrind, which `make test-valgrind` has, as it has the C++ compilations that need no running.
test-c: ## the C programs
	VALGRIND=no tests/c/run.sh

test-cpp: ## the C++ programs
	VALGRIND=no PROGRAMS=yes tests/cpp/run.sh

# What programs were compiled against stays as it was: see tests/abi/run.sh. UPDATE_ABI=1 takes what the header says now.
test-abi: ## the C ABI against its committed probe
	tests/abi/run.sh

# Five programs, the same in C, C++, Rust and Python.
test-examples: $(VENV)/.installed ## the examples
	tests/examples/run.sh

test-legacy: ## programs written for kvlist.h and T-Library
	VALGRIND=no tests/legacy/run.sh
	VALGRIND=no tests/tlib/run.sh

# The type stubs are tested here too. Most tests wait for something most of the time: four processes on two cores.
test-python: $(VENV)/.installed ## the Python package and its command line
	$(PY) -m pytest python/tests -q -n 4

# Every code block of the README and of docs/ is run as printed.
test-docs: $(VENV)/.installed ## the documentation's code
	$(BUILD)
	$(PY) -m pytest tests/docs -q -p no:cacheprovider
	$(PY) tests/docs/blocks.py README.md docs/*.md
