#!/bin/sh
# container.sh FOLDER: becomes a container of the image, in namespaces of its own for mounts and processes.
#
# The root file system is this machine's with everything that the image's steps write laid over it in memory, so that
# nothing outside changes. FOLDER/steps does what the Dockerfile says, FOLDER/start what the task definition says.
set -eu
folder=$1
image=$folder/layers/image
mkdir "$folder/layers"
mount -t tmpfs -o mode=755 tmpfs "$folder/layers"
mkdir "$folder/layers/upper" "$folder/layers/work" "$image"
mount -t overlay -o "lowerdir=/,upperdir=$folder/layers/upper,workdir=$folder/layers/work" overlay "$image"
mount --rbind /dev "$image/dev"
mount -t proc proc "$image/proc"
chmod 755 "$image"
# In the base image no account has a password.
sed -i 's/^\([^:]*\):[^:]*:/\1:*:/' "$image/etc/shadow"
. "$folder/steps"
. "$folder/start"
