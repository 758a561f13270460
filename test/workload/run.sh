#!/bin/sh
# Builds the workload's images from Debian packages and runs them, with real clients against them. Needs Linux and root,
# for namespaces; packages that are missing are installed where apt-get is. What is built is kept in the temporary folder.
set -eu
cd "$(dirname "$0")/../.."

needed='debootstrap gcc libc6-dev perl openssh-client sshpass tcpdump iproute2 ethtool strace util-linux'
[ "$(uname -s)" = Linux ] || {
  echo 'test:workload makes namespaces and runs images of Debian: it needs Linux' >&2
  exit 1
}
[ "$(id -u)" = 0 ] || {
  ! sudo -n true 2>/dev/null || exec sudo env "PATH=$PATH" sh test/workload/run.sh "$@"
  echo 'test:workload needs root, to make namespaces and to start sshd: sudo env "PATH=$PATH" npm run test:workload' >&2
  exit 1
}
missing=
for package in $needed; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
    missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "test:workload installs$missing" >&2
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # a list of words
  { apt-get update -qq && apt-get install --yes --no-install-recommends $missing; } >&2 || {
    echo "test:workload cannot install$missing; install them and run it again" >&2
    exit 1
  }
fi
exec npx jest --config test/workload/jest.config.cjs --runInBand "$@"
