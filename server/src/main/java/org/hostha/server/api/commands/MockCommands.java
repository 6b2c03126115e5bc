package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
import org.hostha.server.db.Utc;

/**
 * What agents of simulated hosts are to answer, as CloudStack's simulator keeps it. Simulated hosts here have no agent
 * that would be asked: the mocks are kept, told and removed, and change nothing else.
 */
public final class MockCommands implements Commands.Group {

    private static final String PACKAGE = "admin.simulator";
    private static final Set<String> WORDS = Set.of("enabled", "timeout", "wait", "result");
    private static final int JSON_LENGTH = 4096;

    private static final Parameter<String> NAME =
            Parameter.text("name", "simple name of an agent command's class, such as PingCommand").required();
    private static final Parameter<String> VALUE = Parameter.text("value", "what is answered: key:value pairs out of"
            + " enabled, timeout, wait (ms) and result (fail or fault), with | between them").required();
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "only in this zone");
    private static final Parameter<Long> POD = Parameter.id("podid", Entity.POD, "only in this pod");
    private static final Parameter<Long> CLUSTER = Parameter.id("clusterid", Entity.CLUSTER, "only in this cluster");
    private static final Parameter<Long> HOST = Parameter.id("hostid", Entity.HOST, "only on this host");
    private static final Parameter<Integer> COUNT =
            Parameter.integer("count", "how often, until it no longer counts");
    private static final Parameter<String> JSON =
            Parameter.text("jsonresponse", "the answer itself").upTo(JSON_LENGTH);
    private static final Parameter<Long> ID = Parameter.number("id", "number of the mock").required();

    private record Mock(long id, Long zone, Long pod, Long cluster, Long host, String name, Integer count) { }

    /** CloudStack leaves the name of this object unset, and its envelopes say so. */
    private static final ResponseType<Mock> MOCK = ResponseType.<Mock>named("null")
            .number("id", "number of the mock", Mock::id)
            .number("zoneid", "internal ID of the zone", Mock::zone)
            .number("podid", "internal ID of the pod", Mock::pod)
            .number("clusterid", "internal ID of the cluster", Mock::cluster)
            .number("hostid", "internal ID of the host", Mock::host)
            .text("name", "agent command", Mock::name)
            .integer("count", "how often it still counts", Mock::count);

    private final Database database;

    public MockCommands(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("configureSimulator").describedAs("Keeps what agents of simulated hosts answer")
                .in(PACKAGE).rootedAt("simulatormock")
                .takes(NAME, VALUE, ZONE, POD, CLUSTER, HOST, COUNT, JSON)
                .returns(MOCK, this::configure));

        commands.add(Command.named("querySimulatorMock").describedAs("Tells what is kept").in(PACKAGE)
                .rootedAt("simulatormock")
                .takes(ID)
                .returns(MOCK, call -> find(call.get(ID))));

        commands.add(Command.named("cleanupSimulatorMock").describedAs("Removes what is kept").in(PACKAGE)
                .takes(ID)
                .succeeds(this::remove));
    }

    private Mock configure(Call call) {
        for (String pair : call.get(VALUE).split("\\|")) {
            if (!WORDS.contains(pair.split(":", 2)[0].trim())) {
                throw ApiException.invalidValue("value has '" + pair + "' in it; write pairs such as result:fail, out"
                        + " of " + WORDS.stream().sorted().toList() + ", with | between them");
            }
        }
        return database.transactions().execute(transaction -> {
            database.jdbc().sql("INSERT INTO mockconfiguration (data_center_id, pod_id, cluster_id, host_id, name,"
                    + " `values`, `count`, json_response) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                    .param(call.optional(ZONE).orElse(null)).param(call.optional(POD).orElse(null))
                    .param(call.optional(CLUSTER).orElse(null)).param(call.optional(HOST).orElse(null))
                    .param(call.get(NAME)).param(call.get(VALUE)).param(call.optional(COUNT).orElse(null))
                    .param(call.optional(JSON).orElse(null)).update();
            return find(database.jdbc().sql("SELECT MAX(id) FROM mockconfiguration").query(Long.class).single());
        });
    }

    private Mock find(long id) {
        return new Filter("FROM mockconfiguration m WHERE m.removed IS NULL").and("m.id = ?", Optional.of(id))
                .list(database.jdbc(), "m.*", "m.id", MockCommands::mock).stream().findFirst().orElseThrow(
                        () -> ApiException.invalidValue("Unable to find a mock by ID: " + id));
    }

    private boolean remove(Call call) {
        return database.jdbc().sql("UPDATE mockconfiguration SET removed = ? WHERE id = ? AND removed IS NULL")
                .param(Utc.now()).param(call.get(ID)).update() == 1;
    }

    private static Mock mock(ResultSet row, int number) throws SQLException {
        Object count = row.getObject("count");
        return new Mock(row.getLong("id"), id(row, "data_center_id"), id(row, "pod_id"), id(row, "cluster_id"),
                id(row, "host_id"), row.getString("name"), count == null ? null : ((Number) count).intValue());
    }

    private static Long id(ResultSet row, String column) throws SQLException {
        Object id = row.getObject(column);
        return id == null ? null : ((Number) id).longValue();
    }
}
