#!/bin/sh
# Runs the bundles and the questions to Athena against one emulator of the AWS API.
set -eu
cd "$(dirname "$0")/../../.."

. test/python-environment.sh
python_environment emulator test/handlers/emulator/requirements.txt
exec npx jest --config test/handlers/emulator/jest.config.cjs "$@"
