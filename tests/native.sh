# Sourced by the runners of the C and C++ tests: builds the library, gives it its SONAME, runs
# programs within a minute and under valgrind, counts.
#
#   native NAME      sets target, build (a folder of that name), soname, sanitizer (options for the compilers);
#                    run from the project's root
#   run PROGRAM      runs it; LEAKS=no looks for errors only
#   count COMMAND    runs a command and counts it
#   count_each FUNCTION ARGUMENT ...   runs a function for each argument, as many at a time as there are processors, and
#                    counts them; what each prints comes in one piece, in the order of the arguments
#   verdict          prints the counts; fails unless something passed and nothing failed
#
# CARGO_TARGET_DIR, CC and CXX are respected; VALGRIND=no leaves valgrind out. SANITIZE=yes takes the
# address and leak sanitizers in its place, for the library and the programs.

: "${CC:=cc}" "${CXX:=c++}"
passed=0 failed=0
limit=60
sanitizer=()

# Install the Debian package $2 if the command $1 is missing; only root can.
need() {
  command -v "$1" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "-- installing $2"
  { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } >/dev/null 2>&1
}

native() {
  target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
  local library
  if [ "${SANITIZE:-}" = yes ]; then
    sanitized "$1"
  else
    if [ -z "${VALGRIND:-}" ]; then
      if need valgrind valgrind; then VALGRIND=yes; else VALGRIND=no; fi
    fi
    build=$target/$1
    # As `make` does: a part of the workspace would have other features, and be compiled again.
    cargo build --quiet --locked --workspace --exclude commdn-python --lib --bins --examples
    library=$target/debug/libcommdn.so
  fi
  mkdir -p "$build"
  # The library by the name that programs look for, its SONAME.
  soname=$(readelf -d "$library" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
  ln -sf "$library" "$build/libcommdn.so"
  ln -sf "$library" "$build/${soname:-libcommdn.so}"
}

# The library with the sanitizer in its code; its runtime is the program's. RUSTC_BOOTSTRAP lets the
# project's own toolchain take an option that it keeps for nightly builds.
sanitized() {
  local host
  VALGRIND=no
  host=$(rustc -vV | sed -n 's/^host: //p')
  build=$target/asan/$1
  RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address \
    cargo build --quiet --locked -p commdn-ffi --target "$host" --target-dir "$target/asan"
  library=$target/asan/$host/debug/libcommdn.so
  sanitizer=(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
}

run() {
  if [ "$VALGRIND" = yes ]; then
    timeout -k 5 "$limit" valgrind --quiet --child-silent-after-fork=yes --error-exitcode=99 \
      --leak-check="${LEAKS:-full}" --show-leak-kinds=definite,indirect \
      --errors-for-leak-kinds=definite,indirect "$1"
  elif [ "${SANITIZE:-}" = yes ]; then
    local leaks=1
    if [ "${LEAKS:-full}" = no ]; then leaks=0; fi
    ASAN_OPTIONS=detect_leaks=$leaks:detect_stack_use_after_return=1:strict_string_checks=1 timeout -k 5 "$limit" "$1"
  else
    timeout -k 5 "$limit" "$1"
  fi
}

count() {
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $*" >&2; fi
}

count_each() {
  local function=$1 argument folder place=0 shown=0
  shift
  folder=$(mktemp -d)
  for argument; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; show_ended; done
    (
      status=1
      trap 'echo "$status $argument" >"$folder/$place.new" && mv "$folder/$place.new" "$folder/$place.ended"' EXIT
      if "$function" "$argument" >"$folder/$place" 2>&1; then status=0; fi
    ) &
    place=$((place + 1))
  done
  while [ "$shown" -lt "$place" ]; do wait -n || true; show_ended; done
  rm -r "$folder"
}

# Print and count what has ended, up to the first that has not: a part of count_each.
show_ended() {
  local status argument
  while [ -f "$folder/$shown.ended" ]; do
    read -r status argument <"$folder/$shown.ended"
    echo "-- $argument"
    cat "$folder/$shown"
    if [ "$status" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $function $argument" >&2; fi
    shown=$((shown + 1))
  done
}

verdict() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
