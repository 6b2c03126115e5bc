package org.hostha.cloudstack.plugin.boot;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether this CloudStack is one that we fit into. Given once, in module {@code core}, and obeyed in all others, so that our manager
 * never meets half of CloudStack's own.
 *
 * @param missing what was looked for in vain, one line each; empty when nothing was
 */
public record Verdict(List<String> missing) {

    public Verdict {
        missing = List.copyOf(missing);
    }

    /** True when our beans take the place of CloudStack's, in every module. */
    public boolean fits() {
        return missing.isEmpty();
    }

    /** Compares the CloudStack behind a class loader with what our classes need. Never throws. */
    public static Verdict on(ClassLoader loader) {
        List<String> missing;
        try {
            missing = new ArrayList<>(Comparison.missing(Needs.read(), loader));
            missing.addAll(Edges.missing(loader));
        } catch (Throwable fault) {
            return failed(fault);
        }
        return new Verdict(missing);
    }

    static Verdict failed(Throwable fault) {
        return new Verdict(List.of("nothing that we know of, but the comparison failed (" + fault + ")"));
    }

    /** The one line for the log. */
    @Override
    public String toString() {
        if (fits()) {
            return "Host HA: this CloudStack has all that the plugin needs; HA and out-of-band management are ours now";
        }
        String more = missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more (hostha plugin --verify lists them)";
        return "Host HA: the plugin stays out, CloudStack's own HA and out-of-band management work on: this CloudStack lacks "
                + missing.get(0) + more;
    }
}
