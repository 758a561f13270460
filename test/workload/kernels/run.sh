#!/bin/sh
# Tries every way of probe.c around the list on Debian's kernel 5.10, on x86-64 and arm64, as root and as user 10001, in
# emulated machines that hold the launcher and the probe alone. 5.10 is the oldest kernel that Fargate is expected to
# have, and has no Landlock. Needs Debian on x86-64 and, for what is missing, root; takes about five minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
workload=$here/../../../workload
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
kernel=linux-image-5.10.0-32-cloud
version=5.10.223-1
folder=$(mktemp -d "${TMPDIR:-/tmp}/harborwatch-kernels.XXXXXX")
trap 'rm -rf "$folder"' EXIT

needed='qemu-system-x86 qemu-system-arm gcc libc6-dev gcc-aarch64-linux-gnu libc6-dev-arm64-cross cpio curl dpkg'
missing=
for package in $needed; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
    missing="$missing $package"
done
# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] || { apt-get update -qq && apt-get install --yes --no-install-recommends $missing; } >&2

ways=$(grep -o '{"[a-z0-9-]\{2,\}", [a-z_0-9]*}' "$here/../allow-list/probe.c" | cut -d '"' -f 2)
count=$(printf '%s\n' "$ways" | wc -l)

# machine ARCHITECTURE COMPILER: the root folder of the machine, and its kernel.
machine() {
  root=$folder/$1
  mkdir -p "$root/bin" "$root/usr/bin" "$root/proc" "$root/dev" "$root/tmp" "$root/opt/workload"
  curl -fsS -o "$folder/kernel.deb" "$mirror/pool/main/l/linux-signed-$1/${kernel}-$1_${version}_$1.deb"
  dpkg-deb -x "$folder/kernel.deb" "$folder/kernel-$1"
  CC=$2 sh "$workload/launcher/build.sh" "$root/opt/workload/launcher"
  "$2" -O1 -static -pthread -o "$root/usr/bin/probe" "$here/../allow-list/probe.c"
  "$2" -O1 -static -o "$root/init" "$here/init.c"
  printf '#include <stdio.h>\nint main(void) { puts("THROUGH"); return 0; }\n' >"$folder/through.c"
  "$2" -O1 -static -o "$root/tmp/through" "$folder/through.c"
  printf '#include <stdio.h>\nint main(int n, char **v) { return n > 1 && puts(v[1]) < 0; }\n' >"$folder/ls.c"
  "$2" -O1 -static -o "$root/usr/bin/ls" "$folder/ls.c"
  printf '%s\n' "$ways" >"$root/ways"
  {
    printf 'mode\tenforce\nuser\t0\nuser\t10001\n'
    for program in probe ls; do
      printf 'program\t%s\talways\t/usr/bin/%s\n' "$(sha256sum "$root/usr/bin/$program" | cut -c 1-64)" "$program"
    done
  } >"$root/opt/workload/allow-list"
  (cd "$root" && find . | cpio --quiet -o -H newc | gzip -1) >"$folder/$1.cpio.gz"
}

# judge ARCHITECTURE: fails for what got through, and for a way that has not come to its end.
judge() {
  log=$folder/$1.log
  tr -d '\r' <"$folder/$1.console" >"$log"
  ends=$(grep -c '^-- ' "$log" || true)
  listed=$(grep -c '^/opt/workload/launcher$' "$log" || true)
  lines=$(grep -c '"process":"allow-list"' "$log" || true)
  sed -n 's/^kernel: /'"$1"': /p' "$log"
  if grep -q THROUGH "$log" || [ "$ends" != $((2 * count)) ] || [ "$listed" -lt 2 ]; then
    cat "$log"
    echo "$1: something got through, or $ends of $((2 * count)) ways came to an end" >&2
    return 1
  fi
  echo "$1: $count ways, as root and as user 10001: none gets through, $lines lines tell of it, the listed program runs"
}

machine amd64 gcc
machine arm64 aarch64-linux-gnu-gcc
emulate() {
  timeout 900 "$@" -m 512 -smp 2 -nographic -no-reboot </dev/null
}
emulate qemu-system-x86_64 -machine accel=tcg -cpu max -kernel "$folder/kernel-amd64/boot/vmlinuz-5.10.0-32-cloud-amd64" \
  -initrd "$folder/amd64.cpio.gz" -append 'console=ttyS0 quiet panic=-1' >"$folder/amd64.console" 2>&1 || true
emulate qemu-system-aarch64 -M virt -cpu cortex-a72 -kernel "$folder/kernel-arm64/boot/vmlinuz-5.10.0-32-cloud-arm64" \
  -initrd "$folder/arm64.cpio.gz" -append 'console=ttyAMA0 quiet panic=-1' >"$folder/arm64.console" 2>&1 || true
judge amd64
judge arm64
