#!/bin/sh
# Runs a command with CHROMIUM set: the browser that is installed, or the file that the variable names already. Installs
# Debian's package where it may, and fails where it may not: a page that no browser opened is not proven.
set -eu
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && CHROMIUM=$(command -v "$name") && break || CHROMIUM=
done
if [ -z "$CHROMIUM" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >/dev/null
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
    CHROMIUM=$(command -v chromium)
  else
    echo "$1 needs Chromium: install it, or name it: CHROMIUM=/path/to/chrome" >&2
    exit 1
  fi
fi
export CHROMIUM
exec "$@"
