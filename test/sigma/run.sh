#!/bin/sh
# Gives rules for each construct of Sigma, and every record at hand, to rsigma, and holds our verdicts to its. Needs Rust.
# Further folders with CloudTrail records may be named as arguments.
set -eu
cd "$(dirname "$0")/../.."
target=node_modules/.cache/sigma-judge
CARGO_TARGET_DIR="$target" cargo build --release --quiet --locked --manifest-path test/sigma/judge/Cargo.toml
[ $# -gt 0 ] || [ ! -d ../shared/data/cloudtrail ] || set -- ../shared/data/cloudtrail
node --require tsx/cjs test/sigma/compare.ts "$target/release/sigma-judge" test/sigma/rules/constructs.yml "$@"
