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

# The header, and a program as sites have them, with the options $2 and all the warnings that programs build with.
strict=(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wcast-qual -Wshadow -Werror -D_POSIX_C_SOURCE=200809L)
header() {
  local std=$1 options=("${@:2}") tool
  for tool in gcc clang; do
    case $std in c++*) [ $tool = gcc ] && tool=g++ || tool=clang++ ;; esac
    command -v $tool >/dev/null || continue
    case $std in
      c++*) "$tool" -x c++ -std="$std" "${strict[@]}" "${options[@]}" -Iinclude -Itests/tlib -fsyntax-only tests/tlib/header.c tests/tlib/program.c ;;
      *) "$tool" -std="$std" "${strict[@]}" "${options[@]}" -Iinclude -Itests/tlib -fsyntax-only tests/tlib/header.c tests/tlib/program.c ;;
    esac || return 1
  done
}
for std in c99 c11 c17 c++11 c++14 c++17 c++20 c++2b; do
  for options in -DHEADER_PLAIN -DTLIB_DOUBLE_OLDER -DHEADER_OWN_FREE=own_free; do
    count header "$std" "$options"
  done
done

for std in c99 c11 c17 c++11 c++17; do
  echo "-- bridge as $std"
  count program "$std"
done
verdict
