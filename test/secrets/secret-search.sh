#!/bin/sh
# Searches what a run of the tests has left, and what its processes showed, for every secret that the tests use.
#
# usage: secret-search.sh watch FILE     samples all processes' arguments and environments into FILE until it is killed
#        secret-search.sh search FILE    searches FILE, Surefire's reports and target/launcher/test.log
set -eu

root=$(dirname "$(readlink -f "$0")")/../..
words=$(mktemp)
trap 'rm -f "$words"' EXIT
trap 'exit 0' INT TERM

# A secret of a test is a literal given to Secret.of that no sentence contains: six characters or more, one of them a digit.
grep -rhoE 'Secret\.of\("[^"\\]{6,}"\)' --include='*.java' "$root" | sed 's/^Secret\.of("\(.*\)")$/\1/' |
    grep '[0-9]' | sort -u >"$words"
[ -s "$words" ] || { echo "no secret was found in the tests' sources: the search is broken" >&2; exit 1; }

sample() {
    for process in /proc/[0-9]*; do
        case $process in */self | */thread-self) continue ;; esac
        { tr '\0' ' ' <"$process/cmdline"; echo; tr '\0' '\n' <"$process/environ"; } 2>/dev/null
    done | grep -aFf "$words" || true
}

search() {
    planted=$(mktemp -d)
    sed -n 1p "$words" >"$planted/report.txt"
    grep -rqFf "$words" "$planted" || { echo "a planted secret was not found: the search is broken" >&2; exit 1; }
    rm -r "$planted"
    hits=$(
        sed 's/^/seen in a process: /' "$1"
        find "$root" -path '*/surefire-reports/*' -type f -exec grep -aFHf "$words" {} + | cut -c1-300
        grep -aFHf "$words" "$root/target/launcher/test.log" | cut -c1-300
    ) || true
    [ -z "$hits" ] || { printf '%s\n' "$hits"; echo "secrets showed" >&2; exit 1; }
    printf 'none of %d secrets showed in processes, reports and logs\n' "$(wc -l <"$words")"
}

case ${1-} in
    watch)
        : >"$2"
        while :; do
            sample >>"$2"
            sleep 0.3
        done ;;
    search) search "$2" ;;
    *) echo "usage: secret-search.sh watch|search FILE" >&2 && exit 2 ;;
esac
