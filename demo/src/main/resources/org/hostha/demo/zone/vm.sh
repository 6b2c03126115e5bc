#!/bin/sh
# One running VM: appends a line a second to its disk, and holds a lock on it as a real hypervisor would. Two copies
# at once leave evidence, however short: the second one writes CONFLICT, and lines of two runs interleave.
#   vm.sh VM DISK HOST BOOT
disk=$2 run="$3 $4 $$" beat=0
exec 9>>"$disk"
flock -n 9 || echo "$run CONFLICT" >&9
while :; do
    beat=$((beat + 1))
    echo "$run $beat" >&9
    sleep 1 9>&-
done
