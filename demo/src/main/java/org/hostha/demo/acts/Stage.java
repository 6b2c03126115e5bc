package org.hostha.demo.acts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hostha.cloudstack.client.UnreachableException;
import org.hostha.demo.Admin;
import org.hostha.demo.Terminal;
import org.hostha.demo.Terminal.Style;
import org.hostha.demo.zone.SimulatedHost;
import org.hostha.demo.zone.SimulatedZone;
import org.hostha.demo.zone.VmAudit;

/** Plays an act in the zone, and judges it by the API, the process table and the BMC. */
public final class Stage {

    private static final Duration LOOK_EVERY = Duration.ofMillis(300);
    private final SimulatedZone zone;
    private final Admin admin;
    private final Terminal terminal;
    private final Duration grace;

    /** @param grace how long, beyond the time budget, what is expected may take to come and to be held */
    public Stage(SimulatedZone zone, Admin admin, Terminal terminal, Duration grace) {
        this.zone = zone;
        this.admin = admin;
        this.terminal = terminal;
        this.grace = grace;
    }

    /** Plays the act to its end: what is expected has come and stayed, or it has not come in time. */
    public Outcome play(Act act) throws InterruptedException {
        terminal.heading("Act " + act.letter() + ", " + act.host() + ": " + act.title());
        SimulatedHost host = zone.host(act.host());
        Admin.Host known = admin.hosts().get(act.host());
        List<String> vms = zone.audit().copies().stream().filter(copy -> copy.host().equals(act.host()))
                .map(VmAudit.Copy::vm).sorted().toList();
        Duration budget = admin.timeBudget(known.id());
        terminal.line("  expected: " + act.expectation() + "; Fenced takes at most " + budget.toSeconds() + " s");

        Timeline timeline = new Timeline(admin, terminal, known, vms);
        timeline.failed();
        act.failure().accept(host);
        watch(act, timeline, budget.plus(grace));
        Outcome outcome = judge(act, host, timeline, budget);
        terminal.line(outcome.holds() ? Style.GOOD : Style.BAD, String.format(Locale.ROOT, "  %+7.1f s  %s",
                timeline.sinceFailure().toMillis() / 1000.0, outcome.holds() ? "as expected" : outcome.failures()));
        return outcome;
    }

    private void watch(Act act, Timeline timeline, Duration deadline) throws InterruptedException {
        Duration holdsSince = null;
        boolean reachable = true;
        while (timeline.sinceFailure().compareTo(deadline) < 0) {
            reachable = look(timeline, reachable);
            boolean asExpected = timeline.state().equals(act.expectation().state()) && vmsAsExpected(act, timeline);
            if (!asExpected) {
                holdsSince = null;
            } else if (holdsSince == null) {
                holdsSince = timeline.sinceFailure();
            }
            if (asExpected && timeline.sinceFailure().minus(holdsSince).compareTo(act.expectation().hold()) >= 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** A server that is down decides nothing; it is expected back, and the clock runs on. */
    private boolean look(Timeline timeline, boolean reachable) {
        try {
            timeline.look();
            return true;
        } catch (UnreachableException e) {
            if (reachable) {
                terminal.line(Style.NOTICE, "  " + e.getMessage());
            }
            return false;
        }
    }

    private boolean vmsAsExpected(Act act, Timeline timeline) {
        return misplaced(act, timeline.places(), processes()).isEmpty();
    }

    /** Hosts on which a process of the VM exists, by VM. */
    private Map<String, Set<String>> processes() {
        return zone.audit().copies().stream()
                .collect(Collectors.groupingBy(VmAudit.Copy::vm,
                        Collectors.mapping(VmAudit.Copy::host, Collectors.toSet())));
    }

    private static List<String> misplaced(Act act, Map<String, String> places, Map<String, Set<String>> processes) {
        List<String> wrong = new ArrayList<>();
        places.forEach((vm, place) -> {
            Set<String> hosts = processes.getOrDefault(vm, Set.of());
            boolean here = hosts.equals(Set.of(act.host())) && place.endsWith(" on " + act.host());
            boolean elsewhere = hosts.size() == 1 && !hosts.contains(act.host())
                    && place.equals("Running on " + hosts.iterator().next());
            if (act.expectation().vmsMove() ? !elsewhere : !here) {
                wrong.add(vm + ": API says " + place + ", its process is on " + (hosts.isEmpty() ? "no host" : hosts));
            }
        });
        return wrong;
    }

    private Outcome judge(Act act, SimulatedHost host, Timeline timeline, Duration budget) {
        Act.Expectation expectation = act.expectation();
        List<String> failures = new ArrayList<>();
        if (!timeline.state().equals(expectation.state())) {
            failures.add("is " + timeline.state() + ", not " + expectation.state());
        }
        expectation.never().stream().filter(state -> timeline.reached(state).isPresent())
                .forEach(state -> failures.add("was " + state));
        timeline.reached("Fenced").filter(time -> time.compareTo(budget) > 0)
                .ifPresent(time -> failures.add("Fenced later than the time budget allows"));
        String power = host.bmc().readPower();
        if (!power.equals(expectation.power())) {
            failures.add("BMC says " + power + ", not " + expectation.power());
        }
        failures.addAll(misplaced(act, timeline.places(), processes()));
        zone.audit().offences().stream()
                .filter(offence -> timeline.places().keySet().stream().anyMatch(vm -> names(offence, vm)))
                .forEach(failures::add);
        return new Outcome(act, timeline.state(), timeline.reached("Fenced"), budget, power,
                new LinkedHashMap<>(timeline.places()), List.copyOf(failures));
    }

    private static boolean names(String offence, String vm) {
        return offence.startsWith(vm + " ") || offence.startsWith(vm + ".");
    }
}
