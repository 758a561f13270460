#!/bin/sh
# Puts the alarms, filters, rules and dashboards of every deployment into moto, by the services' own calls: the emulator
# of test:deploy takes the templates whole, and leaves out what it does not know.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment moto test/second-emulator/requirements.txt

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CDK_VALIDATION=false node --require tsx/cjs test/templates/write-templates.ts "$work/templates" >"$work/list" 2>"$work/errors" || {
  cat "$work/errors" >&2
  exit 1
}
"$environment/bin/python" test/second-emulator/take.py "$work/templates"
