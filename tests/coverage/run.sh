#!/usr/bin/env bash
# Which lines of the core its tests run: its own, and those that need the simulator.
#
# Needs the LLVM of rustc's own version, for the counters' format: rustup's component, or the distribution's package, which
# is installed if it is missing; and cargo-llvm-cov, which is built into the target folder. The figures are printed; each
# line that no test runs is in target/coverage/missing.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export PATH=$PATH:$target/tools/bin
version=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
tools=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin
if [ ! -x "$tools/llvm-cov" ]; then
  command -v "llvm-cov-$version" >/dev/null || {
    echo "installing llvm-$version"
    apt-get install -y -qq --no-install-recommends "llvm-$version" >/dev/null 2>&1 ||
      { apt-get update -qq && apt-get install -y -qq --no-install-recommends "llvm-$version" >/dev/null; }
  }
  LLVM_COV=$(command -v "llvm-cov-$version")
  LLVM_PROFDATA=$(command -v "llvm-profdata-$version")
  export LLVM_COV LLVM_PROFDATA
fi
if ! command -v cargo-llvm-cov >/dev/null; then
  echo "installing cargo-llvm-cov"
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 cargo install --quiet --locked cargo-llvm-cov --version '^0.9' \
    --root "$target/tools" --target-dir "$target/tools/build"
fi

mkdir -p "$target/coverage"
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0
cargo llvm-cov clean --workspace
cargo llvm-cov --quiet --no-report --locked -p commdn --all-features
cargo llvm-cov --quiet --no-report --locked -p commdn-tests
# A process that is killed leaves half a file of counts.
cargo llvm-cov report --failure-mode all --lcov --output-path "$target/coverage/lcov.info"
python3 tests/coverage/missing.py "$target/coverage/lcov.info" core/src >"$target/coverage/missing.txt"
grep -v '^ ' "$target/coverage/missing.txt"
