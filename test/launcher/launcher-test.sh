#!/bin/sh
# What the launcher says and does before it starts Java. Each check is a claim about one call.
set -u

root=$(dirname "$(readlink -f "$0")")/../..
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
bad=0

# expect CLAIM EXIT_CODE TEXT COMMAND...: TEXT is a part of what the command prints
expect() {
    claim=$1 code=$2 text=$3
    shift 3
    output=$("$@" 2>&1)
    actual=$?
    case $output in
        *"$text"*) [ "$actual" = "$code" ] && echo "ok    $claim" && return ;;
    esac
    printf 'FAIL  %s: exit code %s (expected %s), output:\n%s\n' "$claim" "$actual" "$code" "$output"
    bad=1
}

fake() {
    mkdir -p "$(dirname "$1")"
    printf '#!/bin/sh\n%s\n' "$2" >"$1"
    chmod +x "$1"
}

expect "helpNamesTheCommands" 0 "./hostha COMMAND" "$root/hostha" --help
expect "testHasItsOwnHelp" 0 "--full" "$root/hostha" test --help
expect "pluginHasItsOwnHelp" 0 "--verify" "$root/hostha" plugin --help
expect "pluginWithoutAJarToCompareSaysSo" 2 "--verify needs a jar" "$root/hostha" plugin --verify
expect "anUnknownPluginOptionIsNamed" 2 "no option --install" "$root/hostha" plugin --install
expect "withoutACommandTheUsageIsShown" 2 "usage:" "$root/hostha"
expect "anUnknownCommandIsNamed" 2 "no command frobnicate" "$root/hostha" frobnicate
expect "anUnknownTestOptionIsNamed" 2 "no option --fast" "$root/hostha" test --fast
expect "aLinkToTheLauncherWorks" 0 "./hostha COMMAND" sh -c "ln -s '$root/hostha' '$box/link' && '$box/link' --help"

fake "$box/jdk11/bin/javac" 'echo "javac 11.0.2"'
expect "aJdkThatIsTooOldIsNamedWithTheRemedy" 2 "jdk11 is JDK 11, but JDK 17 or later is needed: unset JAVA_HOME" \
    env JAVA_HOME="$box/jdk11" "$root/hostha" server
expect "aJavaHomeWithoutAJdkIsNamed" 2 "is no JDK" env JAVA_HOME="$box/nothing" "$root/hostha" server

# A PATH on which everything is but ipmi_sim, and an apt-get that installs nothing.
mkdir -p "$box/bare"
for program in sh dirname readlink sed apt-cache mvn ipmitool setsid flock; do
    ln -s "$(command -v "$program")" "$box/bare/$program"
done
fake "$box/bare/apt-get" 'exit 1'
fake "$box/jdk17/bin/javac" 'echo "javac 17.0.1"'
fake "$box/bare/id" 'echo 1000'
expect "withoutIpmiSimTheReasonIsSaid" 2 "ipmi_sim is missing; it is needed as the simulated hosts' BMCs" \
    env PATH="$box/bare" JAVA_HOME="$box/jdk17" "$root/hostha" demo
expect "withoutRootTheExactCommandIsPrinted" 2 "sudo apt-get install -y --no-install-recommends openipmi" \
    env PATH="$box/bare" JAVA_HOME="$box/jdk17" "$root/hostha" demo
fake "$box/bare/id" 'echo 0'
expect "anInstallationThatFailsIsSaid" 2 "this failed: apt-get install -y --no-install-recommends openipmi" \
    env PATH="$box/bare" JAVA_HOME="$box/jdk17" "$root/hostha" demo

exit $bad
