# The long tests: memory errors, races, packages, the desktop, faults. TESTED=yes leaves out what `make test` has run.

.PHONY: test-all test-valgrind test-helgrind test-qt test-packages asan loom
test-all: $(if $(TESTED),,test) loom test-valgrind asan test-helgrind test-qt test-packages soak-all ## every test, the long ones included

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

test-qt: ## the agent desktop, used under Xvfb
	tests/qt/run.sh

test-packages: $(VENV)/.installed ## install, move, pack and use the library and the wheel
	$(QUICK_BUILD) tests/python/wheel.sh
	tests/consumer/run.sh

# What the threads of a session do to each other, in every order with so many preemptions.
loom: ## every order of threads in models of the session
	LOOM_MAX_PREEMPTIONS=3 $(CARGO) test --quiet --locked --manifest-path tests/loom/Cargo.toml --target-dir $(TARGET_DIR)/loom
