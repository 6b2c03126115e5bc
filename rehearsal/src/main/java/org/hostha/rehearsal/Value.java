package org.hostha.rehearsal;

import java.util.function.BiPredicate;

/** What words of a scenario need besides: nothing, or a value of some kind. */
enum Value {
    NOTHING("no value", (value, world) -> value.isEmpty()),
    TIME("a time, such as value: 30s", (value, world) -> isTime(value)),
    JUMP("a time, such as value: 2h, or value: -2h", (value, world) -> isTime(value.replaceFirst("^-", ""))),
    CLUSTER("the number of a cluster, such as value: 1", (value, world) -> isNumber(value, world.clusters())),
    CLUSTER_AND_TIME("a cluster and a time, such as value: 1 for 30m", (value, world) -> value.matches("\\d+ for \\S+")
            && isNumber(value.split(" ")[0], world.clusters()) && isTime(value.split(" ")[2])),
    MANAGER("the number of a manager, such as value: 2; none means the first", (value, world) -> value.isEmpty()
            || isNumber(value, world.managers())),
    HOST("another host, such as value: host-2", (value, world) -> value.startsWith("host-")
            && isNumber(value.substring("host-".length()), world.hosts())),
    VM("the name of a VM, such as value: vm-2-1", (value, world) -> value.matches("vm-\\S+")),
    SETTING("a setting and its value, such as value: kvm.ha.recover.failure.threshold=0",
            (value, world) -> isSetting(value)),
    POWER("On, Off or Unknown, such as value: Unknown", (value, world) -> value.matches("On|Off|Unknown")),
    WORDS("words, such as value: \"its storage is not supported\"", (value, world) -> !value.isBlank());

    private final String words;
    private final BiPredicate<String, Trouble.Bounds> fits;

    Value(String words, BiPredicate<String, Trouble.Bounds> fits) {
        this.words = words;
        this.fits = fits;
    }

    String words() {
        return words;
    }

    boolean fits(String value, Trouble.Bounds world) {
        return fits.test(value, world);
    }

    private static boolean isSetting(String value) {
        String[] parts = value.split("=", 2);
        if (parts.length == 2) {
            SettingsMap.check(parts[0], parts[1]);
        }
        return parts.length == 2;
    }

    private static boolean isTime(String value) {
        return value.matches("\\d{1,9}(ms|s|m|h)");
    }

    private static boolean isNumber(String value, int most) {
        return value.matches("[1-9]\\d{0,8}") && Integer.parseInt(value) <= most;
    }
}
