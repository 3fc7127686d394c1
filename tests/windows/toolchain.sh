# What builds for Windows on Debian and runs it: installed and built only if it is missing.
#
# Sourced in the project's folder. Owns the choice of compilers, the standard library for the target, which Debian does
# not have, and a folder of wine's own. Afterwards `cargo` builds for Windows, `cargo test` runs under wine, and
# `windows_run PROGRAM...` does so for any program. `windows_end` ends what wine has left running, and what watches it.

windows_target=${WINDOWS_TARGET:-x86_64-pc-windows-gnu}
case $windows_target in
x86_64-pc-windows-gnu) mingw=x86_64-w64-mingw32 packages=x86-64 ;;
i686-pc-windows-gnu) mingw=i686-w64-mingw32 packages=i686 ;;
*) echo "there is no recipe for $windows_target" >&2; return 1 ;;
esac
windows=$PWD/target/windows
export WINDOWS_FOLDER=$windows
rust=$windows/rust

windows_install() {
  local missing=() libraries=() pair
  for pair in "/usr/bin/$mingw-gcc:gcc-mingw-w64-$packages" "/usr/bin/$mingw-g++:g++-mingw-w64-$packages" \
    "/usr/lib/wine/wine*:wine64" /usr/bin/cmake:cmake /usr/bin/zip:zip /usr/bin/unzip:unzip; do
    compgen -G "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  if [ ${#missing[@]} -gt 0 ] || ! windows_rust_runs; then
    apt-get update -qq >/dev/null
    # What its compiler and cargo are linked with is installed as other libraries are.
    windows_rust_runs ||
      mapfile -t libraries < <(
        apt-cache depends cargo-web "$(windows_rust_library)" | grep -oE 'lib(llvm|git2-)[0-9.]+$' | sort -u
      )
    missing+=("${libraries[@]}")
    echo "installing ${missing[*]}"
    apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "${missing[@]}" >/dev/null
  fi
}

windows_rust_runs() {
  local program
  for program in rustc cargo; do
    LD_LIBRARY_PATH=$rust/usr/lib/x86_64-linux-gnu "$rust/usr/bin/$program" --version >/dev/null 2>&1 || return
  done
}

windows_rust_library() { apt-cache depends libstd-rust-web-dev | grep -oE 'libstd-rust-web-[0-9.]+$' | head -n 1; }

# Debian's Rust is unpacked, not installed: the machine's own cargo stays the only one that other work finds.
windows_rust() {
  [ -e "$rust/done" ] && return
  echo "unpacking Debian's Rust ($SECONDS s)"
  rm -rf "$rust"
  mkdir -p "$rust/packages"
  (
    cd "$rust/packages" || exit
    apt-get download -qq rustc-web cargo-web rust-web-src libstd-rust-web-dev "$(windows_rust_library)" 2>/dev/null
    for package in *.deb; do dpkg -x "$package" ..; done
  )
  rm -rf "$rust/packages"
  touch "$rust/done"
}

# The sources are those of the compiler itself: the result is the standard library that it would have come with. With
# assertions of overflow off, as in a release.
windows_std() {
  local sources deps lib=$windows/sysroot-$windows_version/lib/rustlib/$windows_target/lib
  windows_sysroot=$windows/sysroot-$windows_version
  [ -e "$lib/done" ] && return
  echo "building Rust's standard library for $windows_target ($SECONDS s)"
  sources=$(compgen -G "$rust/usr/src/rustc-*/library" | tail -n 1)
  rm -rf "$windows/std-$windows_target" "$lib"
  mkdir -p "$windows/std-$windows_target/src" "$lib"
  printf '#![no_std]\n' >"$windows/std-$windows_target/src/lib.rs"
  cat >"$windows/std-$windows_target/Cargo.toml" <<'TOML'
[package]
name = "std-for-windows"
version = "0.0.0"
edition = "2021"
[profile.dev]
opt-level = 0
debug = 0
debug-assertions = false
overflow-checks = false
incremental = false
[workspace]
TOML
  (
    cd "$windows/std-$windows_target"
    RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$windows/std-$windows_target/target \
      "$CARGO" build --quiet -Zbuild-std=std,panic_unwind,test --target "$windows_target"
  )
  deps=$windows/std-$windows_target/target/$windows_target/debug/deps
  find "$deps" -name '*.rlib' ! -name 'libstd_for_windows*' -exec cp {} "$lib" \;
  # What a program begins and ends with.
  for part in rsbegin rsend; do
    RUSTC_BOOTSTRAP=1 "$RUSTC" --sysroot "$windows_sysroot" --target "$windows_target" --emit=obj -o "$lib/$part.o" \
      "$sources/rtstartup/$part.rs"
  done
  rm -rf "$windows/std-$windows_target"
  touch "$lib/done"
}

