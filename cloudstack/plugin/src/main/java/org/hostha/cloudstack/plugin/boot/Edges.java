package org.hostha.cloudstack.plugin.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;

/** Asks CloudStack's state machines for each edge that our engine walks. */
final class Edges {

    private static final String HA = "org.apache.cloudstack.ha.HAConfig";
    private static final String POWER = "org.apache.cloudstack.outofbandmanagement.OutOfBandManagement$PowerState";
    private static final List<String> POWER_STATES = List.of("On", "Off", "Unknown", "Disabled");

    /** @param from null for an object that has no state yet */
    private record Edge(String from, String event, String to) {
        @Override
        public String toString() {
            return (from == null ? "(new)" : from) + " -" + event + "-> " + to;
        }
    }

    private final ClassLoader loader;
    private final List<String> missing = new ArrayList<>();

    private Edges(ClassLoader loader) {
        this.loader = loader;
    }

    /** What is missing, one line each. Never throws. */
    static List<String> missing(ClassLoader loader) {
        Edges edges = new Edges(loader);
        edges.compare(HA + "$HAState", HA + "$Event", ha());
        edges.compare(POWER, POWER + "$Event", power());
        edges.compare("com.cloud.host.Status", "com.cloud.host.Status$Event",
                edgesInto("Down", "HostDown", "Up", "Connecting", "Disconnected", "Alert", "Down"));
        edges.compare("com.cloud.resource.ResourceState", "com.cloud.resource.ResourceState$Event",
                edgesInto("Maintenance", "InternalEnterMaintenance", "Enabled", "PrepareForMaintenance"));
        edges.strangers(HA + "$HAState", Arrays.stream(HAState.values()).map(HAState::name).toList());
        edges.strangers(POWER, POWER_STATES);
        return edges.missing;
    }

    private static List<Edge> ha() {
        return HAStateMachine.table().stream().map(row -> new Edge(row.from().map(HAState::name).orElse(null),
                row.event().name(), row.to().name())).toList();
    }

    private static List<Edge> power() {
        List<Edge> edges = new ArrayList<>();
        for (String to : List.of("On", "Off", "Unknown")) {
            edges.add(new Edge(null, to, to));
            POWER_STATES.forEach(from -> edges.add(new Edge(from, to, to)));
        }
        for (String from : List.of("On", "Off", "Unknown")) {
            edges.add(new Edge(from, "Disabled", "Disabled"));
        }
        edges.add(new Edge("On", "AuthError", "Unknown"));
        edges.add(new Edge("Off", "AuthError", "Unknown"));
        return edges;
    }

    private static List<Edge> edgesInto(String to, String event, String... from) {
        return Arrays.stream(from).map(state -> new Edge(state, event, to)).toList();
    }

    private void compare(String statesName, String eventsName, List<Edge> edges) {
        try {
            Class<?> states = load(statesName);
            Class<?> events = load(eventsName);
            Next next = next(states, events);
            edges.forEach(edge -> compare(states, events, next, edge));
        } catch (Throwable e) {
            missing.add("the state machine of " + statesName + " (" + e + ")");
        }
    }

    private void compare(Class<?> states, Class<?> events, Next next, Edge edge) {
        String found;
        try {
            Object to = next.state(edge.from() == null ? null : constant(states, edge.from()), constant(events, edge.event()));
            found = to == null ? "no such edge" : to.toString();
        } catch (InvocationTargetException e) {
            found = "no such edge";
        } catch (ReflectiveOperationException e) {
            found = e.toString();
        }
        if (!found.equals(edge.to())) {
            missing.add("the edge " + edge + " of " + states.getName() + " (" + found + ")");
        }
    }

    /** Where an event leads from a state, null when nowhere. */
    private interface Next {
        Object state(Object from, Object event) throws ReflectiveOperationException;
    }

    /** By the state machine where the states have one of the newer kind, by the state itself otherwise. */
    private static Next next(Class<?> states, Class<?> events) throws ReflectiveOperationException {
        if (Arrays.stream(states.getMethods()).map(Method::getName).noneMatch("getStateMachine"::equals)) {
            Method next = states.getMethod("getNextState", events);
            return next::invoke;
        }
        Object machine = states.getMethod("getStateMachine").invoke(null);
        Method next = machine.getClass().getMethod("getNextState", Object.class, Object.class);
        return (from, event) -> next.invoke(machine, from, event);
    }

    /** A state that we have no word for could stand in a row that we have to go on from. */
    private void strangers(String states, List<String> known) {
        try {
            for (Object state : load(states).getEnumConstants()) {
                if (!known.contains(((Enum<?>) state).name())) {
                    missing.add("our knowledge of the state " + state + " of " + states);
                }
            }
        } catch (Throwable e) {
            missing.add("the states of " + states + " (" + e + ")");
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, true, loader);
    }

    private static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
        return type.getField(name).get(null);
    }
}
