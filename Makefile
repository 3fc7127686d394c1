# What people type. Every target that is meant for them has a comment of two hashes, which `make help` prints;
# the recipes are in mk/, one file for each kind of work.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

CARGO ?= cargo
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

# Where cargo builds; crates outside of the workspace build there, too.
TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)

# A release build that is quick to compile: for tests and the demo, not for packages or benches.
QUICK_BUILD := CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0

# Programs and libraries as the tests have them. Of a part of the workspace, or without what tests depend on, cargo gives
# dependencies other features, and would compile all of it again.
BUILD := $(CARGO) build --quiet --locked --workspace --exclude commdn-python --lib --bins --examples

# For all that targets install.
export APT_CONFIG := $(CURDIR)/mk/apt.conf

.PHONY: help demo clean
help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "%-18s %s\n", $$1, $$2 }'

include mk/python.mk mk/test.mk mk/test-all.mk mk/check.mk mk/faults.mk mk/bench.mk mk/bridge.mk mk/release.mk mk/fleet.mk mk/windows.mk

demo: $(VENV)/.installed ## set everything up and run the main job on the embedded simulator
	$(PY) examples/python/demo.py

clean: ## remove what was built, and the Python environment
	$(CARGO) clean
	rm -rf $(VENV) bridge/psdk/*/target
