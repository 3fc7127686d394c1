#!/usr/bin/env bash
# The crates that are published: each is packed as the registry wants it, in order, with its README and licences; and a
# program outside of the checkout that has only the packed crates acknowledges a request.
#
# VERIFY=yes also compiles each packed crate by itself, as `cargo publish` does; CLEAN=yes refuses a tree with changes.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

names=$(cargo metadata --no-deps --locked --format-version 1 | python3 -c '
import json, sys
print(*(own["name"] for own in json.load(sys.stdin)["packages"] if own["publish"] is None))')
[[ " $names " = *" commdn "* ]] || fail "the crate commdn is not published: $names"

echo "-- pack: $names"
options=(--locked)
[ -n "${VERIFY-}" ] || options+=(--no-verify)
# A release is packed from a clean tree; who tests a change has not committed it yet.
[ -n "${CLEAN-}" ] || options+=(--allow-dirty)
for name in $names; do options+=(-p "$name"); done
cargo package --quiet "${options[@]}" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
if grep '^warning' "$work/log" | grep -v 'no documentation, homepage or repository'; then fail "cargo warns of what it packs"; fi

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
for name in $names; do
  tar -xzf "$target/package/$name-$version.crate" -C "$work"
  for file in README.md LICENSE-MIT LICENSE-APACHE Cargo.lock; do
    [ -s "$work/$name-$version/$file" ] || fail "$name has no $file"
  done
  cmp -s LICENSE-MIT "$work/$name-$version/LICENSE-MIT" || fail "the licence of $name is not the project's"
  grep -q '^categories = ' "$work/$name-$version/Cargo.toml" || fail "$name has no categories"
done

echo "-- a program that has only the packed crates"
mkdir -p "$work/program/src"
cp Cargo.lock "$work/program/"
{
  printf '[package]\nname = "program"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n'
  printf '[profile.dev]\ndebug = 1\n\n[dependencies]\n'
  printf 'commdn = { version = "%s", features = ["outbox"] }\ncommdn-sim = { version = "%s", default-features = false }\n' "$version" "$version"
  printf '\n[patch.crates-io]\n'
  for name in $names; do printf '%s = { path = "../%s-%s" }\n' "$name" "$name" "$version"; done
} >"$work/program/Cargo.toml"
awk '/^```rust/ {inside = 1; next} /^```/ {inside = 0} inside' "$work/commdn-sim-$version/README.md" >"$work/program/src/main.rs"
cargo run --quiet --manifest-path "$work/program/Cargo.toml" --target-dir "$target/consumer" | tee "$work/answer"
grep -qx 'acknowledged: 5551234567' "$work/answer" || fail "the request was not acknowledged"
echo "1 passed, 0 failed"
