package org.hostha.demo.acts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hostha.demo.Admin;
import org.hostha.demo.Terminal;
import org.hostha.demo.Terminal.Style;

/** Follows one host from its failure on, and shows each decision about it and each move of its VMs as it happens. */
final class Timeline {

    private static final int LONGEST_REASON = 150;

    private final Admin admin;
    private final Terminal terminal;
    private final Admin.Host host;
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, Duration> reached = new LinkedHashMap<>();
    private long failedAt;
    private long lastDecision;
    private String state;
    private String reason = "";

    Timeline(Admin admin, Terminal terminal, Admin.Host host, List<String> vms) {
        this.admin = admin;
        this.terminal = terminal;
        this.host = host;
        this.state = host.haState();
        Map<String, Admin.Vm> now = admin.vms();
        vms.forEach(vm -> places.put(vm, place(now.get(vm))));
        admin.decisions(host.id(), 0).forEach(decision -> lastDecision = decision.id());
    }

    /** Time zero: the failure is happening now. */
    void failed() {
        failedAt = System.nanoTime();
    }

    Duration sinceFailure() {
        return Duration.ofNanos(System.nanoTime() - failedAt);
    }

    /** Looks once, and shows what is new. */
    void look() {
        for (Admin.Decision decision : admin.decisions(host.id(), lastDecision)) {
            lastDecision = decision.id();
            show(decision);
        }
        Map<String, Admin.Vm> now = admin.vms();
        List<String> moves = new ArrayList<>();
        places.replaceAll((vm, before) -> {
            String place = place(now.get(vm));
            if (!place.equals(before)) {
                moves.add(vm + " " + place);
            }
            return place;
        });
        moves.forEach(move -> print(Style.NOTICE, "VM", move));
    }

    private void show(Admin.Decision decision) {
        boolean moved = !decision.to().isEmpty() && !decision.to().equals(state);
        if (moved) {
            state = decision.to();
            reached.putIfAbsent(state, sinceFailure());
        }
        boolean said = decision.reason().equals(reason);
        reason = decision.reason();
        print(style(moved), state, said ? "" : shortened(reason));
    }

    /** A line on most terminals; {@code explainHostHA} has the whole reason. */
    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
    }

    private Style style(boolean moved) {
        if (!moved) {
            return Style.FAINT;
        }
        return switch (state) {
            case "Available", "Recovered", "Fenced" -> Style.GOOD;
            case "Fencing", "Recovering" -> Style.BAD;
            default -> Style.NOTICE;
        };
    }

    private void print(Style style, String what, String text) {
        terminal.line(style, String.format(Locale.ROOT, "  %+7.1f s  %-7s %-10s  %s",
                sinceFailure().toMillis() / 1000.0, host.name(), what, text).stripTrailing());
    }

    private static String place(Admin.Vm vm) {
        return vm == null ? "is gone" : vm.state() + (vm.host().isEmpty() ? "" : " on " + vm.host());
    }

    String state() {
        return state;
    }

    /** When the state was first reached after the failure. */
    Optional<Duration> reached(String wanted) {
        return Optional.ofNullable(reached.get(wanted));
    }

    /** VM to its state and host, as the API last showed them: {@code Running on kvm-03}. */
    Map<String, String> places() {
        return places;
    }
}
