#!/usr/bin/env bash
# The adapter for T-Library: every file in every language with all warnings, then built by its
# CMakeLists.txt against the T-Library double of tests/tlib, and driven over pipes with the simulator behind. CARGO_TARGET_DIR is respected.
set -euo pipefail
cd "$(dirname "$0")/../../.."

source tests/native.sh
native tlib-adapter
need cmake cmake
cargo build --quiet --locked --workspace --exclude commdn-python --lib --bins --examples
strict=(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror -fsyntax-only)
strict+=(-D_POSIX_C_SOURCE=200809L)

compile() {
  local std=$1 file tool
  for tool in gcc clang; do
    case $std in c++*) [ $tool = gcc ] && tool=(g++ -x c++) || tool=(clang++ -x c++) ;; *) tool=("$tool") ;; esac
    command -v "${tool[0]}" >/dev/null || continue
    for file in frame table settings adapter; do
      "${tool[@]}" -std="$std" "${strict[@]}" "${@:2}" -Iinclude -Itests/tlib "bridge/tlib/$file.c" || return 1
    done
  done
}
for std in c99 c11 c17 c++11 c++17 c++20; do
  count compile "$std" -DTLIB_DOUBLE_OLDER
  count compile "$std"
done

# As a site does it, with the double as its T-Library.
mkdir -p "$build/site"
for file in kvlist tlibrary; do
  "$CC" -std=c99 -g -D_POSIX_C_SOURCE=200809L -c "tests/tlib/$file.c" -o "$build/site/$file.o"
done
rm -f "$build/site/libtlib.a"
ar rcs "$build/site/libtlib.a" "$build/site/kvlist.o" "$build/site/tlibrary.o"
cmake -S bridge/tlib -B "$build/cmake" -DTLIB_INCLUDE="$PWD/tests/tlib" -DTLIB_LIBRARY="$build/site/libtlib.a" \
  -DCOMMDN_INCLUDE="$PWD/include" -DCOMMDN_LIBRARY="$build/libcommdn.so" >/dev/null
cmake --build "$build/cmake" >/dev/null
count env LD_LIBRARY_PATH="$build" python3 bridge/tlib/tests/drive.py "$build/cmake/commdn-tlib" "$target/debug/commdn-sim"
verdict
