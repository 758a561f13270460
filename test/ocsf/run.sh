#!/bin/sh
# Validates `--format ocsf` of several scenarios by the published OCSF schema, which a Python package carries.
# The virtual environment is kept in node_modules/.cache, so that only the first run needs the network.
set -eu
cd "$(dirname "$0")/../.."

version=1.8.0
scenarios='workshop-incident ssh-brute-force exec-abuse log-tampering crypto-mining'

python=$(command -v python3) || {
  echo 'python3 is missing: install Python 3.10 or newer with its venv module (Debian: apt-get install python3-venv)' >&2
  exit 1
}
environment=node_modules/.cache/ocsf
if [ ! -x "$environment/bin/python" ] || ! cmp -s test/ocsf/requirements.txt "$environment/requirements.txt"; then
  rm -rf "$environment"
  "$python" -m venv "$environment" || {
    echo "python3 cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)" >&2
    exit 1
  }
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r test/ocsf/requirements.txt
  cp test/ocsf/requirements.txt "$environment/requirements.txt"
fi

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
