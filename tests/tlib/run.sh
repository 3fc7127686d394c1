#!/usr/bin/env bash
# Build the library and the T-Library double, and run the programs that use both, each within a minute.
#
# Each file of this folder is compiled in each language that old code is in. Under valgrind where it
# is installed (VALGRIND=no leaves it out). CARGO_TARGET_DIR, CC and CXX are respected.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
native tlib-tests
flags=(-Wall -Wextra -Wpedantic -Werror -g -D_POSIX_C_SOURCE=200809L -Iinclude -Itests/c -Itests/tlib)

program() {
  local std=$1 compile=("$CC") objects=() name
  case $std in c++*) compile=("$CXX" -x c++) ;; esac
  for name in kvlist tlibrary bridge; do
    "${compile[@]}" -std="$std" "${flags[@]}" -c "tests/tlib/$name.c" -o "$build/$name.$std.o" || return 1
    objects+=("$build/$name.$std.o")
  done
  "$CXX" "${objects[@]}" -o "$build/bridge.$std" -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" &&
    run "$build/bridge.$std"
}

for std in c99 c11 c17 c++11 c++17; do
  echo "-- bridge as $std"
  count program "$std"
done
verdict
