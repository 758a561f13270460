#!/bin/sh
# Validates `--format ocsf` of several scenarios by the published OCSF schema, which a Python package carries.
set -eu
cd "$(dirname "$0")/../.."

version=1.8.0
scenarios='workshop-incident ssh-brute-force exec-abuse log-tampering crypto-mining'

. test/python-environment.sh
python_environment ocsf test/ocsf/requirements.txt

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for scenario in $scenarios; do
  node bin/harborwatch.cjs simulate "$scenario" --seed 7 --out "$work/$scenario" >/dev/null
  status=0
  node bin/harborwatch.cjs replay "$work/$scenario" --format ocsf >"$work/$scenario.jsonl" || status=$?
  # 10 is how a replay with findings ends.
  [ "$status" -eq 10 ] || { echo "$scenario: replay ended with $status instead of 10" >&2; exit 1; }
  printf '%s: ' "$scenario"
  "$environment/bin/python" test/ocsf/validate.py "$version" <"$work/$scenario.jsonl"
done
