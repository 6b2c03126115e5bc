package org.hostha.server.api.commands;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;

/** The management servers that share this database. */
public final class ManagementServerCommands implements Commands.Group {

    private static final Parameter<Long> ID =
            Parameter.id("id", Entity.MANAGEMENT_SERVER, "only this management server");
    private static final Parameter<String> NAME = Parameter.text("name", "only the management server of this name");
    private static final Parameter<String> VERSION =
            Parameter.text("version", "only management servers of this release").since("4.20.1");
    private static final Parameter<Boolean> PEERS =
            Parameter.flag("peers", "whether to tell what each knows of the others").since("4.20.1");

    private record Peer(String uuid, String name, String state) { }

    private record Server(long msid, String uuid, String name, String state, String version, String ip,
            Instant started, List<String> agents, long jobs, List<Peer> peers) { }

    private static final ResponseType<Peer> PEER = ResponseType.<Peer>named("peers")
            .text("peerid", "ID of the other management server", Peer::uuid)
            .text("peername", "its name", Peer::name)
            .text("peerstate", "Up or Down", Peer::state);

    private final ResponseType<Server> servers;
    private final Database database;

    public ManagementServerCommands(Database database, ManagementServer self) {
        this.database = database;
        this.servers = ResponseType.<Server>named("managementserver")
            .text("id", "ID of the management server", Server::uuid)
            .text("name", "its name", Server::name)
            .text("state", "Up or Down", Server::state)
            .text("version", "its release", Server::version)
            .text("ipaddress", "address that it listens on", Server::ip)
            .text("serviceip", "address that it listens on", Server::ip)
            .number("agentscount", "hosts that it looks after", server -> (long) server.agents().size())
            .texts("agents", "IDs of the hosts that it looks after", Server::agents)
            .number("pendingjobscount", "jobs that it works on", Server::jobs)
            .text("javaversion", "Java that it runs on, where it is the one that answers",
                    server -> server.msid() == self.msid() ? System.getProperty("java.version") : null)
            .date("lastserverstart", "when it was started", Server::started)
            .objects("peers", "what it knows of the others", PEER, Server::peers);
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listManagementServers").describedAs("Lists management servers").since("4.16.0.0")
                .in("admin.management").takes(ID, NAME, VERSION, PEERS)
                .lists(servers, this::list));
    }

    private Paging.Rows<Server> list(Call call) {
        Map<Long, List<String>> agents = new HashMap<>();
        database.jdbc().sql("SELECT mgmt_server_id, uuid FROM host WHERE removed IS NULL AND mgmt_server_id IS NOT NULL"
                + " AND type = 'Routing' ORDER BY id").query(row -> {
                    agents.computeIfAbsent(row.getLong(1), msid -> new ArrayList<>()).add(row.getString(2));
                });
        Map<Long, Long> jobs = new HashMap<>();
        database.jdbc().sql("SELECT job_executing_msid, COUNT(*) FROM async_job WHERE job_status = 0"
                + " AND job_executing_msid IS NOT NULL GROUP BY job_executing_msid").query(row -> {
                    jobs.put(row.getLong(1), row.getLong(2));
                });
        Map<Long, List<Peer>> peers = call.optional(PEERS).orElse(false) ? peers() : Map.of();
        return new Filter("FROM mshost m WHERE m.removed IS NULL").and("m.id = ?", call.optional(ID))
                .and("m.name = ?", call.optional(NAME)).and("m.version = ?", call.optional(VERSION))
                .andContains("LOWER(m.name) LIKE ? ESCAPE '!'", call.keyword())
                .page(database.jdbc(), "m.*", "m.id", call.paging(), (row, number) -> new Server(
                        row.getLong("msid"), row.getString("uuid"), row.getString("name"), row.getString("state"),
                        row.getString("version"), row.getString("service_ip").trim(),
                        Instant.ofEpochMilli(row.getLong("runid")),
                        agents.getOrDefault(row.getLong("msid"), List.of()), jobs.getOrDefault(row.getLong("msid"), 0L),
                        peers.get(row.getLong("id"))));
    }

    private Map<Long, List<Peer>> peers() {
        Map<Long, List<Peer>> peers = new HashMap<>();
        database.jdbc().sql("SELECT p.owner_mshost, m.uuid, m.name, p.peer_state FROM mshost_peer p JOIN mshost m"
                + " ON m.id = p.peer_mshost WHERE m.removed IS NULL ORDER BY p.id").query(row -> {
                    peers.computeIfAbsent(row.getLong(1), owner -> new ArrayList<>())
                            .add(new Peer(row.getString(2), row.getString(3), row.getString(4)));
                });
        return peers;
    }
}
