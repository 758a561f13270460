#!/bin/sh
# Deploys every stack to an emulator of the AWS API, walks the chain, and destroys it again.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment emulator test/handlers/emulator/requirements.txt
# Lambda's Node runtimes bring the SDK along; the emulator's processes find it here.
NODE_PATH="$PWD/node_modules" exec npx jest --config test/deploy/jest.config.cjs "$@"
