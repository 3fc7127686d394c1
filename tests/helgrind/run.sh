#!/usr/bin/env bash
# Run programs with threads under helgrind: no report of the library's, every report of the program's.
#
# The library is built with the feature helgrind, by which its locks tell helgrind of themselves
# (rt/src/helgrind.rs); everything else in it is as always. Clean: the example with threads, what the
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
mkdir -p "$build"

# The library, under a name of its own: the build of the other tests has the same.
library() {
  CARGO_TARGET_DIR=$target cargo build --quiet -p commdn-ffi --features helgrind
  cp "$target/debug/libcommdn.so" "$build/libcommdn.so.new"
  mv "$build/libcommdn.so.new" "$build/libcommdn.so"
  soname=$(readelf -d "$build/libcommdn.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
  ln -sf libcommdn.so "$build/$soname"
}

# That the locks of the library tell helgrind of themselves at all.
tells_of_locks() {
  nm -C "$build/libcommdn.so" | grep 'commdn_rt::helgrind::releasing' >/dev/null
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
  count tells_of_locks
  echo "-- tests/helgrind/racy.c"
  count racy tests/helgrind/racy.c
fi
for program in "${programs[@]}"; do
  echo "-- $program"
  count clean "$program"
done
verdict