# wine before 9 lacks a system library that Rust's standard library takes random numbers from.
windows_wine() {
  WINE=$(compgen -G "/usr/lib/wine/wine64" || command -v wine64 || command -v wine)
  WINESERVER=$(compgen -G "/usr/lib/wine/wineserver64" || compgen -G "/usr/lib/wine/wineserver" || command -v wineserver)
  export WINE WINESERVER WINEDEBUG=-all WINEPREFIX=$windows/wine XDG_RUNTIME_DIR=$windows/runtime
  export WINEDLLOVERRIDES="mscoree=d;mshtml=d;winemenubuilder.exe=d"
  local system=$WINEPREFIX/drive_c/windows/system32
  if [ ! -e "$WINEPREFIX/ready" ]; then
    rm -rf "$WINEPREFIX"
    mkdir -p "$windows"
    install -d -m 700 "$XDG_RUNTIME_DIR"
    "$WINE" wineboot --init >/dev/null 2>&1
    "$WINESERVER" -w
    if [ ! -e "$system/bcryptprimitives.dll" ]; then
      "$mingw-gcc" -O1 -shared -o "$system/bcryptprimitives.dll" tests/windows/bcryptprimitives.c -ladvapi32
    fi
    touch "$WINEPREFIX/ready"
  fi
  # It and its services stay for the programs that follow, each of which would otherwise start them again, and give
  # them its own output to keep open.
  "$WINESERVER" -p >/dev/null 2>&1 || true
  "$WINE" wineboot </dev/null >/dev/null 2>&1
}

# wine 8 may hang a process that ends, on a lock of its own: a signal comes within NtTerminateProcess. One thread is left,
# which waits for a mutex of the C library (a futex, without a time limit), as no other process with a single thread does.
# Killed, its parent under wine is told how it has ended; wine.sh runs it again.
windows_unhang() {
  local pid
  while sleep 5; do
    for pid in $(pgrep -f '\.exe'); do
      [ "$(ls "/proc/$pid/task" 2>/dev/null | wc -l)" = 1 ] || continue
      grep -qE '^202 0x[0-9a-f]+ 0x80 0x2 0x0 ' "/proc/$pid/syscall" 2>/dev/null || continue
      echo "wine has not ended process $pid: killed"
      kill -9 "$pid" 2>/dev/null || true
    done
  done
}

windows_run() { tests/windows/wine.sh "$@"; }
windows_end() {
  kill "$windows_watch" 2>/dev/null || true
  "$WINESERVER" -k >/dev/null 2>&1 || true
}

windows_install
windows_rust
export RUSTC=$rust/usr/bin/rustc RUSTDOC=$rust/usr/bin/rustdoc CARGO=$rust/usr/bin/cargo
export LD_LIBRARY_PATH=$rust/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
windows_version=$("$RUSTC" --version | cut -d ' ' -f 2)
windows_std
windows_wine
windows_unhang &
windows_watch=$!
windows_variable=${windows_target//-/_}
export CARGO_BUILD_TARGET=$windows_target CARGO_TARGET_DIR=$windows/build CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
export "CARGO_TARGET_${windows_variable^^}_LINKER=$mingw-gcc" "CC_$windows_variable=$mingw-gcc" "AR_$windows_variable=$mingw-ar"
windows_rustflags=CARGO_TARGET_${windows_variable^^}_RUSTFLAGS
export "$windows_rustflags=--sysroot $windows_sysroot"
export "CARGO_TARGET_${windows_variable^^}_RUNNER=$PWD/tests/windows/wine.sh"
