# Sourced by the runners of the C and C++ tests: builds the library, gives it its SONAME, runs
# programs within a minute and under valgrind, counts.
#
#   native NAME      sets target, build (a folder of that name), soname; run from the project's root
#   run PROGRAM      runs it; LEAKS=no looks for errors only
#   count COMMAND    runs a command and counts it
#   verdict          prints the counts; fails unless something passed and nothing failed
#
# CARGO_TARGET_DIR, CC and CXX are respected; VALGRIND=no leaves valgrind out.

: "${CC:=cc}" "${CXX:=c++}"
passed=0 failed=0
limit=60

# Install the Debian package $2 if the command $1 is missing; only root can.
need() {
  command -v "$1" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "-- installing $2"
  { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } >/dev/null 2>&1
}

native() {
  if [ -z "${VALGRIND:-}" ]; then
    if need valgrind valgrind; then VALGRIND=yes; else VALGRIND=no; fi
  fi
  target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
  build=$target/$1
  cargo build --quiet --locked -p commdn-ffi
  mkdir -p "$build"
  # The library by the name that programs look for, its SONAME.
  soname=$(readelf -d "$target/debug/libcommdn.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
  ln -sf "$target/debug/libcommdn.so" "$build/libcommdn.so"
  ln -sf "$target/debug/libcommdn.so" "$build/${soname:-libcommdn.so}"
}

run() {
  if [ "$VALGRIND" = yes ]; then
    timeout -k 5 "$limit" valgrind --quiet --child-silent-after-fork=yes --error-exitcode=99 \
      --leak-check="${LEAKS:-full}" --show-leak-kinds=definite,indirect \
      --errors-for-leak-kinds=definite,indirect "$1"
  else
    timeout -k 5 "$limit" "$1"
  fi
}

count() {
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $*" >&2; fi
}

verdict() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
