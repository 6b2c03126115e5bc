package org.hostha.ha.spi;

import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.hostha.core.Partition;

/**
 * Who lives: the managers among which the resources are shared out. It is asked and never calls: every few hundred
 * milliseconds, and again whenever a destructive command is armed or sent. Whatever an implementation waits for, it
 * waits for elsewhere.
 *
 * <p>Safety does not rest on it: two managers that both believe to own a resource are told apart by the epoch in its
 * row. It decides who tries, and how soon a dead manager's resources are taken over. An implementation keeps two
 * promises all the same: a manager leaves its own view, or names a hold, before it leaves the view of any other; and
 * both are measured by each manager's own monotonic clock, so that one that was paused finds its time run out when it
 * wakes.
 */
public interface Membership {

    /** This manager: CloudStack's msid. Never changes. */
    long self();

    /** What this manager knows at the moment of the call. Answers from memory, from any thread, and does not fail. */
    View view();

    /** The only manager there is. */
    static Membership alone(long self) {
        View view = new View(Set.of(self), Optional.empty());
        return new Membership() {
            @Override
            public long self() {
                return self;
            }

            @Override
            public View view() {
                return view;
            }
        };
    }

    /**
     * One manager's view.
     *
     * @param live the managers that live, this one among them only while it can show that it does
     * @param hold why this manager must not arm or send anything destructive, in words: it could not renew its own sign
     *     of life in time, or one that lives does not keep to the rules; always present in a view without this manager
     */
    record View(Set<Long> live, Optional<String> hold) {

        public View {
            live = Collections.unmodifiableSortedSet(new TreeSet<>(live));
        }

        /**
         * Who should own the resource, by rendezvous hashing: the same answer in every manager that knows of the same
         * live ones, and when one comes or goes, only its own share moves. Empty when nobody lives.
         */
        public OptionalLong owner(Partition resource) {
            Optional<Long> owner = live.stream().max(Comparator.comparingLong(manager -> weight(manager, resource)));
            return owner.map(OptionalLong::of).orElse(OptionalLong.empty());
        }

        /** Whether the manager may act for the resource: it should own it, and nothing holds it. */
        public boolean isOwner(long manager, Partition resource) {
            return hold.isEmpty() && owner(resource).equals(OptionalLong.of(manager));
        }

        private static long weight(long manager, Partition resource) {
            return mix(mix(mix(manager) + resource.type().name().hashCode()) + resource.id());
        }

        /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves half of the output's. */
        private static long mix(long z) {
            long mixed = z + 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            return mixed ^ (mixed >>> 31);
        }
    }
}
