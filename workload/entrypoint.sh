#!/bin/sh
# Turns the environment (README.md lists it) into configuration under RUN_DIR and hands over to serve.pl.
# Ends with 42 when HTPASSWD is missing or malformed, with 64 for any other setting.
set -eu
# The first process of a container gets no signal that it does not ask for.
trap 'exit 0' TERM INT
export LC_ALL=C
# No process that is started here inherits it. This shell itself keeps the environment that it was started with,
# as every process does; in the end it gives way to another program.
unset secret
secret=${HTPASSWD:-}
unset HTPASSWD

here=$(cd "$(dirname "$0")" && pwd)
run=${RUN_DIR:-/run/workload}
stage=${STAGE:-}
http_user=${HTTP_USER:-admin}
address=${LISTEN_ADDRESS:-0.0.0.0}
http_port=${HTTP_PORT:-80}
ssh_port=${SSH_PORT:-22}

fail() {
  status=$1
  shift
  printf 'workload: %s\n' "$*" >&2
  exit "$status"
}

# Does the whole value match? printf is built in: no value becomes an argument of a process.
newline='
'
is() {
  case $1 in *"$newline"*) return 1 ;; esac
  printf '%s\n' "$1" | grep -Eq "^($2)\$"
}

setting() { is "$2" "$3" || fail 64 "$1 is '$2'; expected $4"; }

setting STAGE "$stage" 'open|restricted|secrets|hardened|browser-shell' 'open, restricted, secrets, hardened or browser-shell'
setting RUN_DIR "$run" '/[A-Za-z0-9._/-]+' 'an absolute path of letters, digits and . _ / -'
setting HTTP_USER "$http_user" '[A-Za-z0-9._-]{1,64}' 'up to 64 letters, digits and . _ -'
setting LISTEN_ADDRESS "$address" '[0-9.]+' 'an IPv4 address'
setting HTTP_PORT "$http_port" '[0-9]{1,5}' 'a port number'
setting SSH_PORT "$ssh_port" '[0-9]{1,5}' 'a port number'
setting TRUSTED_PROXIES "${TRUSTED_PROXIES:-}" '([0-9A-Fa-f.:]+(/[0-9]+)?,?)*' 'CIDR ranges with commas between them'

mkdir -p "$run" 2>/dev/null && [ -w "$run" ] ||
  fail 73 "$run is not writable for user $(id -u); mount a volume there whose folder belongs to that user"

# Passwords: a line as htpasswd writes it, or one in plain text, which is hashed here.
salt='[./0-9A-Za-z]'
crypt="\\\$apr1\\\$$salt{1,8}\\\$$salt{22}|\\\$2[aby]\\\$[0-9]{2}\\\$$salt{53}"
crypt="$crypt|\\\$5\\\$(rounds=[0-9]+\\\$)?$salt{1,16}\\\$$salt{43}|\\\$6\\\$(rounds=[0-9]+\\\$)?$salt{1,16}\\\$$salt{86}"
umask 077
if [ -n "$secret" ]; then
  if is "$secret" "[^:[:space:]]{1,64}:($crypt)"; then
    printf '%s\n' "$secret" >"$run/htpasswd"
  elif is "$secret" '[!-9;-~]{8,256}'; then
    hash=$(printf '%s\n' "$secret" | openssl passwd -6 -stdin)
    printf '%s:%s\n' "$http_user" "$hash" >"$run/htpasswd"
  else
    fail 42 "HTPASSWD is malformed: neither user:hash (apr1, bcrypt, SHA-256 or SHA-512 crypt) nor a password of 8 to 256 printable ASCII characters without blank and colon; its value is not shown"
  fi
elif { [ "$stage" = open ] || [ "$stage" = restricted ]; } && [ -r "$here/htpasswd" ]; then
  cat "$here/htpasswd" >"$run/htpasswd"
else
  fail 42 "HTPASSWD is missing: stage $stage takes it from the environment, which ECS fills from Secrets Manager"
fi
umask 022

# nginx's workers read the passwords at each request.
user=
if [ "$(id -u)" = 0 ]; then
  user='user www-data;'
  chgrp www-data "$run/htpasswd"
  chmod 640 "$run/htpasswd"
fi
for range in $(printf '%s' "${TRUSTED_PROXIES:-}" | tr , ' '); do
  printf 'set_real_ip_from %s;\n' "$range"
done >"$run/trusted-proxies.conf"

render() {
  sed -e "s|@HERE@|$here|g" -e "s|@RUN@|$run|g" -e "s|@USER@|$user|g" -e "s|@ADDRESS@|$address|g" \
    -e "s|@HTTP_PORT@|$http_port|g" -e "s|@SSH_PORT@|$ssh_port|g" -e "s|@PASSWORDS@|$passwords|g" \
    "$here/$1" >"$run/$1"
}

# The shell in the browser listens to nginx alone, which asks for the password first.
: >"$run/shell.conf"
[ "$stage" != browser-shell ] || cat "$here/shell.conf" >"$run/shell.conf"

passwords=no
render nginx.conf
[ "$stage" != hardened ] || exec perl "$here/serve.pl" "$run" nginx
[ "$stage" != browser-shell ] || exec perl "$here/serve.pl" "$run" nginx shell

# In open the prompt attracts guessers, and no account has a password that could be guessed.
[ "$stage" != open ] || passwords=yes
render sshd_config
mkdir -p /run/sshd
printf '%s\n' "${SSH_AUTHORIZED_KEYS:-}" >"$run/authorized_keys"
[ -f "$run/ssh_host_ed25519_key" ] || ssh-keygen -q -t ed25519 -N '' -C workload -f "$run/ssh_host_ed25519_key"
exec perl "$here/serve.pl" "$run" nginx sshd
