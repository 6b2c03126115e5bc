package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
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
        scenario.events().forEach(this::prepare);
        for (Duration left = scenario.duration(); !left.isZero(); ) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            world.pass(step);
            world.auditor().look();
            liveness.check();
            left = left.minus(step);
        }
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
                    .collect(Collectors.groupingBy(this::end, TreeMap::new, Collectors.counting()));
            ends.forEach((end, count) -> lines.add("  " + count + " hosts: " + end));
        }
        return lines;
    }

    private String end(Machine machine) {
        return world.state(machine).map(Enum::name).orElse("new") + ", VM HA is told " + world.vmHAStatus(machine)
                + "; the machine is " + machine;
    }

    /** What must never be, and was. */
    List<String> offences() {
        return world.auditor().offences();
    }

    private void prepare(Scenario.Happening event) {
        event.at().ifPresent(at -> world.physics().schedule(at, () -> happen(event)));
        event.when().ifPresent(when -> {
            boolean[] seen = {false};
            world.story().listen((who, what) -> {
                if (!seen[0] && (who + ": " + what).contains(when)) {
                    seen[0] = true;
                    later(event);
                }
            });
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
