# What must hold besides the tests: formatting, lints, licences, documentation.

.PHONY: check lint licences deny docs
check: lint licences docs ## formatting, lints, licences, documentation

lint: ## formatting and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) clippy -p commdn -p commdn-ffi -p commdn-sim --no-default-features --locked -- -D warnings
	$(CARGO) clippy -p commdn --no-default-features --features outbox --locked -- -D warnings
	$(CARGO) clippy -p commdn-ffi --no-default-features --features sim,test-hooks --locked -- -D warnings
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --all --check
	$(CARGO) fmt --manifest-path tests/loom/Cargo.toml --all --check
	$(CARGO) clippy --manifest-path tests/loom/Cargo.toml --target-dir $(TARGET_DIR)/loom --all-targets --locked -- -D warnings
	$(CARGO) clippy --manifest-path fuzz/Cargo.toml --target-dir $(TARGET_DIR) --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked --exclude commdn-python

licences: ## the licences of everything that is linked in
	$(PYTHON) tests/deny/licences.py

# Licences, sources and bans by deny.toml, with cargo-deny (which takes minutes to install: CI has `licences`), and
# advisories where their database can be reached.
deny: ## licences, sources and advisories, with cargo-deny
	tests/deny/deny.sh

# In target/docs; a warning or a dead link is an error.
docs: $(VENV)/.installed-docs ## guides and references of all languages
	$(PY) site/build.py
