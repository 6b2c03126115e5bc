package org.hostha.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a bug in the engine that it finds in its class path, as tests do that know nothing of it. */
public final class Hunt {

    private static final String DIFFERS = " goes otherwise";

    private Hunt() {
    }

    /** Which rule a seed's life breaks; empty when none. */
    public static String live(long seed) {
        Rehearsal rehearsal = new Rehearsal(Exploration.life(seed));
        rehearsal.play();
        List<String> wrong = Exploration.wrong(rehearsal);
        return wrong.isEmpty() ? "" : "seed " + seed + ": " + wrong.get(0);
    }

    /** Which rule is broken in a scenario, or else whether its timeline differs; empty when all is as ever. */
    public static String play(String folder) throws IOException {
        Path one = Path.of(folder);
        Rehearsal rehearsal = new Rehearsal(Scenario.read(one.resolve("scenario.yaml")));
        rehearsal.play();
        if (!rehearsal.offences().isEmpty()) {
            return "scenario " + one.getFileName() + ": " + rehearsal.offences().get(0);
        }
        boolean same = rehearsal.timeline().equals(Files.readAllLines(one.resolve("timeline.expected")));
        return same ? "" : "scenario " + one.getFileName() + DIFFERS;
    }

    /** The first scenario or life in which a rule is broken, or else the first scenario that differs; empty when none does. */
    public static String anywhere(String folder, int seeds) throws IOException {
        String differs = "";
        try (Stream<Path> folders = Files.list(Path.of(folder))) {
            for (Path one : folders.filter(Files::isDirectory).sorted().toList()) {
                String caught = play(one.toString());
                if (!caught.isEmpty() && !caught.endsWith(DIFFERS)) {
                    return caught;
                }
                differs = differs.isEmpty() ? caught : differs;
            }
        }
        for (long seed = 1; seed <= seeds; seed++) {
            String caught = live(seed);
            if (!caught.isEmpty()) {
                return caught + (differs.isEmpty() ? "" : "; " + differs);
            }
        }
        return differs;
    }
}
