#!/bin/sh
# The last of a boot, as the first process of the machine's PID namespace: its own /proc, its own boot id, its own root.
set -eu
mount -t proc proc root/proc
mount --bind boot_id root/proc/sys/kernel/random/boot_id
mount --bind vms root/etc/vms
# By the /proc of outside: whoever takes the power has to know.
read -r pid _ </proc/self/stat
echo "$pid" >init.new
mv init.new init.pid
exec chroot root /sbin/machine-init
