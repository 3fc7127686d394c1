#!/usr/bin/env bash
# Build the library and the T-Library double, and run the programs that use both, each within a minute.
#
# Each file of this folder is compiled in each language that old code is in. Under valgrind where it
# is installed (VALGRIND=no leaves it out). CARGO_TARGET_DIR, CC and CXX are respected.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${CC:=cc}" "${CXX:=c++}" "${VALGRIND:=$(command -v valgrind >/dev/null && echo yes || echo no)}"
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
build=$target/tlib-tests
flags=(-Wall -Wextra -Wpedantic -Werror -g -D_POSIX_C_SOURCE=200809L -Iinclude -Itests/c -Itests/tlib)
limit=60

cargo build --quiet -p commdn-ffi
mkdir -p "$build"
# The library by the name that programs look for, its SONAME.
soname=$(readelf -d "$target/debug/libcommdn.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
ln -sf "$target/debug/libcommdn.so" "$build/libcommdn.so"
ln -sf "$target/debug/libcommdn.so" "$build/$soname"

run() {
  if [ "$VALGRIND" = yes ]; then
    timeout -k 5 "$limit" valgrind --quiet --error-exitcode=99 --leak-check=full \
      --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect "$1"
  else
    timeout -k 5 "$limit" "$1"
  fi
}

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

passed=0 failed=0
for std in c99 c11 c17 c++11 c++17; do
  echo "-- bridge as $std"
  if program "$std"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: bridge as $std" >&2; fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
