#!/bin/sh
# Runs the bundles and the questions to Athena against one emulator of the AWS API, a Python package that is kept in
# node_modules/.cache.
set -eu
cd "$(dirname "$0")/../../.."

python=$(command -v python3) || {
  echo 'python3 is missing: install Python 3.10 or newer with its venv module (Debian: apt-get install python3-venv)' >&2
  exit 1
}
environment=node_modules/.cache/emulator
requirements=test/handlers/emulator/requirements.txt
if [ ! -x "$environment/bin/ministack" ] || ! cmp -s "$requirements" "$environment/requirements.txt"; then
  rm -rf "$environment"
  "$python" -m venv "$environment" || {
    echo 'python3 cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)' >&2
    exit 1
  }
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$environment/requirements.txt"
fi
exec npx jest --config test/handlers/emulator/jest.config.cjs "$@"
