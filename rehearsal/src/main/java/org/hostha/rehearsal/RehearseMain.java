package org.hostha.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./hostha rehearse}. Exit codes: 0 as expected and no rule broken, 1 a rule broken or a timeline that differs,
 * 2 a command or a scenario that can't be understood.
 */
@Command(name = "hostha rehearse", sortOptions = false, usageHelpWidth = 100,
        description = "Plays failures of hosts, BMCs, databases and managers in virtual time, with the real HA engine: one from "
                + "a scenario, or random ones from a seed.")
public final class RehearseMain implements Callable<Integer> {

    private static final int AS_EXPECTED = 0;
    private static final int PROGRESS = 1000;
    private static final int NOT_AS_EXPECTED = 1;

    @Parameters(arity = "0..1", paramLabel = "FILE",
            description = "A scenario, or the folder of one (format: test/scenarios/README.md): its timeline is told, the time budget, who "
                    + "was fenced and who was held back by what; compared with timeline.expected where there is one.")
    private Path file;

    @Option(names = "--explore", paramLabel = "N", description = "Live through N random lives of a cloud instead; of one that breaks a rule, the shortest timeline is told.")
    private Integer lives;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "The seed of the first one; default: 1. With --explore 1 its story is told.")
    private long seed;

    @Option(names = "--go-on", description = "With --explore: tell of every life that breaks a rule, not only of the first.")
    private boolean goOn;

    @Option(names = "--words", description = "List the words in which a scenario says what happens ('do'), and what each needs besides.")
    private boolean words;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private RehearseMain() {
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new RehearseMain()).execute(args));
    }

    @Override
    public Integer call() {
        if (Stream.of(file != null, lives != null, words).filter(asked -> asked).count() != 1) {
            throw new ParameterException(spec.commandLine(), "name one of FILE, --explore N and --words");
        }
        try {
            if (words) {
                Trouble.vocabulary().forEach(RehearseMain::say);
                return AS_EXPECTED;
            }
            return file == null ? explore() : rehearse(Files.isDirectory(file) ? file.resolve("scenario.yaml") : file);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int rehearse(Path scenarioFile) throws IOException {
        Scenario scenario = Scenario.read(scenarioFile);
        Rehearsal rehearsal = new Rehearsal(scenario);
        Outcome outcome = new Outcome(rehearsal.world());
        rehearsal.play();
        List<String> timeline = rehearsal.timeline();
        say(scenario.title());
        say("");
        timeline.forEach(RehearseMain::say);
        say("");
        outcome.lines().forEach(RehearseMain::say);
        if (!rehearsal.offences().isEmpty()) {
            say("\nbroken rules:");
            rehearsal.offences().forEach(RehearseMain::say);
            return NOT_AS_EXPECTED;
        }
        Path expected = scenarioFile.resolveSibling("timeline.expected");
        if (Files.exists(expected)) {
            List<String> lines = Files.readAllLines(expected);
            boolean same = lines.equals(timeline);
            say("\n" + (same ? "as expected" : "not as expected; the first line that differs from " + expected + ":\n"
                    + firstDifference(lines, timeline)));
            return same ? AS_EXPECTED : NOT_AS_EXPECTED;
        }
        return AS_EXPECTED;
    }

    private static String firstDifference(List<String> expected, List<String> got) {
        for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
            String wanted = i < expected.size() ? expected.get(i) : "(the end)";
            String is = i < got.size() ? got.get(i) : "(the end)";
            if (!wanted.equals(is)) {
                return "expected  " + wanted + "\nnow       " + is;
            }
        }
        return "";
    }

    private int explore() {
        int broke = 0;
        for (long next = seed; next < seed + lives && (broke == 0 || goOn); next++) {
            Scenario life = Exploration.life(next);
            Rehearsal rehearsal = new Rehearsal(life);
            rehearsal.play();
            List<String> wrong = Exploration.wrong(rehearsal);
            if (!wrong.isEmpty()) {
                broke++;
                say("seed " + next + " broke rules:");
                wrong.forEach(RehearseMain::say);
                tellShortest(life, Exploration.rule(wrong.get(0)));
            } else if (lives == 1) {
                rehearsal.timeline().forEach(RehearseMain::say);
            }
            if ((next - seed + 1) % PROGRESS == 0) {
                System.err.println((next - seed + 1) + " lives, " + broke + " broke rules");
            }
        }
        say(broke == 0 ? lives + " lives from seed " + seed + ": no rule broken" : broke + " lives broke rules");
        return broke == 0 ? AS_EXPECTED : NOT_AS_EXPECTED;
    }

    private static void tellShortest(Scenario life, String rule) {
        Scenario shortest = Exploration.shortest(life, rule);
        Rehearsal again = new Rehearsal(shortest);
        again.play();
        List<String> wrong = Exploration.wrong(again);
        say("\nthe shortest timeline found that breaks it:\n");
        again.timeline().forEach(RehearseMain::say);
        wrong.forEach(RehearseMain::say);
        say("\nto play it again:\n\n" + shortest.yaml());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
