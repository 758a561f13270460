#!/bin/sh
# The page in Chromium. Takes the one that is installed, or the file that CHROMIUM names; installs Debian's package where it
# may, and fails where it may not: a page that no browser opened is not proven.
set -eu
cd "$(dirname "$0")/../.."
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && CHROMIUM=$(command -v "$name") && break || CHROMIUM=
done
if [ -z "$CHROMIUM" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >/dev/null
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
    CHROMIUM=$(command -v chromium)
  else
    echo 'test:report needs Chromium: install it, or name it: CHROMIUM=/path/to/chrome npm run test:report' >&2
    exit 1
  fi
fi
export CHROMIUM
exec npx jest --config test/report/jest.config.cjs "$@"
