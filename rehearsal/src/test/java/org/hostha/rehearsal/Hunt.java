package org.hostha.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a bug in the engine that it finds in its class path, as tests do that know nothing of it. */
public final class Hunt {

    private Hunt() {
    }

    /** The first seed whose life breaks a rule, and the rule; empty when none does. */
    public static String explore(int seeds) {
        for (int seed = 1; seed <= seeds; seed++) {
            Rehearsal rehearsal = new Rehearsal(Exploration.life(seed));
            rehearsal.play();
            List<String> wrong = Exploration.wrong(rehearsal);
            if (!wrong.isEmpty()) {
                return "seed " + seed + ": " + wrong.get(0);
            }
        }
        return "";
    }

    /** The first scenario in which a rule is broken, or else the first whose timeline differs; empty when none does. */
    public static String scenarios(String folder) throws IOException {
        String differs = "";
        try (Stream<Path> folders = Files.list(Path.of(folder))) {
            for (Path one : folders.filter(Files::isDirectory).sorted().toList()) {
                Rehearsal rehearsal = new Rehearsal(Scenario.read(one.resolve("scenario.yaml")));
                rehearsal.play();
                if (!rehearsal.offences().isEmpty()) {
                    return "scenario " + one.getFileName() + ": " + rehearsal.offences().get(0);
                }
                if (differs.isEmpty() && !rehearsal.timeline().equals(Files.readAllLines(one.resolve("timeline.expected")))) {
                    differs = "scenario " + one.getFileName() + " goes otherwise";
                }
            }
        }
        return differs;
    }
}
