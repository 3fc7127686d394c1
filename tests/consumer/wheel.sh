#!/usr/bin/env bash
# The wheel installs into a fresh environment and works there without a Rust toolchain.
#
# Built with the profile of `make venv`, in CARGO_TARGET_DIR (target/ if that is not set), or given: wheel.sh FILE.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "-- the wheel"
if [ $# = 1 ]; then
  wheel=$(realpath "$1")
else
  .venv/bin/python -m pip wheel --quiet --no-deps ./python -w "$work"
  wheel=$(ls "$work"/commdn-*-abi3-*.whl)
fi
"${PYTHON:-python3}" -m zipfile -e "$wheel" "$work/wheel"

for file in LICENSE-MIT LICENSE-APACHE THIRD-PARTY.txt; do
  cmp "$work"/wheel/commdn-*.dist-info/licenses/"$file" "$file"
done
grep -q '"bomFormat": *"CycloneDX"' "$work"/wheel/commdn-*.dist-info/sboms/*.json

echo "-- a fresh environment without cargo and rustc"
"${PYTHON:-python3}" -m venv "$work/venv"
bin=$work/venv/bin
[ -d "$bin" ] || bin=$work/venv/Scripts
# Only the environment's own programs are to be found; Windows cannot start any without its own folder.
PATH=$bin "$bin/python" -m pip install --quiet "$wheel[cli]"
env -i PATH="$bin" HOME="$work" SYSTEMROOT="${SYSTEMROOT-}" "$bin/commdn" dnc add 5551234567 --server sim: | tee "$work/answer"
grep -q '^5551234567 is on the do-not-call list of OCS 101' "$work/answer"
for page in commdn commdn-dnc commdn-site; do
  cmp "$work/venv/share/man/man1/$page.1" "python/commdn.data/data/share/man/man1/$page.1"
done
echo "1 passed, 0 failed"
