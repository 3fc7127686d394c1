# Measurements: every row beside its peers (tests/bench/README.md), and instruction counts against budgets.

.PHONY: bench bench-import instructions instructions-slow

BENCH_VENV := target/bench-venv
bench: $(BENCH_VENV)/.installed ## measure against peers: QUICK=1 is short, ONLY=R1,R2 runs some rows
	$(BENCH_VENV)/bin/python tests/bench/run.py $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

$(BENCH_VENV)/.installed: tests/bench/requirements.txt
	$(PYTHON) -m venv $(BENCH_VENV) || { \
	  echo "installing python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(BENCH_VENV); }
	$(BENCH_VENV)/bin/python -m pip install --quiet -r $<
	touch $@

# An import that is killed and resumed: one outcome for every row, flat memory.
ROWS ?= 100000
bench-import: $(VENV)/.installed ## an import that is killed and resumed: ROWS=1000000
	$(PY) tests/bench/python/bulk_import.py $(ROWS)
	$(PY) tests/bench/python/bulk_import.py $(ROWS) --no-outbox

# R6: instructions of codec and exchange against their budgets. The runner is built once, without optimisation: it only
# starts valgrind and reads what that has counted.
GUNGRAUN_VERSION := $(shell sed -n 's/^gungraun = "=\(.*\)"/\1/p' tests/bench/rust/Cargo.toml)
BENCH_TOOLS := $(CURDIR)/target/bench-tools
GUNGRAUN := GUNGRAUN_RUNNER=$(BENCH_TOOLS)/bin/gungraun-runner CARGO_TARGET_DIR=$(CURDIR)/target/bench \
  $(CARGO) bench --quiet --manifest-path tests/bench/Cargo.toml -p commdn-bench --no-default-features --bench instructions

instructions: $(BENCH_TOOLS)/.gungraun-$(GUNGRAUN_VERSION) ## instruction counts against their budgets
	$(GUNGRAUN)

# The same with a deliberate slow-down of 10 %: every budget must refuse it.
instructions-slow: $(BENCH_TOOLS)/.gungraun-$(GUNGRAUN_VERSION) ## a slow-down that every budget must refuse
	! $(GUNGRAUN) --features slow >target/instructions-slow.txt 2>&1
	grep -q '^Gungraun result: Regressed. 0 without regressions' target/instructions-slow.txt || { cat target/instructions-slow.txt; exit 1; }

$(BENCH_TOOLS)/.gungraun-$(GUNGRAUN_VERSION):
	command -v valgrind >/dev/null || { echo "installing valgrind"; apt-get update -qq && apt-get install -y -qq valgrind; }
	CARGO_PROFILE_DEV_DEBUG=0 $(CARGO) install --quiet --debug --locked --version $(GUNGRAUN_VERSION) --root $(BENCH_TOOLS) gungraun-runner
	touch $@
