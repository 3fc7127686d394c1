#!/usr/bin/env bash
# Run programs with threads under helgrind: no report of the library's, every report of the program's.
#
# The library is built with sync.rs in place of core/src/sync.rs, for helgrind follows
# pthread's locks only; everything else in it is as always. Clean: the example with threads, what the
# header promises about handing things from thread to thread, and the lifecycle programs with threads.
# Not clean, and that is asked for: racy.c, a program with two races, with the same suppressions.
# CARGO_TARGET_DIR and CC are respected. `run.sh FILE.c ...` runs only those, which must be clean.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
need valgrind valgrind || { echo "valgrind is not installed" >&2; exit 1; }
limit=30
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
build=$target/helgrind
sources=$build/workspace
mkdir -p "$sources"

# A workspace of its own whose members are those of this one, but for one file of the core.
workspace() {
  local member
  rm -rf "$sources/core"
  cp -a core "$sources/core"
  # Times are kept, so that cargo has nothing to do if nothing has changed.
  cp -a tests/helgrind/sync.rs "$sources/core/src/sync.rs"
  for member in sim ffi-c; do ln -sfn "$PWD/$member" "$sources/$member"; done
  # How cargo compiles here: with other flags SQLite would be compiled again by every other step.
  ln -sfn "$PWD/.cargo" "$sources/.cargo"
  # Under a version of its own: what cargo has built of the real one is in the same folder.
  sed -e 's/^members = .*/members = ["core", "sim", "ffi-c"]/' -e 's/^version = "\(.*\)"/version = "\1+helgrind"/' \
    Cargo.toml >"$build/Cargo.toml"
  # Only if something has changed.
  if ! cmp -s "$build/Cargo.toml" "$sources/Cargo.toml" || ! cmp -s Cargo.lock "$build/Cargo.lock"; then
    cp "$build/Cargo.toml" "$sources/Cargo.toml"
    cp Cargo.lock "$build/Cargo.lock"
    cp Cargo.lock "$sources/Cargo.lock"
  fi
}

# The library, under a name of its own: the build of the other tests has the same.
library() {
  workspace
  (cd "$sources" && CARGO_TARGET_DIR=$target cargo build --quiet -p commdn-ffi)
  cp "$target/debug/libcommdn.so" "$build/libcommdn.so.new"
  mv "$build/libcommdn.so.new" "$build/libcommdn.so"
  soname=$(readelf -d "$build/libcommdn.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
  ln -sf libcommdn.so "$build/$soname"
}

# That helgrind sees the locks at all: the library's own are the C library's now.
sees_locks() {
  nm -C "$build/libcommdn.so" | grep 'commdn::sync::in_the_future' >/dev/null
}

compile() {
  "${CC}" -std=c99 -Wall -Wextra -Wpedantic -Werror -g -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200809L -Iinclude -Itests/c \
    "$1" -o "$build/$(basename "$1" .c)" -L"$build" -lcommdn -pthread -Wl,-rpath,"$build"
}

helgrind() {
  timeout -k 5 "$limit" valgrind --tool=helgrind --quiet --error-exitcode=99 \
    --suppressions=tests/helgrind/helgrind.supp "$build/$(basename "$1" .c)"
}

clean() { compile "$1" && helgrind "$1"; }

# Both races, by the names of their variables, and nothing wrong otherwise.
racy() {
  local status=0 race
  compile "$1" || return
  helgrind "$1" >"$build/racy.log" 2>&1 || status=$?
  [ "$status" = 99 ] || { cat "$build/racy.log"; echo "helgrind ends with $status, not with 99"; return 1; }
  for race in acknowledged notices; do
    grep -q "data symbol \"$race\"" "$build/racy.log" || { cat "$build/racy.log"; echo "no report of $race"; return 1; }
  done
}

library
programs=("$@")
if [ $# -eq 0 ]; then
  programs=(examples/c/threads.c tests/helgrind/handover.c
    tests/lifecycle/close_while_waiting.c tests/lifecycle/double_close.c)
  count sees_locks
  echo "-- tests/helgrind/racy.c"
  count racy tests/helgrind/racy.c
fi
for program in "${programs[@]}"; do
  echo "-- $program"
  count clean "$program"
done
verdict
