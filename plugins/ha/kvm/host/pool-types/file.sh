# shellcheck shell=sh
# Heartbeats and disks that are files below a mount point. Sourced by the pool types that are such.

# is_mounted MOUNT FSTYPES: FSTYPES is a pattern of awk.
is_mounted() {
    WANTED=$1 awk -v types="$2" '
        { gsub(/\\040/, " ", $2); gsub(/\\011/, "\t", $2) }
        $2 == ENVIRON["WANTED"] { type = $3 }
        END { exit type ~ types ? 0 : 1 }' "${HOSTHA_MOUNTS:-/proc/self/mounts}"
}

# heartbeat_write MOUNT ADDRESS TEXT: on stable storage when it returns. The file is overwritten in place, and TEXT has
# always the same length: who reads it on another host sees the old one or the new one, and needs no directory for it.
heartbeat_write() {
    [ -d "$1/KVMHA" ] || mkdir "$1/KVMHA" || return
    printf '%s\n' "$3" | dd of="$1/KVMHA/hostha-$2" bs=512 conv=notrunc,fsync status=none
}

# heartbeat_read MOUNT ADDRESS: one line, empty when there is no heartbeat: ours, and CloudStack's agents' own.
heartbeat_read() {
    found=
    for file in "hostha-$2" "hb-$2"; do
        if text=$(cat "$1/KVMHA/$file" 2>&1); then
            found="$found${found:+ }${file%%-*}=$(printf '%s' "$text" | tr -s '[:space:][:cntrl:]' ' ')"
        else
            case $text in *'No such file'*) ;; *) echo "$text" && return 1 ;; esac
        fi
    done
    echo "$found"
}

# disk_state MOUNT PATH: changes with each write. Opening the file first makes an NFS client ask the server, whatever
# its attribute cache holds.
disk_state() {
    [ ! -f "$1/$2" ] || stat -c '%s %b %y %z' - <"$1/$2"
}
