#!/bin/sh
# Sends lines through the real Fluent Bit, with the options and the command of the deployed template. Needs Fluent Bit 3
# or newer and openssl. No package registry of languages has Fluent Bit; its makers' packages put it where it is looked for
# (https://docs.fluentbit.io/manual/installation/downloads/linux), and FLUENT_BIT names one built from source.
set -eu
cd "$(dirname "$0")/../.."

router=${FLUENT_BIT:-$(command -v fluent-bit || echo /opt/fluent-bit/bin/fluent-bit)}
if [ ! -x "$router" ]; then
  cat >&2 <<END
log router: NOT PROVEN. There is no Fluent Bit at $router.
Install it (https://docs.fluentbit.io/manual/installation/downloads/linux), or name one: FLUENT_BIT=<program> npm run test:log-router
END
  exit 1
fi
FLUENT_BIT="$router" exec node_modules/.bin/jest --testMatch '**/test/log-router/*.suite.ts' "$@"
