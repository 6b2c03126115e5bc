package org.hostha.oobm.ipmitool.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which cipher suite each BMC accepted last. Bounded: the BMC not asked for longest is forgotten first. */
public final class CipherSuites {

    private static final int MOST = 10_000;

    private final Map<String, String> accepted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** The suites to try, the accepted one first. */
    public synchronized List<String> toTry(String bmc, String setting) {
        List<String> suites = new ArrayList<>(Arrays.asList(setting.trim().split("\\s*,\\s*")));
        String known = accepted.get(bmc);
        if (known != null && suites.remove(known)) {
            suites.add(0, known);
        }
        return suites;
    }

    public synchronized void accepted(String bmc, String suite) {
        accepted.put(bmc, suite);
    }
}
