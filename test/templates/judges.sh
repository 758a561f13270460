#!/bin/sh
# Asks checkov about every template of every deployment: what it has against one is listed with a reason.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment judges test/judges/requirements.txt

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CDK_VALIDATION=false node --require tsx/cjs test/templates/write-templates.ts "$work/templates" >"$work/list" 2>"$work/errors" || {
  cat "$work/errors" >&2
  exit 1
}
# Failed checks are what is asked for, not an error.
"$environment/bin/checkov" --directory "$work/templates" --framework cloudformation --output json --compact \
  --quiet --skip-download >"$work/checkov.json" 2>"$work/checkov.txt" || [ -s "$work/checkov.json" ] || {
  cat "$work/checkov.txt" >&2
  exit 1
}
node --require tsx/cjs test/templates/compare-judges.ts "$work/checkov.json"
