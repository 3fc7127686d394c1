# Adapters between programs and what a site owns of the vendor's: bridge/psdk (Java), bridge/tlib (C).

MVN ?= mvn --batch-mode --quiet
PSDK_JAR := bridge/psdk/adapter/target/commdn-psdk.jar

# The adapter on the double of the SDK, as a command that the bridge or a client starts.
ADAPTER = java -XX:TieredStopAtLevel=1 -jar $(abspath $(PSDK_JAR)) --stdio --encoding UTF-8 \
  --sdk $(abspath bridge/psdk/sdk-double/target/classes)

.PHONY: java bridge demo-bridge test-bridge test-bridge-tlib bridge-deb test-bridge-deb

# Debian's, if there is none. Versions of plugins and libraries are pinned: Maven asks no network the second time.
java:
	@command -v javac >/dev/null && command -v mvn >/dev/null || { apt-get update -qq; \
		apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless maven; }

bridge: java ## the adapter for the Platform SDK: bridge/psdk/adapter/target/commdn-psdk.jar
	$(MVN) -f bridge/psdk/pom.xml package -DskipTests
	$(PYTHON) bridge/psdk/check_jar.py $(PSDK_JAR)

# Four processes, with the log line of each hop.
BRIDGE_DEMO := $(PY) bridge/demo.py $(addprefix $(abspath $(TARGET_DIR))/debug/,commdn-sim commdn-bridge)

# The adapter's tests use the simulator; the last one goes from Python over the adapter and the double to it.
test-bridge: java $(VENV)/.installed ## the adapter, on a double of the SDK and the simulator; and behind the bridge
	$(BUILD)
	COMMDN_SIM=$(abspath $(TARGET_DIR))/debug/commdn-sim $(MVN) -f bridge/psdk/pom.xml package
	$(PYTHON) bridge/psdk/check_jar.py $(PSDK_JAR)
	COMMDN_SIM=$(abspath $(TARGET_DIR))/debug/commdn-sim $(PY) -m pytest bridge/psdk/test_from_python.py bridge/psdk/test_doctor.py -q -n 4 -p no:cacheprovider
	$(BRIDGE_DEMO)
	$(TARGET_DIR)/debug/chaos --rounds 2 --adapter '$(ADAPTER) --server'
	COMMDN_ADAPTER='$(ADAPTER) --server' $(CARGO) test --quiet --locked --workspace --exclude commdn-python \
	  --test end_to_end --test outbox

# Compiled by a site with its own tlibrary.h; here with the double of tests/tlib.
test-bridge-tlib: ## the adapter for T-Library, on a double of it and the simulator
	VALGRIND=no bridge/tlib/tests/run.sh

demo-bridge: bridge $(VENV)/.installed ## a request from Python over bridge, adapter and the SDK's double to the simulator
	$(BUILD)
	$(BRIDGE_DEMO)

DEB := bridge/server/debian
bridge-deb: ## the Debian package of the bridge, with its systemd unit: target/deb
	$(CARGO) build --quiet --locked --release -p commdn-bridge
	$(DEB)/test.sh "$$($(DEB)/build.sh $(TARGET_DIR)/release/commdn-bridge $(TARGET_DIR)/deb)"

# The same of a debug build, which other tests have made already.
test-bridge-deb: ## the bridge's package: its files, unit and program
	$(BUILD)
	$(DEB)/test.sh "$$($(DEB)/build.sh $(TARGET_DIR)/debug/commdn-bridge $(TARGET_DIR)/deb-debug)"
