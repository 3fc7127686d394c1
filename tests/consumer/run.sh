#!/usr/bin/env bash
# What a user of the C kit does, from nothing: build, install into an empty prefix, build programs
# against it in every way (CMake and pkg-config, shared and static, C and C++), move the prefix,
# and the same again from the tar.gz and from the Debian packages.
#
# The library is compiled once, in CARGO_TARGET_DIR (target/ if that is not set), with a release
# profile that is quick to compile; the usual variables CARGO_PROFILE_RELEASE_... override it.
# As root it installs the tools that are missing. Everything else happens in a temporary directory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export CARGO_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")
export CARGO_PROFILE_RELEASE_LTO=${CARGO_PROFILE_RELEASE_LTO:-off}
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=${CARGO_PROFILE_RELEASE_CODEGEN_UNITS:-16}
export CARGO_PROFILE_RELEASE_DEBUG=${CARGO_PROFILE_RELEASE_DEBUG:-0}
# Only what was installed here may be found.
unset CMAKE_PREFIX_PATH PKG_CONFIG_PATH LD_LIBRARY_PATH CPATH LIBRARY_PATH DESTDIR

step() { echo "-- $*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

# A command whose output matters only if it fails.
quiet() { "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$*"; }; }

# Install the Debian package $2 if the command $1 is missing.
need() {
  command -v "$1" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "$1 is not installed"
  step "installing $2"
  { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } >/dev/null 2>&1 \
    || fail "cannot install $2"
}

# Programs must use the shared library by its SONAME, or not at all.
check_linked() {
  local kind=$1 program
  for program in "${@:2}"; do
    if readelf -d "$program" | grep "NEEDED.*\[libcommdn\.so\.$abi\]" >/dev/null; then
      [ "$kind" = shared ] || fail "$program needs the shared library"
    else
      [ "$kind" = static ] || fail "$program does not need libcommdn.so.$abi"
    fi
  done
}

# Build and run the CMake consumer against the prefix $1, in the directory $2.
with_cmake() {
  quiet cmake -S "$here" -B "$2" -DCMAKE_PREFIX_PATH="$1"
  grep -q "^commdn_DIR:PATH=$1/" "$2/CMakeCache.txt" || fail "CMake found another commdn: $(grep ^commdn_DIR "$2/CMakeCache.txt")"
  quiet cmake --build "$2"
  quiet ctest --test-dir "$2" --output-on-failure --no-tests=error
  check_linked shared "$2"/{c,cc,hpp}_{commdn,shared}
  check_linked static "$2"/{c,cc,hpp}_static
}

# The same with make and pkg-config; $3 is the directory of the libraries in the prefix.
with_pkg_config() {
  mkdir -p "$2"
  PKG_CONFIG_LIBDIR="$1/$3/pkgconfig" LD_LIBRARY_PATH="$1/$3" quiet make -C "$here" check OUT="$2"
  check_linked shared "$2"/{c,cc,hpp}_shared
  check_linked static "$2"/{c,cc,hpp}_{static,alone}
}

# What must be in a prefix, and that no text in it names where it was made.
check_tree() {
  local prefix=$1 lib=$2 file
  for file in "$lib/libcommdn.so.$version" "$lib/libcommdn.a" "$lib/pkgconfig/commdn.pc" \
      "$lib/cmake/commdn/commdn-config.cmake" "$lib/cmake/commdn/commdn-config-version.cmake" \
      share/doc/commdn/LICENSE-MIT share/doc/commdn/LICENSE-APACHE share/doc/commdn/THIRD-PARTY.txt; do
    [ -f "$prefix/$file" ] || fail "$file is missing in $prefix"
  done
  for file in bin/commdn-sim share/man/man1/commdn-sim.1 share/man/man1/commdn-sim-run.1 \
      share/doc/commdn/examples/c/dnc.c share/doc/commdn/examples/cpp/dnc.cpp; do
    [ -f "$prefix/$file" ] || fail "$file is missing in $prefix"
  done
  "$prefix/bin/commdn-sim" --version | grep -q "$version" || fail "commdn-sim does not run, or is of another version"
  # The static library has the functions of symbols.txt for programs, and nothing else; debug information is apart.
  diff <(cut -d' ' -f1 "$root/ffi-c/symbols.txt" | sort) \
    <(nm -g --defined-only "$prefix/$lib/libcommdn.a" | awk 'NF == 3 {print $3}' | sort) \
    || fail "the global symbols of libcommdn.a are not those of symbols.txt"
  for file in "libcommdn.so.$version" libcommdn.a; do
    if readelf -SW "$prefix/$lib/$file" | grep -q '\.debug_info'; then fail "$file has debug information"; fi
  done
  [ "$(readlink "$prefix/$lib/libcommdn.so")" = "libcommdn.so.$abi" ] || fail "libcommdn.so is not a link to libcommdn.so.$abi"
  [ "$(readlink "$prefix/$lib/libcommdn.so.$abi")" = "libcommdn.so.$version" ] || fail "libcommdn.so.$abi is not a link to libcommdn.so.$version"
  # Each crate that is inside, with its licence; libc is in every build.
  local notices=$prefix/share/doc/commdn/THIRD-PARTY.txt
  grep -q '^libc [0-9.]*, MIT OR Apache-2.0$' "$notices" || fail "THIRD-PARTY.txt does not name the crate libc"
  grep -q 'libc [0-9.]*,\? \|libc [0-9.]*,\?$' <(sed -n '/^-----/,$p' "$notices") || fail "THIRD-PARTY.txt has no licence text of the crate libc"
  grep -qa 'SQLite format 3' "$prefix/$lib/libcommdn.so.$version" || fail "the library has no outbox"
  grep -qa 'tls13 ' "$prefix/$lib/libcommdn.so.$version" || fail "the library has no TLS"
  (cd "$root/include" && find . -name '*.h' -o -name '*.hpp') | sort >"$work/headers"
  (cd "$prefix/include" && find . -type f) | sort >"$work/installed"
  diff "$work/headers" "$work/installed" || fail "the headers in $prefix/include are not those of include/"
  if grep -rIlF -e "$work" -e "$root" -e "$CARGO_TARGET_DIR" "$prefix"; then
    fail "these files name the place where they were built"
  fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
need cmake cmake
need make make
need cc gcc
need c++ g++
need pkg-config pkg-config

version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)
abi=$(sed -n 's/^#define COMMDN_ABI //p' "$root/include/commdn.h")
[ -n "$version" ] && [ -n "$abi" ] || fail "no version ('$version') or no ABI number ('$abi')"

