package org.hostha.server.api.commands;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hostha.core.Partition;
import org.hostha.ha.Directive;
import org.hostha.ha.Directive.Kind;
import org.hostha.ha.HAManager;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.events.EventLog;

/**
 * Holding HA back on purpose: observe mode, suspension, disarming. Commands of our own, in CloudStack's style. They answer
 * when what they say is in force, so they are no jobs.
 */
public final class DirectiveCommands implements Commands.Group {

    private static final String PACKAGE = "admin.ha";
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Parameter<Long> CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "ID of the cluster").required();
    private static final Parameter<Long> HOST =
            Parameter.id("hostid", Entity.HOST, "ID of the host").required();
    private static final Parameter<Long> IN_ZONE = Parameter.id("zoneid", Entity.ZONE, "only for this zone");
    private static final Parameter<Long> IN_POD = Parameter.id("podid", Entity.POD, "only for this pod");
    private static final Parameter<Long> IN_CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "only for this cluster");
    private static final Parameter<Long> ONE_HOST = Parameter.id("hostid", Entity.HOST, "only for this host");
    private static final Parameter<Long> DURATION = Parameter.number("duration",
            "seconds until it ends by itself, from 1 to " + LONGEST.toSeconds()).required();
    private static final Parameter<String> REASON = Parameter.text("reason", "why, for people who wonder");

    /** What a directive is about: empty and "everything" for all. */
    private record Scope(Optional<Partition> where, String name) { }

    private record Laid(Directive directive, Optional<Places.Place> place) { }

    private static final ResponseType<Laid> DIRECTIVE = ResponseType.<Laid>named("hadirective")
            .text("kind", "OBSERVE, SUSPEND, DISARM or CONFIRM", laid -> laid.directive().kind().name())
            .text("scope", "Zone, Pod, Cluster, Host, or All",
                    laid -> laid.directive().where().map(where -> where.type().name()).orElse("All"))
            .text("scopeid", "ID of the zone, pod, cluster or host", laid -> laid.place().map(Places.Place::uuid)
                    .orElse(null))
            .text("scopename", "its name", laid -> laid.place().map(Places.Place::name).orElse(null))
            .number("remainingseconds", "seconds until it ends by itself; absent when it does not",
                    laid -> laid.directive().left().map(Duration::toSeconds).orElse(null))
            .text("username", "who laid it down", laid -> laid.directive().by())
            .text("reason", "why", laid -> laid.directive().reason());

    private final HAManager manager;
    private final Places places;
    private final EventLog events;

    public DirectiveCommands(HAManager manager, Places places, EventLog events) {
        this.manager = manager;
        this.places = places;
        this.events = events;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("enableHAObserveModeForCluster")
                .describedAs("Lets HA of a cluster decide and record what it would do, but never act")
                .in(PACKAGE).takes(CLUSTER, REASON)
                .succeeds(call -> lay(call, Kind.OBSERVE, cluster(call), Optional.empty())));

        commands.add(Command.named("disableHAObserveModeForCluster")
                .describedAs("Ends the observe mode of a cluster: HA acts again")
                .in(PACKAGE).takes(CLUSTER)
                .succeeds(call -> lift(call, Kind.OBSERVE, cluster(call))));

        commands.add(Command.named("suspendHAForHost")
                .describedAs("Keeps HA from acting on a host for a while: firmware, rack work")
                .in(PACKAGE).takes(HOST, DURATION, REASON)
                .succeeds(call -> lay(call, Kind.SUSPEND, host(call), Optional.of(duration(call)))));

        commands.add(Command.named("suspendHAForCluster")
                .describedAs("Keeps HA from acting on the hosts of a cluster for a while")
                .in(PACKAGE).takes(CLUSTER, DURATION, REASON)
                .succeeds(call -> lay(call, Kind.SUSPEND, cluster(call), Optional.of(duration(call)))));

        commands.add(Command.named("resumeHAForHost").describedAs("Ends the suspension of a host before its time")
                .in(PACKAGE).takes(HOST)
                .succeeds(call -> lift(call, Kind.SUSPEND, host(call))));

        commands.add(Command.named("resumeHAForCluster").describedAs("Ends the suspension of a cluster before its time")
                .in(PACKAGE).takes(CLUSTER)
                .succeeds(call -> lift(call, Kind.SUSPEND, cluster(call))));

        commands.add(Command.named("disarmHA")
                .describedAs("Keeps HA from sending any power command, everywhere or in one zone, pod, cluster or host,"
                        + " until armHA. What was sent already is seen through")
                .in(PACKAGE).takes(IN_ZONE, IN_POD, IN_CLUSTER, ONE_HOST, REASON)
                .succeeds(call -> lay(call, Kind.DISARM, scope(call), Optional.empty())));

        commands.add(Command.named("armHA").describedAs("Ends what disarmHA began, for the same scope")
                .in(PACKAGE).takes(IN_ZONE, IN_POD, IN_CLUSTER, ONE_HOST)
                .succeeds(call -> lift(call, Kind.DISARM, scope(call))));

        commands.add(Command.named("listHADirectives")
                .describedAs("Lists what admins have laid down about HA and is in force: observe mode, suspensions, "
                        + "disarming, and operators' words that were not acted upon yet")
                .in(PACKAGE)
                .listsAll(DIRECTIVE, call -> manager.directives().stream().map(directive ->
                        new Laid(directive, directive.where().flatMap(places::behind))).toList()));
    }

    private boolean lay(Call call, Kind kind, Scope scope, Optional<Duration> left) {
        Directive directive = new Directive(kind, scope.where(), left, call.caller().username(),
                call.optional(REASON).orElse(""));
        events.onErrand(new EventLog.Errand(call.caller()), () -> manager.lay(directive, scope.name()));
        return true;
    }

    private boolean lift(Call call, Kind kind, Scope scope) {
        events.onErrand(new EventLog.Errand(call.caller()), () -> {
            if (!manager.lift(kind, scope.where(), scope.name(), call.caller().username())) {
                throw ApiException.invalidValue("Nothing of kind " + kind + " is in force for " + scope.name()
                        + "; listHADirectives tells what is.");
            }
        });
        return true;
    }

    private static Duration duration(Call call) {
        long seconds = call.get(DURATION);
        if (seconds < 1 || seconds > LONGEST.toSeconds()) {
            throw ApiException.invalidValue("duration must be from 1 to " + LONGEST.toSeconds() + " seconds, not "
                    + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    private Scope cluster(Call call) {
        Places.Place cluster = places.cluster(call.get(CLUSTER));
        return new Scope(Optional.of(Partition.cluster(cluster.id())), "cluster " + cluster.name());
    }

    private Scope host(Call call) {
        long id = call.get(HOST);
        return new Scope(Optional.of(Partition.host(id)), "host " + places.host(id));
    }

    private Scope scope(Call call) {
        List<Scope> scopes = Stream.of(
                call.optional(IN_ZONE).map(id -> new Scope(Optional.of(Partition.zone(id)),
                        "zone " + places.zone(id).name())),
                call.optional(IN_POD).map(id -> new Scope(Optional.of(Partition.pod(id)),
                        "pod " + places.pod(id).name())),
                call.optional(IN_CLUSTER).map(id -> new Scope(Optional.of(Partition.cluster(id)),
                        "cluster " + places.cluster(id).name())),
                call.optional(ONE_HOST).map(id -> new Scope(Optional.of(Partition.host(id)),
                        "host " + places.host(id))))
                .flatMap(Optional::stream).toList();
        if (scopes.size() > 1) {
            throw ApiException.invalidValue("Give at most one of zoneid, podid, clusterid and hostid; none means all.");
        }
        return scopes.isEmpty() ? new Scope(Optional.empty(), "all hosts") : scopes.get(0);
    }
}
