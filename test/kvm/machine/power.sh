#!/bin/sh
# The power circuit of one machine: power.sh DIR 0|1. Its BMC calls it, and so does whoever pulls the plug. Off has
# happened when the call returns: no process of the machine is left, and only then does the power read 0.
set -u
here=$(dirname "$(readlink -f "$0")")
cd "$1" || exit 1

# The machine's storage client is a part of its kernel. While it lives, nobody can kill what waits for it.
cut_storage() {
    [ ! -s storage.pid ] || kill -s KILL "$(cat storage.pid)" 2>/dev/null
}

off() {
    cut_storage
    # One that is still booting: that fails without storage, or has just ended.
    until [ -s init.pid ] || ! kill -0 "$(cat outside.pid)" 2>/dev/null; do
        cut_storage
        sleep 0.02
    done
    # With its first process every other one of a PID namespace dies; the kernel waits for the last.
    kill -s KILL "$(cat init.pid)" 2>/dev/null
    while kill -0 "$(cat outside.pid)" 2>/dev/null; do
        sleep 0.02
    done
    rm -f init.pid outside.pid storage.pid
    # A machine that boots does not start the VMs that ran on it.
    : >vms
    echo 0 >power
}

on() {
    cat /proc/sys/kernel/random/uuid >boot_id
    setsid nsenter --net="/run/netns/$(basename "$PWD")" unshare --mount sh "$here/boot.sh" "$PWD" \
        </dev/null >>console.log 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    echo $! >outside.pid
    echo 1 >power
}

exec 9>lock
flock 9
case $2:$(cat power) in
    0:1) off ;;
    1:0) on ;;
esac
