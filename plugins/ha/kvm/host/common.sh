# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # used by those who source it, and set by them
# What the heartbeat writer and the probe have in common. Sourced; expects $lib to be the directory of this file.

conf=${HOSTHA_CONF:-/etc/hostha}
run=${HOSTHA_RUN:-/run/hostha}
tab=$(printf '\t')

# Settings, each of which hostha.conf may set.
address='' period=10 self_fence_after=120 self_fence_command=$lib/self-fence
# shellcheck source=/dev/null # written by install.sh
[ ! -r "$conf/hostha.conf" ] || . "$conf/hostha.conf"

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

# Whole seconds since the boot: nobody sets this clock.
uptime_s() {
    read -r up _ </proc/uptime
    echo "${up%%.*}"
}

boot_id() {
    cat /proc/sys/kernel/random/boot_id
}

# each_pool COMMAND: runs COMMAND NUMBER TYPE SELF_FENCE MOUNT NAME for each line of the pools file.
each_pool() {
    number=0
    [ -r "$conf/pools" ] || return 0
    while read -r type self_fence mount name || [ -n "${name-}" ]; do
        case $type in '' | '#'*) continue ;; esac
        number=$((number + 1))
        "$1" "$number" "$type" "$self_fence" "$mount" "$name" || return
    done <"$conf/pools"
}

# check_pool NUMBER TYPE SELF_FENCE MOUNT NAME
check_pool() {
    [ -r "$lib/pool-types/$2" ] || die "$conf/pools: there is no pool type '$2', only: $(cd "$lib/pool-types" && echo [a-z]*)"
    case $3 in yes | no) ;; *) die "$conf/pools: self-fencing is '$3' for '$5'; write yes or no" ;; esac
    case $4 in /*) ;; *) die "$conf/pools: the mount point '$4' is not an absolute path" ;; esac
    [ -n "$5" ] || die "$conf/pools: the pool on $4 has no name; write TYPE SELF_FENCE MOUNT NAME"
}
