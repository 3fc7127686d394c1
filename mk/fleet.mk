# The fleet: many sites and hosts, on a real RabbitMQ and PostgreSQL of their own (tests/fleet/engines.py).

.PHONY: fleet-engines fleet-use fleet-faults test-fleet fleet-chaos demo-fleet

FLEET_SIM = COMMDN_SIM=$(abspath $(TARGET_DIR))/debug/commdn-sim
fleet-engines: $(VENV)/.installed
	tests/fleet/install.sh
	$(BUILD)

# What is deployed; what users and producers do; faults: three seeds, and two builds that must be found out. The last two
# have engines of their own and wait most of their time, so they run side by side.
test-fleet: fleet-engines ## the fleet on a real broker and database, with faults
	tests/fleet/lint.sh
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target fleet-use fleet-faults

fleet-use:
	$(FLEET_SIM) $(PY) -m pytest tests/fleet -q -p no:cacheprovider

fleet-faults:
	$(FLEET_SIM) $(PY) tests/fleet/chaos.py --rounds 3 --rows 20000 --seed 1 --broken early_ack no_conflict

fleet-chaos: fleet-engines ## the fleet with faults, longer: ROUNDS=100, SEED=17
	$(FLEET_SIM) $(PY) tests/fleet/chaos.py --rounds $(ROUNDS) --rows 20000 --seed $(or $(SEED),1)

demo-fleet: fleet-engines ## two sites, three workers, 100,000 rows, a killed worker and a killed broker: ROWS=10000
	$(FLEET_SIM) $(PY) tests/fleet/demo.py --rows $(ROWS)
