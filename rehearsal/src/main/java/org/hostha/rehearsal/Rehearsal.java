package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plays a scenario and tells its timeline. */
final class Rehearsal {

    /** More hosts than this are not listed one by one at the end. */
    private static final int FEW = 8;
    private static final Duration STEP = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final World world;
    private final Liveness liveness;

    Rehearsal(Scenario scenario) {
        this.scenario = scenario;
        this.world = new World(scenario);
        this.liveness = new Liveness(world);
    }

    World world() {
        return world;
    }

    /** Lets everything happen. */
    void play() {
        world.startManagers();
        scenario.events().stream().filter(event -> event.when().isPresent()).forEach(this::await);
        Deque<Scenario.Happening> timed = scenario.events().stream().filter(event -> event.at().isPresent())
                .sorted(Comparator.comparing(event -> event.at().orElseThrow()))
                .collect(Collectors.toCollection(ArrayDeque::new));
        Duration now = Duration.ZERO;
        while (now.compareTo(scenario.duration()) < 0) {
            Duration next = earlier(timed.isEmpty() ? scenario.duration() : timed.peek().at().orElseThrow(),
                    scenario.duration());
            if (isSteady() && next.compareTo(now.plus(STEP)) > 0) {
                world.story().skip(next.minus(now));
                now = next;
            }
            Duration end = earlier(now.plus(STEP), scenario.duration());
            while (!timed.isEmpty() && timed.peek().at().orElseThrow().compareTo(end) < 0) {
                Scenario.Happening event = timed.remove();
                world.physics().schedule(event.at().orElseThrow().minus(now), () -> happen(event));
            }
            world.pass(end.minus(now));
            now = end;
            world.auditor().look();
            liveness.check();
        }
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Nothing has happened for longer than anything waits for: nothing will until the next event, and nobody needs to live
     * through that.
     */
    private boolean isSteady() {
        return scenario.steady() && !world.laws().timed() && world.story().silence().compareTo(world.longestWait()) > 0;
    }

    /** The timeline, and how everybody ended. */
    List<String> timeline() {
        List<String> lines = new ArrayList<>(world.story().lines());
        lines.add("");
        lines.add(String.format(Locale.ROOT, "after %d s", scenario.duration().toSeconds()));
        List<Machine> machines = world.cloud().machines();
        if (machines.size() <= FEW) {
            machines.forEach(machine -> lines.add("  " + machine.resource.name() + ": " + end(machine)));
        } else {
            Map<String, Long> ends = machines.stream()
                    .collect(Collectors.groupingBy(this::endOfMany, TreeMap::new, Collectors.counting()));
            ends.forEach((end, count) -> lines.add("  " + count + " hosts: " + end));
        }
        return lines;
    }

    private String endOfMany(Machine machine) {
        return told(machine) + "; the machine is " + machine.condition();
    }

    private String end(Machine machine) {
        return told(machine) + "; the machine is " + machine;
    }

    private String told(Machine machine) {
        return world.state(machine).map(Enum::name).orElse("new") + ", VM HA is told " + world.vmHAStatus(machine);
    }

    /** What must never be, and was. */
    List<String> offences() {
        return world.auditor().offences();
    }

    private void await(Scenario.Happening event) {
        boolean[] seen = {false};
        world.story().listen((who, what) -> {
            if (!seen[0] && (who + ": " + what).contains(event.when().orElseThrow())) {
                seen[0] = true;
                later(event);
            }
        });
    }

    private void later(Scenario.Happening event) {
        Duration after = event.after();
        world.physics().schedule(after, () -> happen(event));
    }

    private void happen(Scenario.Happening event) {
        if (event.hosts().isEmpty()) {
            Trouble.befall(world, event.words(), event.value());
            return;
        }
        for (String host : event.hosts()) {
            world.cloud().machine(host).ifPresentOrElse(
                    machine -> Trouble.befall(world, machine, event.words(), event.value()),
                    () -> world.story().tell(host, "is not there"));
        }
    }
}