step "build commdn $version (ABI $abi), install into an empty prefix"
quiet cmake -S "$root" -B "$work/build"
cmake --build "$work/build"
quiet cmake --install "$work/build" --prefix "$work/first"
check_tree "$work/first" lib

step "the components, stripped: what runs programs, and what they are built with"
quiet cmake --install "$work/build" --prefix "$work/parts/runtime" --component runtime --strip
quiet cmake --install "$work/build" --prefix "$work/parts/dev" --component dev --strip
[ -f "$work/parts/runtime/lib/libcommdn.so.$version" ] || fail "the component runtime has no library"
[ ! -e "$work/parts/runtime/include" ] || fail "the component runtime has headers"
[ -f "$work/parts/dev/lib/libcommdn.a" ] && [ -f "$work/parts/dev/include/commdn.h" ] || fail "the component dev lacks the headers or the static library"
[ ! -e "$work/parts/dev/lib/libcommdn.so.$version" ] || fail "the component dev has the library of the other"

step "CMake: shared and static, C and C++"
with_cmake "$work/first" "$work/cmake"
for wrong in 0.0 0.99 9; do
  if cmake -S "$here" -B "$work/wrong" -DCMAKE_PREFIX_PATH="$work/first" -DWANTED_VERSION=$wrong >"$work/log" 2>&1; then
    fail "find_package(commdn $wrong) finds $version"
  fi
  grep -q "considered but not accepted" "$work/log" || { cat "$work/log" >&2; fail "find_package(commdn $wrong) fails for another reason"; }
done
step "pkg-config: shared, static, static with libc; C and C++"
with_pkg_config "$work/first" "$work/make" lib

step "the prefix moved to another place"
mkdir -p "$work/elsewhere/deep"
mv "$work/first" "$work/elsewhere/deep/prefix"
with_cmake "$work/elsewhere/deep/prefix" "$work/cmake-moved"
with_pkg_config "$work/elsewhere/deep/prefix" "$work/make-moved" lib

step "the tar.gz, unpacked"
quiet cpack --config "$work/build/CPackConfig.cmake" -G TGZ -B "$work/packages"
(cd "$work/packages" && quiet sha256sum --check ./*.tar.gz.sha256)
mkdir "$work/unpacked"
tar -xzf "$work/packages/commdn-$version-linux-$(uname -m).tar.gz" -C "$work/unpacked" --strip-components=1
check_tree "$work/unpacked" lib
with_cmake "$work/unpacked" "$work/cmake-unpacked"
with_pkg_config "$work/unpacked" "$work/make-unpacked" lib

step "without the simulator"
quiet cmake -S "$root" -B "$work/build-alone" -DCOMMDN_SIMULATOR=OFF
quiet cmake --build "$work/build-alone"
quiet cmake --install "$work/build-alone" --prefix "$work/alone"
[ "$(PKG_CONFIG_LIBDIR="$work/alone/lib/pkgconfig" pkg-config --variable=simulator commdn)" = OFF ] || fail "commdn.pc tells of a simulator"
if LD_LIBRARY_PATH="$work/alone/lib" "$work/make/c_shared" 2>"$work/log"; then
  fail "the library without simulator opens \"sim:\""
fi
grep -qi simulator "$work/log" || { cat "$work/log" >&2; fail "the error does not say that there is no simulator"; }

if ! command -v dpkg >/dev/null; then
  step "no dpkg here: the Debian packages are not tested"
  exit 0
fi
step "the Debian packages, in the directories of Debian"
need file file
need dpkg-shlibdeps dpkg-dev
quiet cmake -S "$root" -B "$work/build-usr" -DCMAKE_INSTALL_PREFIX=/usr
quiet cmake --build "$work/build-usr"
quiet cpack --config "$work/build-usr/CPackConfig.cmake" -G DEB -B "$work/packages"
for package in "$work/packages"/*.deb; do dpkg-deb --field "$package" Package Version Depends; done
if [ "$(id -u)" = 0 ]; then
  "$here/debian.sh" "$work/packages"/libcommdn"${abi}"_*.deb "$work/packages"/libcommdn-dev_*.deb
else
  step "not root: the Debian packages are built, but not installed"
fi
echo "passed"
