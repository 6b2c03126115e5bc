#!/bin/sh
# The power circuit of one simulated host. Its BMC (ipmi_sim) calls it, and so does whoever pulls the plug.
#   chassis.sh HOST_DIR get power
#   chassis.sh HOST_DIR set power|reset|shutdown|boot|identify VALUE
# Off has happened when the call returns: no process of the host is left, and only then does the power read 0.
set -u
cd "$1" || exit 1
verb=$2 item=$3 value=${4-}

# stat_of PID: prints state and session id, or nothing when the process is gone.
stat_of() {
    read -r line 2>/dev/null <"/proc/$1/stat" || return 1
    # shellcheck disable=SC2086 # the fields behind the command name hold no blanks
    set -- ${line##*) }
    echo "$1 $4"
}

anyone_left() {
    for stat in /proc/[0-9]*/stat; do
        read -r line 2>/dev/null <"$stat" || continue
        # shellcheck disable=SC2086
        set -- ${line##*) }
        [ "${3-}" = "$leader" ] && [ "$1" != Z ] && [ "$1" != X ] && return 0
    done
    return 1
}

cut() {
    if [ -s session ]; then
        read -r leader <session
        while anyone_left; do
            # One signal for all at once: whoever is killed one by one has time to fork. (dash takes no -KILL --.)
            kill -s KILL -- "-$leader" 2>/dev/null
            sleep 0.02
        done
        rm -f session
    fi
    echo 0 >power
}

# A host is a session of its own: it outlives its BMC, and one signal reaches all of it.
feed() {
    setsid sh ./boot.sh </dev/null >>console.log 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    echo $! >session
    while now=$(stat_of $!) && [ "${now#* }" != $! ]; do
        sleep 0.01
    done
    echo 1 >power
}

hung() {
    read -r leader <session && now=$(stat_of "$leader") && [ "${now% *}" = T ]
}

if [ "$verb $item" = "get power" ]; then
    echo "power:$(cat power)"
    exit
fi

exec 9>lock
flock 9
on=$(cat power)
case "$item:$value:$on" in
    power:0:*) cut ;;
    power:1:0) feed ;;
    reset:*:1) cut && feed ;;
    # The button asks the operating system; one that hangs doesn't answer.
    shutdown:*:1) hung || cut ;;
esac
exit 0
