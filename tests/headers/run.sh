#!/usr/bin/env bash
# Every header compiles alone and twice, with gcc and clang, in every standard, without a warning;
# clang-tidy (.clang-tidy) has nothing to say about the headers and the examples.
#
# Both compilers are installed if they are missing. What clang-tidy has passed is not looked at
# again until it changes. CARGO_TARGET_DIR is respected.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/native.sh
for tool in gcc g++ clang clang-tidy; do
  need "$tool" "$tool" || { echo "$tool is not installed" >&2; exit 1; }
done
build=$(realpath -m "${CARGO_TARGET_DIR:-target}")/headers
mkdir -p "$build"

# Compile standard input, which includes headers, and throw it away: COMPILER STANDARD LANGUAGE FLAG ...
compiles() {
  "$1" "-std=$2" -x "$3" -Wall -Wextra -Wpedantic -Wshadow -Werror "${@:4}" -Iinclude -Itests/tlib -fsyntax-only -
}

# A header by itself, twice: COMPILER STANDARD LANGUAGE HEADER FLAG ...
alone() {
  local before=
  # The bridge to T-Library is compiled against a site's own tlibrary.h; here against the double's.
  [ "$4" != commdn_tlib.h ] || before='#include "tlibrary.h"'
  printf '%s\n#include <%s>\n#include <%s>\nint main(void) { return 0; }\n' "$before" "$4" "$4" \
    | compiles "$1" "$2" "$3" "${@:5}" || { echo "FAILED: $*" >&2; return 1; }
}

# clang-tidy on one file: FILE COMPILER_FLAG ...; only if it, a header or the rules have changed.
tidy() {
  local seen
  seen=$build/$(echo "$*" | tr -c 'a-zA-Z0-9\n' _).passed
  if [ -f "$seen" ] && [ -z "$(find "$1" include .clang-tidy tests/headers -newer "$seen" -type f)" ]; then return; fi
  clang-tidy --quiet "$1" -- "${@:2}" -Iinclude -Itests/tlib 2>"$build/tidy.err" && touch "$seen" \
    || { echo "FAILED: clang-tidy $1" >&2; return 1; }
}
export -f alone compiles tidy
export build

both() { # a list of commands of this file, on as many processors as there are
  xargs -P "$(nproc)" -L 1 bash -c '"$@"' run
}

compilations() {
  local header
  local parts
  parts=$(sed -n 's/^#include "\(.*\)"$/\1/p' include/commdn.h)
  for header in commdn.h commdn_kvlist.h commdn_tlib.h $parts; do
    for standard in c99 c11 c17; do
      echo "alone gcc $standard c $header"
      echo "alone clang $standard c $header"
    done
    for standard in c++11 c++17 c++20; do
      echo "alone g++ $standard c++ $header -fno-rtti"
      echo "alone clang++ $standard c++ $header -fno-rtti"
    done
  done
  # One header for all: each of commdn/ by itself is compiled with the C++ tests.
  for standard in c++17 c++20; do
    for rtti in -frtti -fno-rtti; do
      echo "alone g++ $standard c++ commdn.hpp $rtti"
      echo "alone clang++ $standard c++ commdn.hpp $rtti"
    done
  done
}

tidiness() {
  local file
  # The headers of commdn/ are seen from the C++ examples, in each of them as a whole and for ten seconds: two will do.
  for file in examples/cpp/event_loop.cpp examples/cpp/many.cpp; do echo "tidy $file -x c++ -std=c++17"; done
  for file in include/commdn.h include/commdn_kvlist.h examples/c/*.c; do echo "tidy $file -x c -std=c11 -D_POSIX_C_SOURCE=200809L"; done
  echo "tidy include/commdn_tlib.h -x c -std=c11 -include tlibrary.h"
}

all_compile() { compilations | both; }
all_tidy() { tidiness | both; }
# That a warning of the compilers and of clang-tidy is an error here.
warnings_fail() {
  local file=$build/careless.c
  printf 'int careless(int n) { int left; if (n = 1) left = 2; return sizeof(sizeof(left)) > 0 ? n : 0; }\n' >"$file"
  for compiler in gcc clang; do
    ! compiles "$compiler" c11 c <"$file" 2>/dev/null || { echo "$compiler finds nothing wrong with $file" >&2; return 1; }
  done
  cp .clang-tidy "$build/"
  ! tidy "$file" -x c -std=c11 -w >"$build/careless.log" 2>&1 && grep -q 'bugprone-' "$build/careless.log" \
    || { echo "clang-tidy finds nothing wrong with $file" >&2; return 1; }
}

echo "-- $(compilations | wc -l) compilations of headers"
count all_compile
echo "-- clang-tidy on $(tidiness | wc -l) files"
count all_tidy
echo "-- a careless file"
count warnings_fail
verdict
