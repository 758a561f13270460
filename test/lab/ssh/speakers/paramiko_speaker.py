"""`serve PORT`: an SSH server that lets `lab` in with `right`. `connect HOST PORT PASSWORD`: logs in and runs `id`."""

import socket
import sys
import threading
import time

import paramiko


class Lab(paramiko.ServerInterface):
    def get_allowed_auths(self, username):
        return "password"

    def check_auth_password(self, username, password):
        return paramiko.AUTH_SUCCESSFUL if password == "right" else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel, command):
        threading.Thread(target=answer, args=(channel,)).start()
        return True


def answer(channel):
    time.sleep(0.05)
    channel.send(b"uid=1000(lab) gid=1000(lab) groups=1000(lab)\n")
    channel.send_exit_status(0)
    channel.close()


def serve(port):
    key = paramiko.RSAKey.generate(3072)
    listener = socket.create_server(("0.0.0.0", port))
    while True:
        connection, _ = listener.accept()
        transport = paramiko.Transport(connection)
        transport.add_server_key(key)
        try:
            transport.start_server(server=Lab())
        except (paramiko.SSHException, EOFError):
            transport.close()


def connect(host, port, password):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    try:
        client.connect(host, port, "lab", password, look_for_keys=False, allow_agent=False, timeout=20)
        client.exec_command("id")[1].read()
    except paramiko.AuthenticationException:
        pass
    finally:
        client.close()


if sys.argv[1] == "serve":
    serve(int(sys.argv[2]))
else:
    connect(sys.argv[2], int(sys.argv[3]), sys.argv[4])
