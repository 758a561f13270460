#!/bin/sh
# build-image.sh FOLDER: makes the image whose steps stand in FOLDER/steps, in a mount namespace of its own.
#
# FOLDER/base holds the installed packages and stays as it is; FOLDER/upper gets what the steps change. The stage that
# builds runs on this machine's root file system, with everything that it writes laid over it in memory.
set -eu
folder=$1
tools=$folder/tools
image=$folder/image
mkdir "$folder/memory" "$tools" "$image" "$folder/upper" "$folder/work"
mount -t tmpfs -o mode=755 tmpfs "$folder/memory"
mkdir "$folder/memory/upper" "$folder/memory/work"
mount -t overlay -o "lowerdir=/,upperdir=$folder/memory/upper,workdir=$folder/memory/work" overlay "$tools"
mount -t overlay -o "lowerdir=$folder/base,upperdir=$folder/upper,workdir=$folder/work" overlay "$image"
for root in "$tools" "$image"; do
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
done
. "$folder/steps"
