#!/bin/sh
# dropbear 2022.83 (Debian 12) with an ed25519 host key alone: it still offers RSA signatures, and ends the connection on
# its own assertion ("rsa.c:164: key != NULL") with every client that puts RSA before ed25519 (AsyncSSH here, Go's
# x/crypto/ssh alike). Clients that put ed25519 first, as OpenSSH does, log in. With an RSA key beside it all do.
set -eu
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
(
  cd "$work"
  apt-get download -qq dropbear-bin=2022.83-1+deb12u3 libtommath1 libtomcrypt1 >apt.log 2>&1 || {
    cat apt.log >&2
    echo 'needs the packages of Debian 12 (bookworm)' >&2
    exit 2
  }
  for package in *.deb; do dpkg-deb --extract "$package" files; done
)
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check asyncssh==2.24.1
LD_LIBRARY_PATH=$(ls -d "$work"/files/usr/lib/*/ | tr '\n' ':')
export LD_LIBRARY_PATH
"$work/files/usr/bin/dropbearkey" -t ed25519 -f "$work/ed25519" >"$work/key.log" 2>&1
port=$((20000 + $$ % 10000))
timeout 60 "$work/files/usr/sbin/dropbear" -F -E -p "127.0.0.1:$port" -r "$work/ed25519" -P "$work/pid" 2>"$work/log" &
server=$!
sleep 2
unset LD_LIBRARY_PATH

"$work/venv/bin/python" - "$port" <<'PYTHON'
import asyncio
import sys

import asyncssh

PORT = int(sys.argv[1])


async def said(**options):
    try:
        await asyncssh.connect("127.0.0.1", PORT, username="nobody-here", password="x", known_hosts=None,
                               client_keys=None, config=None, **options)
    except asyncssh.Error as error:
        return type(error).__name__


usual = asyncio.run(said())
ed25519_first = asyncio.run(said(server_host_key_algs=["ssh-ed25519", "rsa-sha2-256"]))
print("asyncssh", asyncssh.__version__, "- usual order:", usual, "- ed25519 first:", ed25519_first)
assert usual == "ConnectionLost", usual
assert ed25519_first == "PermissionDenied", ed25519_first
PYTHON
grep -F "rsa.c:164): \`key != NULL'" "$work/log"
echo 'as recorded: RSA is offered without a key for it'
