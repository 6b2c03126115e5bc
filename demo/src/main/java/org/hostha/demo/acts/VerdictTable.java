package org.hostha.demo.acts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hostha.demo.Terminal;
import org.hostha.demo.Terminal.Style;

/** Shows the outcomes side by side. */
public final class VerdictTable {

    private static final List<String> TITLES =
            List.of("act", "host", "expected", "seen", "to Fenced", "budget", "BMC", "VMs now", "ran twice", "verdict");

    private VerdictTable() {
    }

    /** @param offences what the audit saw; all of it, whether it concerns an act or not */
    public static void print(Terminal terminal, List<Outcome> outcomes, List<String> offences) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        outcomes.forEach(outcome -> rows.add(row(outcome, offences)));
        int[] widths = new int[TITLES.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        terminal.line(Style.HEADING, format(TITLES, widths));
        for (int i = 0; i < outcomes.size(); i++) {
            terminal.line(outcomes.get(i).holds() ? Style.GOOD : Style.BAD, format(rows.get(i + 1), widths));
            outcomes.get(i).failures().forEach(failure -> terminal.line(Style.BAD, "     " + failure));
        }
        terminal.line("");
        for (Outcome outcome : outcomes) {
            terminal.line("VMs of " + outcome.act().host() + ": " + outcome.vms().entrySet().stream()
                    .map(vm -> vm.getKey() + " " + vm.getValue()).toList());
        }
    }

    private static List<String> row(Outcome outcome, List<String> offences) {
        Act.Expectation expectation = outcome.act().expectation();
        boolean twice = offences.stream().anyMatch(offence -> outcome.failures().contains(offence));
        return List.of(outcome.act().letter(), outcome.act().host(),
                expectation.state() + (expectation.vmsMove() ? ", VMs elsewhere" : ", VMs stay"),
                outcome.state(),
                outcome.fencedAfter().map(VerdictTable::seconds).orElse("-"), seconds(outcome.budget()),
                outcome.power(),
                places(outcome.vms()), twice ? "YES" : "no", outcome.holds() ? "as expected" : "FAILED");
    }

    /** How many VMs are in each place: {@code kvm-01 2, kvm-03 3}; the place of one that doesn't run is its state. */
    private static String places(Map<String, String> vms) {
        Map<String, Integer> counts = new TreeMap<>();
        vms.values().forEach(place -> counts.merge(place.replace("Running on ", ""), 1, Integer::sum));
        return String.join(", ", counts.entrySet().stream()
                .map(place -> place.getKey() + " " + place.getValue()).toList());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String format(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(String.format(Locale.ROOT, "%-" + widths[i] + "s  ", cells.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
