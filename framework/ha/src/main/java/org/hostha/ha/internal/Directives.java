package org.hostha.ha.internal;

import java.util.List;
import java.util.Optional;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.Directive.Kind;
import org.hostha.ha.Explanation;

/** The directives as of the last look. What they hold back is asked again of the store when something is armed. */
final class Directives {

    private volatile List<Directive> known = List.of();
    private long newest;

    /** @param look number of the look, taken before the reading: what an older one has read is forgotten */
    synchronized void learn(long look, List<Directive> now) {
        if (look >= newest) {
            newest = look;
            known = now;
        }
    }

    /** What holds back everything destructive from the resource, in words. */
    List<String> holds(Resource resource) {
        return known.stream().filter(Directive::holds).filter(one -> one.covers(resource)).map(Directive::words)
                .toList();
    }

    /** Somebody works on it: that it is silent tells nothing about the others. */
    boolean suspended(Resource resource) {
        return known.stream().anyMatch(one -> one.kind() == Kind.SUSPEND && one.covers(resource));
    }

    Explanation.Guard explain(Resource resource) {
        List<String> holds = holds(resource);
        return new Explanation.Guard("observe, suspend, disarm", !holds.isEmpty(),
                holds.isEmpty() ? "none is in force" : String.join(", ", holds));
    }

    Optional<Directive> confirmation(Resource resource) {
        return known.stream().filter(one -> one.kind() == Kind.CONFIRM && one.covers(resource)).findFirst();
    }
}
