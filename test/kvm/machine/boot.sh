#!/bin/sh
# Boots a machine: boot.sh DIR, in a mount namespace of its own and in the machine's network namespace. Its root is this
# system, with what it writes kept in DIR/upper; its storage is DIR/../export, seen through a client that can be sick.
set -eu
here=$(dirname "$(readlink -f "$0")")
cd "$1"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" root
/usr/bin/python3 -B "$here/storage.py" "$1/../export" "$1/root/storage" "$1/sickness" 9>&- &
echo $! >storage.pid
until mountpoint -q root/storage; do
    kill -0 $!
    sleep 0.02
done
for pool in root/storage/*; do
    mount --bind "$pool" "root/primary/${pool##*/}"
done
mount --bind /dev root/dev
exec unshare --pid --fork --kill-child sh "$here/enter.sh"
