# Faults: simulated, real, and in what is read. Each is short as it stands; a variable makes it long.

.PHONY: fuzz fuzz-tables soak soak-all soak-broken chaos chaos-broken

SECONDS_EACH ?= 60
fuzz: ## look for new inputs: SECONDS_EACH=600 TARGETS=...
	fuzz/run.sh $(SECONDS_EACH) $(TARGETS)

# The same for the reading of tables, which is Python. What was learnt and found is in target/fuzz/tables.
FUZZ_VENV := target/fuzz-venv
fuzz-tables: $(VENV)/.installed $(FUZZ_VENV)/.installed ## look for tables that lose a row: SECONDS_EACH=600
	mkdir -p target/fuzz/tables
	PYTHONPATH=$$($(PY) -c 'import commdn, pathlib; print(pathlib.Path(commdn.__file__).parents[1])') \
	  $(FUZZ_VENV)/bin/python fuzz/tables.py -max_total_time=$(SECONDS_EACH) -timeout=10 -max_len=4096 \
	  -artifact_prefix=target/fuzz/tables- target/fuzz/tables fuzz/corpus/tables

$(FUZZ_VENV)/.installed:
	$(PYTHON) -m venv $(FUZZ_VENV)
	$(FUZZ_VENV)/bin/python -m pip install --quiet 'atheris>=3,<4'
	touch $@

# Programs, outbox and contact centre on a virtual network and clock, with faults that a seed decides.
SEEDS ?= 1000
FROM ?= 1
SOAK := $(QUICK_BUILD) $(CARGO) run --quiet --locked --release -p commdn-soak
soak: ## the simulation: SEEDS=10000, FROM=5000, or SEED=17 with all that happens; PLAIN=yes: plans as the first ones were
	@$(SOAK) -- $(if $(PLAIN),--plain) $(if $(SEED),--seed $(SEED),--from $(FROM) --seeds $(SEEDS))

# The fixed seeds, others on each day (FRESH says where they begin), and the builds that must be caught.
FRESH ?= $(shell date +%y%m%d)0000
soak-all: ## the simulation as CI runs it
	@$(MAKE) soak SEEDS=10000
	@echo "-- fresh seeds from $(FRESH); the same again: make soak FROM=$(FRESH) SEEDS=2000"
	@$(MAKE) soak FROM=$(FRESH) SEEDS=2000
	@$(MAKE) soak-broken

# The simulation finds builds that break a promise on purpose: see the workspace's Cargo.toml. The wrapper breaks the
# workspace's own crates only, so that the others need not be built again.
soak-broken: ## builds that break a promise are caught by the simulation
	@for broken in tests/soak/broken/*; do \
	  echo "-- $${broken##*/}"; \
	  RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/$$broken $(SOAK) -- --seeds 1000 --expect-broken; \
	done

# Client, contact centre and network as real processes that are killed at random; its short form is an ordinary test.
ROUNDS ?= 12
chaos: ## real processes that are killed: ROUNDS=300, SEED=17
	@$(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))

chaos-broken: ## a build that says it has stored what it has not is found out
	@RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/soak/broken/early_ack \
	  $(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds 12 --expect-broken yes
