"""`serve PORT`: an SSH server that lets `lab` in with `right`. `connect HOST PORT PASSWORD`: logs in and runs `id`."""

import asyncio
import sys

import asyncssh


class Lab(asyncssh.SSHServer):
    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return password == "right"


def answer(process):
    process.stdout.write("uid=1000(lab) gid=1000(lab) groups=1000(lab)\n")
    process.exit(0)


async def serve(port):
    key = asyncssh.generate_private_key("ssh-ed25519")
    await asyncssh.create_server(Lab, "", port, server_host_keys=[key], process_factory=answer)
    await asyncio.Event().wait()


async def connect(host, port, password):
    try:
        async with asyncssh.connect(
            host, port, username="lab", password=password, known_hosts=None, client_keys=None, config=None
        ) as connection:
            await connection.run("id")
    except asyncssh.PermissionDenied:
        pass


if sys.argv[1] == "serve":
    asyncio.run(serve(int(sys.argv[2])))
else:
    asyncio.run(connect(sys.argv[2], int(sys.argv[3]), sys.argv[4]))
