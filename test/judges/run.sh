#!/bin/sh
# Asks checkov and cfn-guard (with Control Tower's rules) about the cases of our own judge, and holds docs/other-judges.json to
# what they say. Needs Python, npm's registry on the first run, and Linux on x86_64 or arm64 for cfn-guard's binary.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment judges test/judges/requirements.txt

. test/cfn-guard.sh
cfn_guard

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node --require tsx/cjs test/judges/write-cases.ts "$work/cases"

# Failed checks are what is asked for, not an error.
"$environment/bin/checkov" --directory "$work/cases" --framework cloudformation terraform --output json --compact \
  --quiet --skip-download >"$work/checkov.json" 2>"$work/checkov.txt" || [ -s "$work/checkov.json" ] || {
  cat "$work/checkov.txt" >&2
  exit 1
}
for folder in "$work/cases"/*/; do
  name=$(basename "$folder")
  answer=$("$guard" validate --data "$folder/template.json" --rules "$control_tower/ecs" \
    --output-format json --show-summary none --structured 2>/dev/null | tr -d '\n\t' || true)
  [ -n "$answer" ] || { echo "cfn-guard says nothing of $name" >&2; exit 1; }
  printf '%s\t%s\n' "$name" "$answer"
done >"$work/guard.tsv"
node --require tsx/cjs test/judges/read-answers.ts "$work/checkov.json" "$work/guard.tsv" "$@"
