#!/usr/bin/env bash
# Install Debian packages, build programs with nothing but pkg-config, remove the packages, and see
# that nothing is left: debian.sh RUNTIME.deb DEV.deb
#
# Needs root. The machine stays as it is: dpkg sees a copy of its file system that is thrown away
# (an overlay in a mount namespace), or, where the kernel allows none or with OVERLAY=no, an empty
# one (--root).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() { echo "FAILED: $*" >&2; exit 1; }

# What a user does with the installed packages: programs into $1, with only pkg-config.
build_and_run() {
  # shellcheck disable=SC2046
  cc "$root/examples/c/dnc.c" -o "$1/dnc" $(pkg-config --cflags --libs commdn)
  [[ $(timeout -k 2 10 "$1/dnc") = *acknowledged* ]] || fail "the example of examples/c was not acknowledged"
  make --silent -C "$here" check OUT="$1" 2>"$1/log" || { cat "$1/log" >&2; fail "the programs of tests/consumer"; }
}

# Inside the copy: the real dpkg -i, and the compiler with no directory named.
inside() {
  local runtime=$1 dev=$2 out=$3 name
  name=$(dpkg-deb --field "$runtime" Package)
  dpkg -i "$runtime" "$dev" >/dev/null
  build_and_run "$out"
  { cmake -S "$here" -B "$out/cmake" && cmake --build "$out/cmake" && ctest --test-dir "$out/cmake" --no-tests=error; } \
    >"$out/log" 2>&1 || { cat "$out/log" >&2; fail "find_package(commdn) with no directory named"; }
  ldd "$out/c_shared" | grep 'libcommdn\.so' | grep '=> /' >/dev/null || fail "the dynamic linker does not find the library"
  dpkg -r libcommdn-dev >/dev/null
  if pkg-config --exists commdn; then fail "pkg-config finds commdn after its removal"; fi
  # The runtime package alone runs what was built.
  "$out/c_shared"
  dpkg --purge "$name" >/dev/null
  if timeout -k 2 10 "$out/c_shared" 2>/dev/null; then fail "the library is still there after its removal"; fi
  nothing_left "" libcommdn-dev "$name"
}

# No file in the root $1 that mentions commdn, no package in dpkg's status.
nothing_left() {
  local place=$1 name left
  left=$(find "$place/usr/lib" "$place/usr/include" "$place/usr/share/doc" -name '*commdn*' 2>/dev/null || true)
  [ -z "$left" ] || fail "left after the removal: $left"
  for name in "${@:2}"; do
    if dpkg-query --admindir="$place/var/lib/dpkg" -s "$name" >/dev/null 2>&1; then fail "$name is still known to dpkg"; fi
  done
}

# An empty root, whose dpkg knows only the packages of this machine that ours depend on.
into_empty_root() {
  local runtime=$1 dev=$2 out=$3 place=$3/root lib name
  local dpkg=(dpkg --root="$place" --force-script-chrootless --no-triggers)
  mkdir -p "$place/var/lib/dpkg/info" "$place/var/lib/dpkg/updates"
  for name in libc6 libgcc-s1 libc6-dev; do
    dpkg-query -s "$name" >>"$place/var/lib/dpkg/status" || fail "$name is not installed"
    echo >>"$place/var/lib/dpkg/status"
    : >"$place/var/lib/dpkg/info/$name:$(dpkg --print-architecture).list"
  done
  "${dpkg[@]}" -i "$runtime" "$dev" >/dev/null
  lib=$(dirname "$(find "$place/usr/lib" -name pkgconfig)")
  # In place of what ldconfig and the default directories do on a real system.
  export PKG_CONFIG_LIBDIR=$lib/pkgconfig LD_LIBRARY_PATH=$lib
  build_and_run "$out"
  name=$(dpkg-deb --field "$runtime" Package)
  "${dpkg[@]}" -r libcommdn-dev >/dev/null
  "${dpkg[@]}" --purge "$name" >/dev/null
  nothing_left "$place" libcommdn-dev "$name"
}

# Mount the copy below $1 and run this script in it. The namespace ends with the process.
into_copy() {
  local place=$1/copy
  mkdir -p "$place"
  mount -t tmpfs none "$place"
  mkdir "$place/upper" "$place/work" "$place/all"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/all"
  mount --rbind /dev "$place/all/dev"
  mount -t proc proc "$place/all/proc" || mount --rbind /proc "$place/all/proc"
  # These may be mounts of their own, which an overlay of / does not show.
  for seen in "$root" "$(dirname "$2")" "$1"; do
    mkdir -p "$place/all$seen"
    mount --bind "$seen" "$place/all$seen"
  done
  chroot "$place/all" "$here/debian.sh" --inside "$2" "$3" "$1"
}

case ${1-} in
  --inside) shift; inside "$@"; exit ;;
  --copy) shift; into_copy "$@"; exit ;;
esac
[ $# = 2 ] || fail "usage: debian.sh RUNTIME.deb DEV.deb"
[ "$(id -u)" = 0 ] || fail "dpkg needs root"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
if [ "${OVERLAY:-yes}" = yes ] && unshare --mount true 2>/dev/null \
    && unshare --mount sh -c "mkdir '$out/try' && mount -t tmpfs none '$out/try' && cd '$out/try' && mkdir u w m \
      && mount -t overlay overlay -o lowerdir=/,upperdir=u,workdir=w m" 2>/dev/null; then
  echo "-- dpkg -i in a copy of this system"
  unshare --mount "$here/debian.sh" --copy "$out" "$(realpath "$1")" "$(realpath "$2")"
else
  echo "-- dpkg -i in an empty root"
  into_empty_root "$(realpath "$1")" "$(realpath "$2")" "$out"
fi
