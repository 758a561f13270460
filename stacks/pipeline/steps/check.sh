#!/usr/bin/env bash
# First of the pipeline's steps: the checks that a change has to pass, then the templates that all later steps work on.
# Runs the repository's code, and therefore with a role that may do nothing in the account.
#   TEST_COMMAND  what has to succeed, such as `npm test`
set -euo pipefail
npm ci --no-audit --no-fund
bash -euo pipefail -c "$TEST_COMMAND"
# The plugin of the judge refuses a bad task definition here, and the limits of AWS are held.
npx cdk synth --quiet --output cdk.out
