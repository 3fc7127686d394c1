#!/usr/bin/env bash
# Build the library, compile every legacy program in each language that old code is in, run each within a minute.
#
# NAME.c is a program; NAME.PART.c are further files of it. Under valgrind where it is installed
# (VALGRIND=no leaves it out). CARGO_TARGET_DIR, CC and CXX are respected. `run.sh NAME ...` runs only those.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
native legacy-tests
flags=(-Wall -Wextra -Wpedantic -Werror -g -D_POSIX_C_SOURCE=200809L -Iinclude -Itests/c -Itests/legacy)

# Compile and run the program $1 as $2.
program() {
  local std=$2 compile=("$CC") objects=() source object
  case $std in c++*) compile=("$CXX" -x c++) ;; esac
  for source in tests/legacy/"$1".c tests/legacy/"$1".*.c; do
    [ -e "$source" ] || continue
    object=$build/$(basename "$source" .c).$std.o
    "${compile[@]}" -std="$std" "${flags[@]}" -c "$source" -o "$object" || return 1
    objects+=("$object")
  done
  "$CXX" "${objects[@]}" -o "$build/$1.$std" -L"$build" -lcommdn -lpthread -Wl,-rpath,"$build" &&
    run "$build/$1.$std"
}

# The header defines no symbol: nothing in a file that only includes it.
no_symbols() {
  printf '#include "commdn_kvlist.h"\n#include "commdn_kvlist.h"\ntypedef TKVList *one_declaration;\n' >"$build/header.c"
  "$CC" -std=c99 "${flags[@]}" -c "$build/header.c" -o "$build/header.o" || return 1
  [ -z "$(nm --extern-only --defined-only "$build/header.o")" ]
}

programs=("$@")
if [ ${#programs[@]} -eq 0 ]; then
  for source in tests/legacy/*.c; do
    name=$(basename "$source" .c)
    case $name in *.*) ;; *) programs+=("$name") ;; esac
  done
fi

count no_symbols
for name in "${programs[@]}"; do
  for std in c99 c11 c17 c++11 c++17; do
    echo "-- $name as $std"
    count program "$name" "$std"
  done
done
verdict
