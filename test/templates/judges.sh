#!/bin/sh
# Asks checkov and cfn-guard, with the rules of AWS's registry and of Control Tower, about every template of every
# deployment: what one has against a template is listed with a reason.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment judges test/judges/requirements.txt
. test/cfn-guard.sh
cfn_guard
guard_registry

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
failed=0
node --require tsx/cjs test/templates/compare-judges.ts "$work/checkov.json" || failed=1

node --require tsx/cjs test/templates/known-imports.ts "$work/templates"
only=--only
for rules in "$control_tower" $registry_rules; do
  # Its exit status says that something is broken, which the reasons decide.
  "$guard" validate --data "$work/templates" --rules "$rules" --output-format json --show-summary none --structured \
    >"$work/guard-$(basename "$rules").json" 2>"$work/guard.txt" || [ -s "$work/guard-$(basename "$rules").json" ] || {
    cat "$work/guard.txt" >&2
    exit 1
  }
done
[ -z "$registry_rules" ] || only=
# shellcheck disable=SC2086 # empty where all rules were asked
node --require tsx/cjs test/templates/compare-guard.ts $only "$work"/guard-*.json || failed=1
exit "$failed"
