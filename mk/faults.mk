# Faults: simulated, real, and in what is read. Each is short as it stands; a variable makes it long.

.PHONY: fuzz fuzz-tables soak soak-all soak-broken chaos chaos-broken

SECONDS_EACH ?= 60
fuzz: ## look for new inputs: SECONDS_EACH=600 TARGETS=...
	fuzz/run.sh $(SECONDS_EACH) $(TARGETS)

# The same for the reading of tables, which is Python. What was learnt and found is in target/fuzz/tables.
FUZZ_VENV := target/fuzz-venv
fuzz-tables: $(VENV)/.installed $(FUZZ_VENV)/.installed ## look for tables that lose a row: SECONDS_EACH=600
	mkdir -p target/fuzz/tables
	$(PY) fuzz/corpus.py unpack tables target/fuzz/committed/tables
	PYTHONPATH=$$($(PY) -c 'import commdn, pathlib; print(pathlib.Path(commdn.__file__).parents[1])') \
	  $(FUZZ_VENV)/bin/python fuzz/tables.py -max_total_time=$(SECONDS_EACH) -timeout=10 -max_len=4096 \
	  -artifact_prefix=target/fuzz/tables- target/fuzz/tables target/fuzz/committed/tables

$(FUZZ_VENV)/.installed:
	$(PYTHON) -m venv $(FUZZ_VENV)
	$(FUZZ_VENV)/bin/python -m pip install --quiet 'atheris>=3,<4'
	touch $@

# Programs, outbox and contact centre on a virtual network and clock, with faults that a seed decides.
SEEDS ?= 1000
FROM ?= 1
SOAK := $(CARGO) run --quiet --locked --profile soak -p commdn-soak
# KEEP=file keeps what has passed, in chunks: a run of days that is interrupted goes on where it was, with the same build.
soak: ## the simulation: SEEDS=10000, FROM=5000, KEEP=file, or SEED=17 with all that happens; PLAIN=yes: plans as the first ones were
	@$(SOAK) -- $(if $(PLAIN),--plain) $(if $(KEEP),--keep $(KEEP)) $(if $(SEED),--seed $(SEED),--from $(FROM) --seeds $(SEEDS))

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
CHAOS := $(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))
chaos: bridge ## real processes that are killed, directly, through a bridge, and with the Java adapter: ROUNDS=300, SEED=17
	@echo "-- direct"; $(CHAOS)
	@echo "-- bridge"; $(CHAOS) --topology bridge
	@echo "-- bridge with the adapter for the Platform SDK"; $(CHAOS) --adapter '$(ADAPTER) --server'

chaos-broken: ## builds that say they have stored what they have not, and that send after the lease, are found out
	@RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/soak/broken/early_ack \
	  $(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds 12 --expect-broken yes
	@RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/soak/broken/repeat_after_lease \
	  $(CARGO) run --quiet --locked -p commdn-tests --bin chaos -- --rounds 60 --seed 900 --expect-broken yes
