#!/bin/sh
# container.sh FOLDER LAYERS: becomes a container of the image, in namespaces of its own for mounts and processes.
#
# The image's layers stay as they are: what the container changes is laid over them in memory. FOLDER/changes changes the
# image on the way; FOLDER/start does what the task definition says.
set -eu
folder=$1
image=$folder/layers/image
mkdir "$folder/layers"
mount -t tmpfs -o mode=755 tmpfs "$folder/layers"
mkdir "$folder/layers/upper" "$folder/layers/work" "$image"
mount -t overlay -o "lowerdir=$2,upperdir=$folder/layers/upper,workdir=$folder/layers/work" overlay "$image"
mount --rbind /dev "$image/dev"
mount -t proc proc "$image/proc"
. "$folder/changes"
. "$folder/start"
