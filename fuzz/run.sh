#!/usr/bin/env bash
# Fuzz each target for so many seconds under libFuzzer and the address sanitizer.
#
#   fuzz/run.sh SECONDS [TARGET ...]    findings and what was learnt go to target/fuzz
#   MERGE=yes fuzz/run.sh 0 [TARGET...] packs what was learnt into fuzz/corpus, minimised
#
# Needs a C++ compiler for libFuzzer. The toolchain is the project's own: RUSTC_BOOTSTRAP lets
# it take the two options that it keeps for nightly builds. CARGO_TARGET_DIR is respected.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then targets=(list visit utf8 link text message phone outbox capi); fi

target=$(realpath -m "${CARGO_TARGET_DIR:-../target}")/fuzz
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Zsanitizer=address -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares -Cforce-frame-pointers --cfg fuzzing"
cargo build --quiet --locked --release --features libfuzzer --bin fuzz --target "$host" --target-dir "$target/build"
fuzz=$target/build/$host/release/fuzz

fault=0
for name in "${targets[@]}"; do
  learnt=$target/corpus/$name found=$target/findings/$name-
  committed=$target/committed/$name
  rm -rf "$committed"
  mkdir -p "$learnt" "$target/findings"
  python3 corpus.py unpack "$name" "$committed"
  export COMMDN_FUZZ_TARGET=$name
  if [ "$seconds" -gt 0 ]; then
    echo "-- $name for $seconds s"
    "$fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
      -artifact_prefix="$found" "$learnt" "$committed" >"$target/$name.log" 2>&1 || fault=1
    grep -E 'stat::(number_of_executed_units|average_exec_per_sec)|SUMMARY|panicked|Test unit written' "$target/$name.log" || true
  fi
  if [ "${MERGE:-}" = yes ]; then
    rm -rf "$target/merged"
    mkdir -p "$target/merged"
    "$fuzz" -set_cover_merge=1 -max_len=4096 "$target/merged" "$committed" "$learnt" >"$target/$name.merge.log" 2>&1
    python3 corpus.py pack "$name" "$target/merged"
  fi
done
if [ $fault -ne 0 ]; then echo "findings in $target/findings" >&2; fi
exit $fault
