#!/bin/sh
# Runs a program in a copy of this machine: a layer in memory above its file system, in which packages can be removed and
# installed without touching the machine. Run by unshare with a mount and a process id namespace of its own, so that
# everything, mounts and processes, is gone with it.
#
#   machine-copy.sh FOLDER EXCHANGE REPOSITORY PROGRAM [ARGUMENT...]
#
# FOLDER is where the copy is put together, EXCHANGE a folder that is the same inside and outside.
# REPOSITORY is there under its own path, wherever that is, and cannot be changed.
set -eu
folder=$1 exchange=$2 repository=$3
shift 3
mount -t tmpfs -o size=2g none "$folder"
mkdir "$folder/changes" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/changes,workdir=$folder/work" "$folder/root"
mount -t proc proc "$folder/root/proc"
mount --rbind /dev "$folder/root/dev"
mount -t tmpfs -o mode=1777 none "$folder/root/tmp"
mkdir -p "$folder/root$repository" "$folder/root/exchange"
mount --bind "$repository" "$folder/root$repository"
mount -o remount,bind,ro "$folder/root$repository"
mount --bind "$exchange" "$folder/root/exchange"
exec chroot "$folder/root" "$@"
