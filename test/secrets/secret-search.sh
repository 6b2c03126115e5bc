#!/bin/sh
# Searches what a run of the tests has left, and what its processes showed, for every secret that the tests use.
#
# usage: secret-search.sh watch SEEN MADE          samples all processes' arguments and environments into SEEN until killed
#        secret-search.sh search SEEN MADE LOG...  searches SEEN, Surefire's reports (logs and answers are in them) and the LOGs
#
# Secrets are the literals in the tests' sources, and what the tests have written into MADE, one a line: keys and passwords
# that were made up while they ran.
set -eu

root=$(dirname "$(readlink -f "$0")")/../..
command=${1-} seen=${2-} made=${3-}
[ -n "$made" ] || { echo "usage: secret-search.sh watch SEEN MADE | search SEEN MADE LOG..." >&2 && exit 2; }
words=$(mktemp)
literals=$(mktemp)
trap 'rm -f "$words" "$literals"' EXIT
trap 'exit 0' INT TERM

# A secret of a test is a literal given as a password that no sentence contains: six characters or more, one of them a digit.
grep -rhoE --include='*.java' -e 'Secret\.of\("[^"\\]{6,}"\)' -e '"password", *"[^"\\]{6,}"' \
    -e 'IpmiSim\.start\("[^"]*", *"[^"\\]{6,}"' -e '(\.user|FakeUser)\("[^"]*", *"[^"\\]{6,}"' "$root" |
    sed 's/.*"\([^"]*\)")\{0,1\}$/\1/' | grep '[0-9]' | sort -u >"$literals"
[ -s "$literals" ] || { echo "no secret was found in the tests' sources: the search is broken" >&2; exit 1; }

# Short ones would be found everywhere.
read_words() {
    { cat "$literals"; [ ! -f "$made" ] || grep -E '.{6,}' "$made" || true; } >"$words"
}
read_words

sample() {
    for process in /proc/[0-9]*; do
        case $process in */self | */thread-self) continue ;; esac
        { tr '\0' ' ' <"$process/cmdline"; echo; tr '\0' '\n' <"$process/environ"; } 2>/dev/null
    done | grep -aFf "$words" || true
}

# Before it says that it found nothing, it proves that it can find: in a file and in a process.
prove() {
    planted=$(mktemp -d)
    sed -n '$p' "$words" >"$planted/report.txt"
    grep -rqFf "$words" "$planted" || { echo "a planted secret was not found in a file: the search is broken" >&2; exit 1; }
    sh -c 'while :; do sleep 0.2; done' "$(cat "$planted/report.txt")" &
    carrier=$!
    tries=0
    until sample >"$planted/sampled" && [ -s "$planted/sampled" ]; do
        tries=$((tries + 1))
        if [ "$tries" -ge 50 ]; then
            kill "$carrier"
            echo "a planted secret was not found in a process: the search is broken" >&2
            exit 1
        fi
        sleep 0.2
    done
    kill "$carrier" 2>/dev/null || true
    rm -r "$planted"
}

search() {
    prove
    hits=$(
        sed 's/^/seen in a process: /' "$seen"
        find "$root" -path '*/surefire-reports/*' -type f -exec grep -aFHf "$words" {} + | cut -c1-300
        [ $# -eq 0 ] || grep -arsFHf "$words" "$@" | cut -c1-300
    ) || true
    [ -z "$hits" ] || { printf '%s\n' "$hits"; echo "secrets showed" >&2; exit 1; }
    printf 'none of %d secrets showed in processes, reports and logs\n' "$(wc -l <"$words")"
}

case $command in
    watch)
        : >"$seen"
        while :; do
            read_words
            sample >>"$seen"
            sleep 0.3
        done ;;
    search)
        shift 3
        search "$@" ;;
esac
