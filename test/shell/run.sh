#!/bin/sh
# The shell at a pseudo-terminal. Needs Python 3 beside Node.
set -eu
cd "$(dirname "$0")/../.."
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
node bin/harborwatch.cjs simulate workshop-incident --seed 414 --out "$logs/incident" >/dev/null
timeout 600 python3 test/shell/auditor.py "$PWD" "$logs/incident"
