#!/bin/sh
# Measures what refusals and logins of SSH look like in flow logs: servers and clients that the registries give, joined
# by a cable between two network namespaces, nothing else. Needs Linux, root, Go and Python 3; Debian's packages are
# installed where they are missing. With `--write`, docs/ssh-lab.md is written; without, the page is printed and held against
# the one that is there: what moved beyond a tolerance is named, and the run fails.
set -eu
cd "$(dirname "$0")/../../.."

[ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] || {
  echo 'lab:ssh makes network namespaces and starts sshd: it needs Linux and root' >&2
  exit 1
}
for program in go python3; do
  command -v "$program" >/dev/null || {
    echo "lab:ssh builds servers with $program: install it and run it again" >&2
    exit 1
  }
done
needed='openssh-server openssh-client sshpass tcpdump iproute2 ethtool util-linux'
missing=
for package in $needed; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
    missing="$missing $package"
done
export DEBIAN_FRONTEND=noninteractive
if [ -n "$missing" ]; then
  echo "lab:ssh installs$missing" >&2
  # shellcheck disable=SC2086 # a list of words
  { apt-get update -qq && apt-get install --yes --no-install-recommends $missing; } >&2
fi

lab="${LAB_SSH_CACHE:-node_modules/.cache/lab-ssh}"
mkdir -p "$lab"
lab=$(cd "$lab" && pwd)
speakers=test/lab/ssh/speakers
# Dropbear's package would start a daemon: its files are enough.
if [ ! -x "$lab/dropbear/usr/sbin/dropbear" ]; then
  (mkdir -p "$lab/debs" && cd "$lab/debs" && apt-get download -qq dropbear-bin libtommath1 libtomcrypt1 >/dev/null 2>&1 &&
    for package in *.deb; do dpkg-deb --extract "$package" "$lab/dropbear"; done)
fi
if [ ! -x "$lab/python/bin/python" ]; then
  python3 -m venv "$lab/python"
  "$lab/python/bin/pip" install --quiet --disable-pip-version-check paramiko==5.1.0 asyncssh==2.24.1
fi
[ -d "$lab/node/node_modules/ssh2" ] ||
  npm install --silent --no-audit --no-fund --omit=optional --prefix "$lab/node" ssh2@1.17.0
if [ ! -x "$lab/go-speaker" ]; then
  rm -rf "$lab/go" && cp -r "$speakers/go" "$lab/go"
  (cd "$lab/go" && go mod tidy >/dev/null 2>&1 && go build -o "$lab/go-speaker" .)
fi
exec node --require tsx/cjs test/lab/ssh/measure.ts "$lab" "$@"
