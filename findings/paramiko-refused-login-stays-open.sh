#!/bin/sh
# Whoever reads SSH from flow logs expects a refused login to be a short connection. paramiko's SSHClient.connect raises
# AuthenticationException and leaves its connection open. A second connect() of the same client overwrites what it
# knew, so closing the client, even with `with`, ends the last connection only: the others last until the server
# gives up (with OpenSSH, LoginGraceTime: two minutes). asyncssh, beside it, hangs up within the second. Needs Python 3
# and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check paramiko==5.1.0 asyncssh==2.24.1
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(paramiko|asyncssh) '
environment/bin/python - <<'PYTHON'
import asyncio, gc, threading, time
import asyncssh
import paramiko

GRACE_SECONDS = 10
lasted = []  # of each connection in seconds, None while it is open

class Server(asyncssh.SSHServer):
    def connection_made(self, connection):
        self.number, self.begun = len(lasted), time.monotonic()
        lasted.append(None)

    def connection_lost(self, error):
        lasted[self.number] = round(time.monotonic() - self.begun)

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return False

async def serve():
    return await asyncssh.create_server(Server, "127.0.0.1", 0, login_timeout=GRACE_SECONDS,
                                        server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")])

def wait_until(holds):
    until = time.monotonic() + 2 * GRACE_SECONDS
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)

loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()
port = asyncio.run_coroutine_threadsafe(serve(), loop).result().sockets[0].getsockname()[1]

def with_paramiko(passwords):
    with paramiko.SSHClient() as client:
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        for password in passwords:
            try:
                client.connect("127.0.0.1", port, "alice", password, allow_agent=False, look_for_keys=False)
            except paramiko.AuthenticationException:
                pass

async def with_asyncssh(passwords):
    for password in passwords:
        try:
            await asyncssh.connect("127.0.0.1", port, username="alice", password=password, known_hosts=None,
                                   client_keys=None, agent_path=None, config=None)
        except asyncssh.PermissionDenied:
            pass

PASSWORDS = ["first", "second", "third"]
asyncio.run(with_asyncssh(PASSWORDS))
wait_until(lambda: None not in lasted)
print("asyncssh: seconds that each refused connection lasted", lasted)
assert len(lasted) == 3 and max(lasted) < GRACE_SECONDS - 2

lasted.clear()
with_paramiko(PASSWORDS)
gc.collect()
wait_until(lambda: lasted[-1] is not None)
after_close = list(lasted)
wait_until(lambda: None not in lasted)
print("paramiko: after the client was closed", after_close, "at last", lasted)
assert [seconds is None for seconds in after_close] == [True, True, False], "the behaviour has changed"
assert all(seconds >= GRACE_SECONDS - 1 for seconds in lasted[:2]), "the behaviour has changed"
PYTHON
