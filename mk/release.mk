# Packages and releases: RELEASING.md tells the order of things.

.PHONY: meta third-party wheel test-wheel msrv release-check
meta: ## print what meta.toml knows into the manifests
	$(PYTHON) release/meta.py

third-party: ## write THIRD-PARTY.txt: the licences of everything that is linked in
	$(PYTHON) release/third_party.py

RELEASE_VENV := target/release-venv
RELEASE_BIN := $(RELEASE_VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
$(RELEASE_VENV)/.installed: release/requirements.txt
	$(PYTHON) -m venv $(RELEASE_VENV) || { \
	  echo "installing python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(RELEASE_VENV); }
	$(RELEASE_BIN)/python -m pip install --quiet -r $<
	touch $@

# With zig as the linker a wheel needs an old glibc, or musl, whatever this machine has.
WHEEL_TAG ?= manylinux_2_28
WHEEL_TARGET ?= $(shell rustc -vV | sed -n 's/^host: //p')
wheel: $(RELEASE_VENV)/.installed ## a wheel in target/wheels: WHEEL_TARGET=aarch64-unknown-linux-musl WHEEL_TAG=musllinux_1_2
	PATH="$(CURDIR)/$(RELEASE_BIN):$$PATH" maturin build --release --locked -m python/Cargo.toml --target $(WHEEL_TARGET) \
	  $(if $(WHEEL_TAG),--zig --compatibility $(WHEEL_TAG)) -o target/wheels

test-wheel: ## the wheel of target/wheels, in an empty environment
	tests/consumer/wheel.sh target/wheels/*.whl

# rustup brings that version, where it is not there yet.
MSRV := $(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
msrv: ## compile everything with the oldest Rust that is promised
	rustup toolchain list | grep -q '^$(MSRV)' || rustup toolchain install $(MSRV) --profile minimal
	$(CARGO) +$(MSRV) check --locked --workspace --target-dir $(TARGET_DIR)/msrv

release-check: $(VENV)/.installed $(RELEASE_VENV)/.installed ## everything of a release short of uploading: STRICT=yes for a real one
	PATH="$(CURDIR)/$(RELEASE_BIN):$$PATH" PYTHON="$(CURDIR)/$(RELEASE_BIN)/python" STRICT=$(STRICT) release/check.sh
