#!/bin/sh
# Installs heartbeat writer and probe on this KVM host. Running it again updates the programs and keeps the settings.
set -eu
here=$(dirname "$(readlink -f "$0")")

usage() {
    cat <<'TEXT'
usage: install.sh --address ADDRESS --key FILE [--from ADDRESSES] [--pool TYPE:MOUNT:NAME]... [--period SECONDS]

  --address  this host's private address, as the management server knows it
  --key      the management server's public SSH key (ssh_key.pub in its data directory)
  --from     addresses that may use the key, as in authorized_keys: 10.1.1.2,10.1.1.3
  --pool     a storage pool: type nfs or sharedmountpoint, where it is mounted, its name in the management server
  --period   seconds between two heartbeats (10)

DESTDIR in the environment is put before every path; then nothing is started.
TEXT
}

die() {
    printf 'install.sh: %s\n' "$*" >&2
    exit 2
}

root=${DESTDIR-} address='' key='' from='' period='' pools=''
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage && exit ;;
        --address | --key | --from | --period | --pool) [ $# -ge 2 ] || die "$1 needs a value: see --help" ;;
        *) die "unknown option $1: see --help" ;;
    esac
    case $1 in
        --address) address=$2 ;;
        --key) key=$2 ;;
        --from) from=$2 ;;
        --period) period=$2 ;;
        --pool)
            type=${2%%:*} rest=${2#*:}
            case $2 in *:/*:?*) ;; *) die "--pool $2: write TYPE:MOUNT:NAME" ;; esac
            [ -r "$here/pool-types/$type" ] || die "--pool $2: there is no type '$type', only nfs and sharedmountpoint"
            pools="$pools$type no ${rest%%:*} ${rest#*:}
" ;;
    esac
    shift 2
done
case $address in '' | *[!0-9a-fA-F.:]*) die "--address '$address' is not an address: see --help" ;; esac
case $period in *[!0-9]* | 0) die "--period '$period' is not a number of seconds" ;; esac
case $from in *[!0-9a-fA-F.:,/*?]*) die "--from '$from' is not a list of addresses" ;; esac
[ -r "$key" ] || die "--key '$key' can't be read: see --help"
case $(cat "$key") in ssh-* | ecdsa-* | sk-*) ;; *) die "--key $key is not a public key in OpenSSH's format" ;; esac
[ "$(wc -l <"$key")" -le 1 ] || die "--key $key holds more than one key"

lib=$root/usr/lib/hostha etc=$root/etc/hostha ssh=$root/root/.ssh
mkdir -p "$lib/pool-types" "$etc" "$root/etc/systemd/system"
install -m 755 "$here/heartbeat" "$here/probe" "$here/self-fence" "$lib"
install -m 644 "$here/common.sh" "$here/README.md" "$lib"
install -m 644 "$here"/pool-types/* "$lib/pool-types"
install -m 644 "$here/hostha-heartbeat.service" "$root/etc/systemd/system"

if [ -n "$period" ] || [ ! -e "$etc/hostha.conf" ]; then
    cat >"$etc/hostha.conf" <<TEXT
# Read by a shell.
address=$address
period=${period:-10}
# A host of which no pool has taken a heartbeat for so many seconds resets itself, if one of its pools asks for it.
self_fence_after=120
TEXT
fi
if [ -n "$pools" ] || [ ! -e "$etc/pools" ]; then
    {
        echo "# A line for each storage pool: TYPE SELF_FENCE MOUNT NAME. Types: nfs, sharedmountpoint. SELF_FENCE: yes or no."
        printf '%s' "$pools"
    } >"$etc/pools"
fi

# The key runs the probe and nothing else; sshd needs PermitRootLogin forced-commands-only, or more.
[ -d "$ssh" ] || { mkdir -p "$ssh" && chmod 700 "$ssh"; }
line="restrict,command=\"/usr/lib/hostha/probe\"${from:+,from=\"$from\"} $(cat "$key")"
touch "$ssh/authorized_keys"
chmod 600 "$ssh/authorized_keys"
{ grep -vF 'command="/usr/lib/hostha/probe"' "$ssh/authorized_keys" || true; } >"$ssh/authorized_keys.hostha"
printf '%s\n' "$line" >>"$ssh/authorized_keys.hostha"
chmod 600 "$ssh/authorized_keys.hostha"
mv "$ssh/authorized_keys.hostha" "$ssh/authorized_keys"

[ -n "$root" ] && exit
systemctl daemon-reload
systemctl enable hostha-heartbeat.service
systemctl restart hostha-heartbeat.service
echo "installed; heartbeats go to the pools in /etc/hostha/pools"
