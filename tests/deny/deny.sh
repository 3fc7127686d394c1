#!/usr/bin/env bash
# Check all dependencies by deny.toml: licences, sources, bans; and advisories, where their database can be had.
#
# With ADVISORIES=must it is a fault if that cannot be had. cargo-deny is installed into the target folder if it is missing, which takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export PATH=$PATH:$target/tools/bin
if ! command -v cargo-deny >/dev/null; then
  echo "installing cargo-deny"
  cargo install --quiet --locked cargo-deny --version '^0.20' --root "$target/tools" --target-dir "$target/tools/build"
fi
cargo deny --locked check licenses bans sources

advisories=https://github.com/RustSec/advisory-db
if timeout 20 git ls-remote --quiet --exit-code "$advisories" HEAD >/dev/null 2>&1; then
  cargo deny --locked check advisories
else
  echo "advisories were not checked: $advisories cannot be reached from here"
  [ "${ADVISORIES:-}" != must ]
fi
