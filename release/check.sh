#!/usr/bin/env bash
# Everything of a release short of uploading it: RELEASING.md has the table. What is built lies in target/release-check.
#
# STRICT=yes is for a real release: a clean tree, a dated entry in the changelog, and what meta.toml must know.
# SIGNING_KEY=ID signs the checksums. Needs the programs of release/requirements.txt on the path; as root it installs
# lintian if that is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
python=${PYTHON:-python3}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
out=$target/release-check
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strict=${STRICT-}
# The time of everything that is packed, so that it is the same when it is packed again.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH CARGO_TARGET_DIR=$target
rm -rf "$out"
mkdir -p "$out"

step() { printf -- '\n== %s (%ss)\n' "$1" "$SECONDS"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

step "versions"
"$python" release/meta.py --check
"$python" release/third_party.py --check
"$python" release/versions.py ${strict:+--strict}
if [ -n "$strict" ]; then [ -z "$(git status --porcelain)" ] || fail "the tree has changes"; fi
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)

step "the C ABI, and the API of the crates"
tests/abi/run.sh
last=$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null || true)
if [ -n "$last" ]; then
  command -v cargo-semver-checks >/dev/null || cargo install --quiet --locked cargo-semver-checks --root "$target/tools" --target-dir "$target/tools/build"
  PATH=$PATH:$target/tools/bin cargo semver-checks --baseline-rev "$last" -p commdn -p commdn-sim
else
  echo "no tag v*: there is nothing to compare the API with"
fi

step "crates: packed, compiled alone, and used without the checkout"
VERIFY=yes CLEAN=$strict tests/consumer/crates.sh
cp "$target"/package/*-"$version".crate "$out/"

step "sdist: built outside of the checkout, into a wheel"
maturin sdist -m python/Cargo.toml -o "$out" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
mkdir "$work/outside"
tar -xzf "$out/commdn-$version.tar.gz" -C "$work/outside"
(cd "$work/outside/commdn-$version" && maturin build --release --locked --zig --compatibility manylinux_2_28 -o "$out")
wheel=$(ls "$out"/commdn-"$version"-*.whl)
auditwheel show "$wheel" | tee "$work/audit"
grep -q 'manylinux_2_28' "$work/audit" || fail "the wheel is not for manylinux_2_28"
twine check --strict "$out"/*.whl "$out/commdn-$version.tar.gz"
tests/consumer/wheel.sh "$wheel"

step "the C library: archive and Debian packages"
command -v lintian >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends lintian cmake file dpkg-dev >/dev/null; }
cmake -S . -B "$work/build" -DCMAKE_INSTALL_PREFIX=/usr >/dev/null
cmake --build "$work/build"
cd "$work"
for time in first second; do
  cpack --config "$work/build/CPackConfig.cmake" -G TGZ -B "$work/$time" >/dev/null
  cpack --config "$work/build/CPackConfig.cmake" -G DEB -B "$work/$time" >/dev/null
  # As if it were packed on another day.
  find "$work/build/stage" -type f -exec touch {} +
done
for file in first/*.tar.gz first/*.deb; do
  cmp "$file" "second/${file#first/}" || fail "${file#first/} is another one when it is packed again"
done
lintian --fail-on error,warning --suppress-tags "$(grep -v '^#' "$root/release/lintian.txt" | paste -sd,)" first/*.deb
cp first/*.tar.gz first/*.deb "$out/"
cd "$root"
tests/consumer/debian.sh "$out"/libcommdn[0-9]*_*.deb "$out"/libcommdn-dev_*.deb

step "the bridge: its Debian package, and a request over it"
cargo build --quiet --locked --release -p commdn-bridge
package=$(bridge/server/debian/build.sh "$target/release/commdn-bridge" "$out")
bridge/server/debian/test.sh "$package"
tests/consumer/bridge.sh "$package" "$(ls "$out"/commdn-"$version"-linux-*.tar.gz)"

step "SBOM"
"$python" release/sbom.py "$out/libcommdn-$version.cdx.json"
unzip -q -o -j "$wheel" '*/sboms/*.json' -d "$work/sboms"
cp "$work"/sboms/*.json "$out/commdn-python-$version.cdx.json"

step "checksums"
(cd "$out" && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)
if [ -n "${SIGNING_KEY-}" ]; then
  gpg --batch --yes --local-user "$SIGNING_KEY" --armor --detach-sign "$out/SHA256SUMS"
else
  echo "no SIGNING_KEY: the checksums are not signed"
fi
step "release-check passed"
