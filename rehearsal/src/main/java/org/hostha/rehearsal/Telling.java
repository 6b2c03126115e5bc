package org.hostha.rehearsal;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.VmHAStatus;
import org.hostha.ha.spi.HAStore;

/** Puts what was stored into words. */
final class Telling {

    private static final Set<HAState> INVESTIGATION = EnumSet.of(HAState.Suspect, HAState.Checking);

    private Telling() {
    }

    /** Empty for what nobody needs to read: a host that is looked after from now on, another round of investigation. */
    static Optional<String> of(HARow before, HAStore.Commit commit) {
        Stored was = before.stored();
        Stored is = commit.next();
        boolean anotherRound = commit.events().equals(List.of(HAEvent.PerformActivityCheck));
        boolean firstEnabled = before.version() <= 2 && commit.events().equals(List.of(HAEvent.Enabled));
        boolean onlyCounts = commit.events().isEmpty() && was.order().equals(is.order()) && was.release().equals(is.release())
                && was.custody() == is.custody();
        if (anotherRound || firstEnabled || onlyCounts) {
            return Optional.empty();
        }
        String from = word(was);
        String to = word(is);
        VmHAStatus told = VmHAStatus.of(is);
        String news = told == VmHAStatus.of(was) ? "" : " (VM HA is told " + told + ")";
        return Optional.of((from.equals(to) ? to : from + " -> " + to) + news + ": " + commit.reason());
    }

    /** Whatever follows an order, or the end of an investigation, is worth telling again. */
    static boolean opensChapter(HARow before, HAStore.Commit commit) {
        boolean investigated = INVESTIGATION.containsAll(
                Stream.concat(before.stored().state().stream(), commit.next().state().stream()).toList());
        return !investigated || !before.stored().order().equals(commit.next().order());
    }

    private static String word(Stored stored) {
        return stored.state().map(Enum::name).orElse("new");
    }
}
